package health.authz.platform.security;

import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.platform.web.Problems;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;

/**
 * Who asks, for which organisation, and what they may do and see; all of it from the signed token.
 *
 * @param divisions divisions whose clients the caller sees
 * @param clients all clients of those divisions, or only those the caller is assigned to
 * @param bearerToken the token as sent, to ask another service on the caller's behalf
 */
public record Caller(
        TenantId tenant,
        UserId userId,
        Set<Permission> permissions,
        DivisionScope divisions,
        ClientScope clients,
        String bearerToken) {

    /** Divisions a caller sees; {@code all} is written {@code ["*"]} in the token. */
    public record DivisionScope(boolean all, Set<String> ids) {
        public static final DivisionScope ALL = new DivisionScope(true, Set.of());
    }

    /** Which clients of the visible divisions a caller sees. */
    public enum ClientScope {
        ALL,
        ASSIGNED
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** @throws health.authz.platform.web.ProblemException 403 if the token does not allow it */
    public void require(Permission permission) {
        if (!may(permission)) {
            throw Problems.forbidden(permission.claim());
        }
    }

    /** Whether nothing binds the caller to a part of the organisation's clients. */
    public boolean seesEveryClient() {
        return divisions.all() && clients == ClientScope.ALL;
    }

    /** Whether a client with these divisions and assigned staff is visible to the caller. */
    public boolean maySee(Collection<String> divisionIds, Collection<String> assignedUserIds) {
        return (divisions.all() || !Collections.disjoint(divisions.ids(), divisionIds))
                && (clients == ClientScope.ALL || assignedUserIds.contains(userId.value()));
    }

    @Override
    public String toString() {
        return "Caller[" + tenant + "/" + userId + "]";
    }
}
