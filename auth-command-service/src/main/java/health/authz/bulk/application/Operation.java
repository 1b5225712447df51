package health.authz.bulk.application;

import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An operation with how far it is. */
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
        RowCounts counts) {
    public boolean done() {
        return endedAt != null;
    }
}
