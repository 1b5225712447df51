package health.authz.directory;

import health.authz.events.ClientId;
import health.authz.events.PayerId;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision needs to know of a client.
 *
 * @param inactiveSince last day on which the client was active, in its own zone; {@code null} while active or if unknown
 * @param payerIds insurance companies by rank, primary first
 * @param zone of the client's first division, UTC without one
 * @param name family and given name, for the caller's eyes only; never in events, logs or problems
 */
public record ClientFacts(
        ClientId id,
        boolean active,
        @Nullable LocalDate inactiveSince,
        List<String> divisionIds,
        List<PayerId> payerIds,
        List<String> assignedUserIds,
        ZoneId zone,
        String name) {}
