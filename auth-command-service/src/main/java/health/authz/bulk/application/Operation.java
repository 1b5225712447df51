package health.authz.bulk.application;

import health.authz.bulk.domain.OperationEnd;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation with how far it is.
 *
 * @param ratePerSecond rows a second, over the last ten seconds and all instances
 * @param waitingFor what an operation in state WAITING waits for
 */
public record Operation(
        UUID id,
        UUID previewId,
        BulkKind kind,
        String state,
        String reason,
        @Nullable String comment,
        String submittedBy,
        Instant submittedAt,
        @Nullable Instant endedAt,
        long total,
        RowCounts counts,
        double ratePerSecond,
        @Nullable String waitingFor) {
    public boolean done() {
        return endedAt != null;
    }

    public long processed() {
        return OperationEnd.processed(counts);
    }

    /** Whether rows of it are done and others are not. */
    public boolean running() {
        return !done() && processed() > 0;
    }
}
