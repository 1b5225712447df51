package health.authz.bulk.domain;

import health.authz.authorization.domain.ClientFacts;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import java.util.Collection;
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

    /** The same of somebody who sees every client of the organisation. */
    public Scope ofEveryClient() {
        return new Scope(tenant, user, true, Set.of(), false, maySpecial);
    }

    public boolean seesEveryClient() {
        return allDivisions && !assignedOnly;
    }

    /** Whether a client is in view; one that was erased ({@code null}) only for those who see every client. */
    public boolean sees(@Nullable ClientFacts client) {
        return client == null ? sees(List.of(), List.of()) : sees(client.divisionIds(), client.assignedUserIds());
    }

    /** Whether a frozen row is in view, by what its client was then. */
    public boolean sees(Audience audience) {
        return sees(audience.divisions(), audience.assignees());
    }

    private boolean sees(Collection<String> of, Collection<String> assigned) {
        return (allDivisions || !Collections.disjoint(divisions, of))
                && (!assignedOnly || assigned.contains(user.value()));
    }
}
