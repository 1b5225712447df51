package health.authz.gateway.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The people of the demo: two organisations, each login with what its job needs. */
enum DemoLogin {
    BILLER("biller", Organisation.ABC, Job.BILLER),
    FRONT_DESK("front-desk", Organisation.ABC, Job.FRONT_DESK),
    ADMIN("admin", Organisation.ABC, Job.ADMIN),
    CLINICIAN("clinician", Organisation.ABC, Job.CLINICIAN),
    AUDITOR("auditor", Organisation.ABC, List.of("auth:read", "audit:read")),
    OPS("ops", Organisation.ABC, List.of("ops:replay")),
    BILLER_ADULT("biller-adult", Organisation.ABC, Job.BILLER, List.of("adult"), "all"),
    CLINICIAN_OWN("clinician-own", Organisation.ABC, Job.CLINICIAN, List.of("*"), "assigned"),
    BILLER2("biller2", Organisation.NORTHSIDE, Job.BILLER),
    ADMIN2("admin2", Organisation.NORTHSIDE, Job.ADMIN);

    private final String login;
    private final String organisation;
    private final List<String> permissions;
    private final List<String> divisions;
    private final String clients;

    DemoLogin(String login, String organisation, List<String> permissions) {
        this(login, organisation, permissions, List.of("*"), "all");
    }

    DemoLogin(String login, String organisation, List<String> permissions, List<String> divisions, String clients) {
        this.login = login;
        this.organisation = organisation;
        this.permissions = permissions;
        this.divisions = divisions;
        this.clients = clients;
    }

    static Optional<DemoLogin> of(String login) {
        return Arrays.stream(values()).filter(each -> each.login.equals(login)).findFirst();
    }

    String login() {
        return login;
    }

    String organisation() {
        return organisation;
    }

    List<String> permissions() {
        return permissions;
    }

    List<String> divisions() {
        return divisions;
    }

    String clients() {
        return clients;
    }

    private static final class Organisation {
        static final String ABC = "abc-therapeutic";
        static final String NORTHSIDE = "northside";
    }

    private static final class Job {
        static final List<String> FRONT_DESK = List.of(
                "auth:read",
                "auth:write",
                "auth:bulk",
                "auth:bulk-revert",
                "alert:read",
                "alert:manage",
                "billing:read",
                "billing:write",
                "directory:read");
        static final List<String> BILLER = with(FRONT_DESK, "auth:special");
        static final List<String> CLINICIAN = List.of("auth:read", "note:write", "alert:read");
        static final List<String> ADMIN = with(BILLER, "note:write", "directory:write", "audit:read", "ops:replay");

        private static List<String> with(List<String> these, String... more) {
            TreeSet<String> all = new TreeSet<>(these);
            all.addAll(Arrays.asList(more));
            return List.copyOf(all);
        }
    }
}
