package health.authz.bulk.web;

import health.authz.bulk.application.Operation;
import health.authz.bulk.domain.OperationEnd;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operation as answers show it. */
final class OperationJson {
    static final String PATH = "/api/v1/bulk-operations/";

    private OperationJson() {}

    static Map<String, @Nullable Object> of(Operation operation, Instant now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", operation.id());
        json.put("kind", operation.kind());
        json.put("state", operation.state());
        json.put("done", operation.done());
        json.put("reason", operation.reason());
        json.put("comment", operation.comment());
        json.put("previewId", operation.previewId());
        json.put("submittedBy", operation.submittedBy());
        json.put("submittedAt", operation.submittedAt());
        json.put("endedAt", operation.endedAt());
        json.put("progress", progress(operation, now));
        json.put(
                "links",
                Map.of(
                        "self", PATH + operation.id(),
                        "results", PATH + operation.id() + "/results",
                        "preview", "/api/v1/bulk-previews/" + operation.previewId()));
        return json;
    }

    private static Map<String, @Nullable Object> progress(Operation operation, Instant now) {
        RowCounts counts = operation.counts();
        long processed = OperationEnd.processed(counts);
        Map<String, @Nullable Object> progress = new LinkedHashMap<>();
        progress.put("total", operation.total());
        progress.put("processed", processed);
        progress.put("succeeded", OperationEnd.succeeded(counts));
        progress.put("unchanged", counts.unchanged());
        progress.put("skipped", counts.skipped());
        progress.put("failed", OperationEnd.failed(counts));
        progress.put("percent", operation.total() == 0 ? 100 : 100 * processed / operation.total());
        progress.put("etaSeconds", etaSeconds(operation, processed, now));
        return progress;
    }

    /** {@code null} until there is something to judge by. */
    private static @Nullable Long etaSeconds(Operation operation, long processed, Instant now) {
        if (operation.done()) {
            return 0L;
        }
        if (processed == 0) {
            return null;
        }
        long took = Math.max(0, Duration.between(operation.submittedAt(), now).toMillis());
        return Math.ceilDiv(took * (operation.total() - processed) / processed, 1_000);
    }
}
