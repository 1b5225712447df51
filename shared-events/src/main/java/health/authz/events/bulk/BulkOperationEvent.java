package health.authz.events.bulk;

import health.authz.events.BillingCodeGroupId;
import health.authz.events.DomainEvent;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.authorization.ChangeReason;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to one bulk operation. Rows and comments stay out: they are large or personal. */
public sealed interface BulkOperationEvent extends DomainEvent {
    OperationId operationId();

    /**
     * A preview was confirmed.
     *
     * @param total rows that will be looked at
     * @param digest hash of the frozen selection, hexadecimal
     */
    record BulkOperationSubmitted(
            OperationId operationId,
            TenantId tenantId,
            BulkKind kind,
            UUID previewId,
            long total,
            String digest,
            ChangeReason reason,
            UserId submittedBy,
            @Nullable BillingCodeGroupId billingCodeGroupId,
            @Nullable Integer billingCodeGroupVersion)
            implements BulkOperationEvent {}

    /** A chunk of rows was decided and stored, in one transaction. The only event of the chunk's own stream. */
    record BulkChunkCompleted(OperationId operationId, int chunk, RowCounts counts) implements BulkOperationEvent {}

    /** No chunk was left. */
    record BulkOperationCompleted(OperationId operationId, BulkEnd end, RowCounts counts)
            implements BulkOperationEvent {}

    /** It was stopped by a person; what was done stays done. */
    record BulkOperationCancelled(OperationId operationId, UserId cancelledBy, RowCounts counts)
            implements BulkOperationEvent {}

    /**
     * Another operation took it back, as far as its rows let it; said when that one has ended.
     *
     * @param revertedBy the operation that did; it can be reverted itself
     */
    record BulkOperationReverted(OperationId operationId, OperationId revertedBy) implements BulkOperationEvent {}

    /** Its failed and unprocessed rows were asked for again. */
    record BulkOperationRetried(OperationId operationId, OperationId retriedBy) implements BulkOperationEvent {}

    /**
     * It changes more rows than one person may change alone, and waits for a second one.
     *
     * @param rows that would change, at most
     * @param expiresAt when it is over if nobody decides
     */
    record BulkApprovalRequested(OperationId operationId, long rows, Instant expiresAt) implements BulkOperationEvent {}

    /** A second person let it go ahead. */
    record BulkOperationApproved(OperationId operationId, UserId approvedBy, ChangeReason reason)
            implements BulkOperationEvent {}

    /** A second person refused it; nothing of it was done. */
    record BulkOperationDeclined(OperationId operationId, UserId declinedBy, ChangeReason reason)
            implements BulkOperationEvent {}

    /** No second person decided in time; nothing of it was done. */
    record BulkOperationExpired(OperationId operationId) implements BulkOperationEvent {}

    /** What an operation does to its rows. */
    enum BulkKind {
        ADD,
        UPDATE,
        REVERT
    }

    /** How an operation ended by itself. */
    enum BulkEnd {
        SUCCEEDED,
        PARTIALLY_SUCCEEDED,
        FAILED
    }

    /** Rows by outcome; each 0 or more. */
    record RowCounts(long added, long changed, long unchanged, long skipped, long stale, long rejected) {}
}
