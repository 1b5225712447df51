package health.authz.bulk.web;

import health.authz.bulk.application.Operation;
import health.authz.bulk.domain.OperationEnd;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operation as answers show it. */
final class OperationJson {
    static final String PATH = "/api/v1/bulk-operations/";

    private OperationJson() {}

    /**
     * @param operation as the viewer sees it
     * @param viewer what it may do about the operation is linked
     */
    static Map<String, @Nullable Object> of(Operation operation, Caller viewer) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", operation.id());
        json.put("kind", operation.kind());
        json.put("state", operation.state());
        json.put("done", operation.done());
        if (operation.partial()) {
            json.put("partial", true);
        }
        if (operation.waitingFor() != null) {
            json.put("waitingFor", operation.waitingFor());
        }
        json.put("reason", operation.reason());
        json.put("comment", operation.comment());
        json.put("previewId", operation.previewId());
        if (operation.retryOf() != null) {
            json.put("retryOf", operation.retryOf());
        }
        if (operation.retriedBy() != null) {
            json.put("retriedBy", operation.retriedBy());
        }
        json.put("submittedBy", operation.submittedBy());
        json.put("submittedAt", operation.submittedAt());
        json.put("endedAt", operation.endedAt());
        if (operation.linesLeftOut() != null) {
            json.put("linesLeftOut", operation.linesLeftOut());
        }
        json.put("progress", progress(operation));
        if (operation.approval() != null) {
            json.put("approval", approval(operation.approval(), operation.partial()));
        }
        if (operation.reverts() != null) {
            json.put("reverts", operation.reverts());
        }
        if (operation.revertedBy() != null) {
            json.put("revertedBy", operation.revertedBy());
        }
        json.put("links", links(operation, viewer));
        return json;
    }

    /** What can be done about it is there as long as it can be done. */
    private static Map<String, String> links(Operation operation, Caller viewer) {
        String self = PATH + operation.id();
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        links.put("results", self + "/results");
        if (operation.retryOf() == null) {
            links.put("preview", "/api/v1/bulk-previews/" + operation.previewId());
        } else {
            links.put("retryOf", PATH + operation.retryOf());
        }
        if (operation.retriedBy() != null) {
            links.put("retriedBy", PATH + operation.retriedBy());
        }
        if (operation.reverts() != null) {
            links.put("reverts", PATH + operation.reverts());
        }
        if (operation.revertedBy() != null) {
            links.put("revertedBy", PATH + operation.revertedBy());
        }
        if (operation.partial()) {
            return links;
        }
        if (operation.mayBeReverted() && viewer.may(Permission.AUTH_BULK_REVERT)) {
            links.put("revert", self + "/revert");
        }
        if (viewer.may(Permission.AUTH_BULK)) {
            control(operation, viewer, self, links);
        }
        return links;
    }

    private static void control(Operation operation, Caller viewer, String self, Map<String, String> links) {
        if (operation.mayBeCancelled()) {
            links.put("cancel", self + "/cancel");
        }
        boolean mayRetry = operation.kind() != BulkKind.REVERT || viewer.may(Permission.AUTH_BULK_REVERT);
        if (operation.mayBeRetried() && mayRetry) {
            links.put("retry-failed", self + "/retry-failed");
        }
        if (operation.awaitsApproval()
                && !operation.submittedBy().equals(viewer.userId().value())) {
            links.put("approve", self + "/approve");
            links.put("decline", self + "/decline");
        }
    }

    private static Map<String, @Nullable Object> approval(Operation.Approval approval, boolean partial) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rows", partial ? null : approval.rows());
        json.put("expiresAt", approval.expiresAt());
        json.put("decision", approval.decision());
        json.put("decidedBy", approval.decidedBy());
        json.put("decidedAt", approval.decidedAt());
        json.put("reason", approval.reason());
        json.put("comment", partial ? null : approval.comment());
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
        progress.put("notProcessed", operation.notProcessed());
        progress.put("percent", operation.total() == 0 ? 100 : 100 * processed / operation.total());
        progress.put(
                "ratePerSecond",
                operation.running() && !operation.partial() ? Math.round(operation.ratePerSecond()) : null);
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
