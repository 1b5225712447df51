package health.authz.bulk.web;

import health.authz.bulk.application.BulkApprovals;
import health.authz.bulk.application.BulkApprovals.Grounds;
import health.authz.bulk.application.BulkCancel;
import health.authz.bulk.application.BulkOperations;
import health.authz.bulk.application.BulkRetries;
import health.authz.bulk.application.BulkRetries.Retry;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Fields;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Control of bulk operations over HTTP: whoever may make one may stop it, ask for its failed rows again, and let another's go ahead. */
@RestController
@RequestMapping("/api/v1/bulk-operations/{id}")
class BulkControlController {
    private static final int COMMENT_LENGTH_MAX = 2_000;
    private final BulkOperations operations;
    private final BulkCancel cancel;
    private final BulkRetries retries;
    private final BulkApprovals approvals;

    BulkControlController(BulkOperations operations, BulkCancel cancel, BulkRetries retries, BulkApprovals approvals) {
        this.operations = operations;
        this.cancel = cancel;
        this.retries = retries;
        this.approvals = approvals;
    }

    @PostMapping("/cancel")
    ResponseEntity<Map<String, @Nullable Object>> cancel(Caller caller, @PathVariable String id) {
        caller.require(Permission.AUTH_BULK);
        UUID operation = Ids.uuid(id);
        cancel.cancel(caller, operation);
        return accepted(caller, operation);
    }

    @PostMapping("/retry-failed")
    ResponseEntity<Map<String, @Nullable Object>> retry(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody JsonNode body) {
        caller.require(Permission.AUTH_BULK);
        UUID operation = Ids.uuid(id);
        return accepted(caller, retries.retry(caller, operation, IdempotencyKey.ifGiven(key), retry(body)));
    }

    private static Retry retry(JsonNode body) {
        Fields fields = Fields.of(body);
        Long typed = fields.count("typedCount").orElse(null);
        ChangeReason reason = fields.choice("reason", ChangeReason.class)
                .orElseGet(() -> fields.missing("reason", ChangeReason.OTHER));
        String comment = fields.text("comment", COMMENT_LENGTH_MAX).orElse(null);
        fields.done();
        return new Retry(typed, reason, comment);
    }

    @PostMapping("/approve")
    ResponseEntity<Map<String, @Nullable Object>> approve(
            Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body) {
        caller.require(Permission.AUTH_BULK);
        UUID operation = Ids.uuid(id);
        approvals.approve(caller, operation, ifGiven(body));
        return accepted(caller, operation);
    }

    @PostMapping("/decline")
    ResponseEntity<Map<String, @Nullable Object>> decline(
            Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body) {
        caller.require(Permission.AUTH_BULK);
        UUID operation = Ids.uuid(id);
        approvals.decline(caller, operation, ifGiven(body));
        return accepted(caller, operation);
    }

    /** Whoever decides about another's operation need not say why again. */
    private static Grounds ifGiven(@Nullable JsonNode body) {
        Fields fields = Fields.of(body == null ? Json.mapper().createObjectNode() : body);
        ChangeReason reason = fields.choice("reason", ChangeReason.class).orElse(null);
        String comment = fields.text("comment", COMMENT_LENGTH_MAX).orElse(null);
        fields.done();
        return new Grounds(reason, comment);
    }

    private ResponseEntity<Map<String, @Nullable Object>> accepted(Caller caller, UUID id) {
        return ResponseEntity.accepted()
                .location(URI.create(OperationJson.PATH + id))
                .body(OperationJson.of(operations.get(caller.tenant(), id), caller));
    }
}
