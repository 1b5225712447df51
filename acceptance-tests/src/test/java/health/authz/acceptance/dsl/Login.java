package health.authz.acceptance.dsl;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody of an organisation, as the token says it.
 *
 * @param clients {@code all} or {@code assigned}
 */
public record Login(String organisation, String user, Set<String> permissions, List<String> divisions, String clients) {
    private static final Set<String> FRONT_DESK = Set.of(
            "auth:read",
            "auth:write",
            "auth:bulk",
            "auth:bulk-revert",
            "alert:read",
            "alert:manage",
            "billing:read",
            "billing:write",
            "directory:read");
    private static final Set<String> CLINICIAN = Set.of("auth:read", "note:write", "alert:read");
    private static final Set<String> ADMIN = Set.of(
            "auth:read",
            "auth:write",
            "auth:special",
            "auth:bulk",
            "auth:bulk-revert",
            "auth:bulk-all",
            "settings:manage",
            "note:write",
            "alert:read",
            "alert:manage",
            "billing:read",
            "billing:write",
            "directory:read",
            "directory:write",
            "audit:read");

    public static Login frontDesk(String organisation) {
        return of(organisation, "front-desk", FRONT_DESK);
    }

    public static Login biller(String organisation) {
        return frontDesk(organisation).as("biller").and("auth:special");
    }

    public static Login clinician(String organisation) {
        return of(organisation, "clinician", CLINICIAN);
    }

    public static Login admin(String organisation) {
        return of(organisation, "admin", ADMIN);
    }

    public static Login nobody(String organisation) {
        return of(organisation, "nobody", Set.of());
    }

    public Login as(String otherUser) {
        return new Login(organisation, otherUser, permissions, divisions, clients);
    }

    public Login and(String permission) {
        Set<String> more = new TreeSet<>(permissions);
        more.add(permission);
        return new Login(organisation, user, more, divisions, clients);
    }

    public Login without(String permission) {
        Set<String> fewer = new TreeSet<>(permissions);
        fewer.remove(permission);
        return new Login(organisation, user, fewer, divisions, clients);
    }

    public Login ofDivisions(String... only) {
        return new Login(organisation, user, permissions, List.of(only), clients);
    }

    public Login ofAssignedClients() {
        return new Login(organisation, user, permissions, divisions, "assigned");
    }

    private static Login of(String organisation, String user, Set<String> permissions) {
        return new Login(organisation, user, permissions, List.of("*"), "all");
    }
}
