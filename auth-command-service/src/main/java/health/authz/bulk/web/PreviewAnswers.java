package health.authz.bulk.web;

import health.authz.bulk.application.BulkFiles;
import health.authz.bulk.application.ConfirmationRules;
import health.authz.bulk.application.ListFreshness;
import health.authz.bulk.application.Preview;
import health.authz.bulk.domain.BulkPlan;
import health.authz.platform.json.Json;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Previews as answers show them, however they were made. */
@Component
final class PreviewAnswers {
    private final ConfirmationRules rules;
    private final BulkFiles files;

    PreviewAnswers(ConfirmationRules rules, BulkFiles files) {
        this.rules = rules;
        this.files = files;
    }

    /** As the answer to whatever request made it. */
    ResponseEntity<JsonNode> made(Preview preview) {
        return ResponseEntity.status(
                        preview.state() == Preview.State.PREPARING ? HttpStatus.ACCEPTED : HttpStatus.CREATED)
                .location(URI.create("/api/v1/bulk-previews/" + preview.id()))
                .body(of(preview));
    }

    JsonNode of(Preview preview) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", preview.id());
        json.put("kind", preview.kind());
        json.put("state", preview.state());
        json.put("expiresAt", preview.expiresAt());
        json.put("count", preview.rows());
        json.put("digest", preview.digest());
        if (preview.plan() instanceof BulkPlan.Add add && add.groupId() != null) {
            json.put("billingCodeGroupId", add.groupId());
            json.put("billingCodeGroupVersion", add.groupVersion());
        }
        if (preview.plan().allOrNothing()) {
            json.put("allOrNothing", true);
        }
        if (preview.plan() instanceof BulkPlan.Update update && update.includeOpenEnded()) {
            json.put("includeOpenEnded", true);
        }
        if (preview.plan() instanceof BulkPlan.Revert revert) {
            json.put("reverts", revert.reverted());
            json.put("usedRows", revert.usedRows());
        }
        if (preview.state() == Preview.State.PREPARING) {
            int percent = preview.frozen() ? 100 * preview.chunksPrepared() / Math.max(1, preview.chunks()) : 0;
            json.put("progress", Map.of("total", preview.rows(), "percent", percent));
            if (preview.list() == ListFreshness.WAITED_FOR) {
                json.put("waitingFor", "LIST");
            }
        }
        if (preview.problem() != null) {
            json.put("problem", Json.mapper().readTree(preview.problem()));
        }
        if (preview.partial()) {
            json.put("partial", true);
        }
        if (preview.selected() != null) {
            json.put("selected", Json.mapper().readTree(preview.selected()));
        }
        if (preview.operationId() != null) {
            json.put("operationId", preview.operationId());
        }
        ObjectNode node = Json.mapper().valueToTree(json);
        if (preview.answer() != null) {
            node.setAll((ObjectNode) Json.mapper().readTree(preview.answer()));
        }
        if (preview.partial()) {
            return node;
        }
        if (preview.answer() != null) {
            ConfirmationRules.Asked asked = rules.of(preview);
            node.putObject("confirm")
                    .put("rows", asked.rows())
                    .put("typedCount", asked.typedCount())
                    .put("fourEyes", asked.fourEyes());
        }
        return FileJson.with(files, preview, node);
    }
}
