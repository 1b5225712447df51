package health.authz.bulk.web;

import health.authz.authorization.domain.UsedRows;
import health.authz.bulk.application.BulkPreviewer;
import health.authz.bulk.application.Reverts;
import health.authz.bulk.domain.BulkPlan;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Fields;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Taking an operation back, as a preview that is confirmed like any other. */
@RestController
class BulkRevertController {
    private final Reverts reverts;
    private final BulkPreviewer previewer;
    private final PreviewAnswers answers;

    BulkRevertController(Reverts reverts, BulkPreviewer previewer, PreviewAnswers answers) {
        this.reverts = reverts;
        this.previewer = previewer;
        this.answers = answers;
    }

    @PostMapping("/api/v1/bulk-operations/{id}/revert")
    ResponseEntity<JsonNode> revert(
            Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body) {
        caller.require(Permission.AUTH_BULK_REVERT);
        BulkPlan.Revert plan = reverts.plan(caller, Ids.uuid(id), usedRows(body));
        return answers.made(previewer.create(caller, plan, reverts.targets(plan)));
    }

    private static UsedRows usedRows(@Nullable JsonNode body) {
        if (body == null || body.isMissingNode()) {
            return UsedRows.LEAVE;
        }
        Fields fields = Fields.of(body);
        UsedRows usedRows = fields.choice("usedRows", UsedRows.class).orElse(UsedRows.LEAVE);
        fields.done();
        return usedRows;
    }
}
