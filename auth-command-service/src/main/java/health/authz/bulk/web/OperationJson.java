package health.authz.bulk.web;

import health.authz.bulk.application.Operation;
import health.authz.bulk.domain.OperationEnd;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operation as answers show it. */
final class OperationJson {
    static final String PATH = "/api/v1/bulk-operations/";

    private OperationJson() {}

    static Map<String, @Nullable Object> of(Operation operation) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", operation.id());
        json.put("kind", operation.kind());
        json.put("state", operation.state());
        json.put("done", operation.done());
        if (operation.waitingFor() != null) {
            json.put("waitingFor", operation.waitingFor());
        }
        json.put("reason", operation.reason());
        json.put("comment", operation.comment());
        json.put("previewId", operation.previewId());
        json.put("submittedBy", operation.submittedBy());
        json.put("submittedAt", operation.submittedAt());
        json.put("endedAt", operation.endedAt());
        json.put("progress", progress(operation));
        json.put(
                "links",
                Map.of(
                        "self", PATH + operation.id(),
                        "results", PATH + operation.id() + "/results",
                        "preview", "/api/v1/bulk-previews/" + operation.previewId()));
        return json;
    }

    private static Map<String, @Nullable Object> progress(Operation operation) {
        RowCounts counts = operation.counts();
        long processed = operation.processed();
        Map<String, @Nullable Object> progress = new LinkedHashMap<>();
        progress.put("total", operation.total());
        progress.put("processed", processed);
        progress.put("succeeded", OperationEnd.succeeded(counts));
        progress.put("unchanged", counts.unchanged());
        progress.put("skipped", counts.skipped());
        progress.put("failed", OperationEnd.failed(counts));
        progress.put("percent", operation.total() == 0 ? 100 : 100 * processed / operation.total());
        progress.put("ratePerSecond", operation.running() ? Math.round(operation.ratePerSecond()) : null);
        progress.put("etaSeconds", etaSeconds(operation));
        return progress;
    }

    /** {@code null} while nothing moves, since nothing can be said then. */
    private static @Nullable Long etaSeconds(Operation operation) {
        if (!operation.running() || operation.ratePerSecond() <= 0) {
            return null;
        }
        return (long) Math.ceil((operation.total() - operation.processed()) / operation.ratePerSecond());
    }
}
