package health.authz.bulk.domain;

import health.authz.authorization.domain.ClientFacts;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For whom rows are decided, as the token said when it was asked; it is kept with the operation, so that execution sees
 * no more than its submitter did.
 *
 * @param maySpecial the caller holds {@code auth:special}
 */
public record Scope(
        TenantId tenant,
        UserId user,
        boolean allDivisions,
        Set<String> divisions,
        boolean assignedOnly,
        boolean maySpecial) {
    public Scope {
        divisions = Set.copyOf(divisions);
    }

    /** Whether whoever has this sees every client that the other one sees. */
    public boolean covers(Scope other) {
        boolean everyDivision = allDivisions || (!other.allDivisions && divisions.containsAll(other.divisions));
        return tenant.equals(other.tenant)
                && everyDivision
                && (!assignedOnly || (other.assignedOnly && user.equals(other.user)));
    }

    /** Whether a client is in view; one that was erased ({@code null}) only for those who see every client. */
    public boolean sees(@Nullable ClientFacts client) {
        List<String> of = client == null ? List.of() : client.divisionIds();
        List<String> assigned = client == null ? List.of() : client.assignedUserIds();
        return (allDivisions || !Collections.disjoint(divisions, of))
                && (!assignedOnly || assigned.contains(user.value()));
    }
}
