package health.authz.authorization.domain;

import health.authz.events.ClientId;
import health.authz.events.PayerId;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision needs to know about a client; never a name.
 *
 * @param inactiveSince last day on which the client was active, in its own zone; {@code null} while active or if unknown
 * @param payerIds by rank, primary first
 * @param zone of the client's first division, UTC without one (rule W-2)
 */
public record ClientFacts(
        ClientId id,
        boolean active,
        @Nullable LocalDate inactiveSince,
        List<String> divisionIds,
        List<PayerId> payerIds,
        List<String> assignedUserIds,
        ZoneId zone) {
    public ClientFacts {
        divisionIds = List.copyOf(divisionIds);
        payerIds = List.copyOf(payerIds);
        assignedUserIds = List.copyOf(assignedUserIds);
    }

    public @Nullable PayerId primaryPayer() {
        return payerIds.isEmpty() ? null : payerIds.getFirst();
    }
}
