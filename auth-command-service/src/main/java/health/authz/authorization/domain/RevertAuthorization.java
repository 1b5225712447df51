package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.OperationId;
import health.authz.events.authorization.ChangeReason;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Take back what an operation did to one authorization. Not asked of its state alone: it needs its whole life.
 *
 * @param reverted the operation that is taken back
 * @param client facts of now; {@code null} = the client is no longer known
 * @param addedSince authorizations that the client got after this one was voided, needed where it comes back (rule R-6)
 * @param followers what the operation added to follow on this one and what stays in use; this one stays ended for them (rule
 *
 * @param maySpecial the caller holds {@code auth:special} (rule B-10)
 * @param operationId the operation that takes it back
 * @param today in the client's zone
 */
public record RevertAuthorization(
        AuthorizationId id,
        OperationId reverted,
        UsedRows usedRows,
        @Nullable ClientFacts client,
        List<ExistingWindow> addedSince,
        List<ExistingWindow> followers,
        boolean maySpecial,
        ChangeReason reason,
        OperationId operationId,
        LocalDate today) {
    public RevertAuthorization {
        addedSince = List.copyOf(addedSince);
        followers = List.copyOf(followers);
    }
}
