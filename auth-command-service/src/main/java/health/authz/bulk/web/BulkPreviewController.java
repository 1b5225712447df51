package health.authz.bulk.web;

import health.authz.bulk.application.BulkFiles;
import health.authz.bulk.application.BulkOperations;
import health.authz.bulk.application.BulkPreviewer;
import health.authz.bulk.application.ConfirmationRules;
import health.authz.bulk.application.GroupExpansion;
import health.authz.bulk.application.Preview;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Scope;
import health.authz.directory.Directory;
import health.authz.events.PayerId;
import health.authz.events.directory.DirectoryKind;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.Page;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bulk previews over HTTP. */
@RestController
@RequestMapping("/api/v1/bulk-previews")
class BulkPreviewController {
    private final BulkPreviewer previewer;
    private final ConfirmationRules rules;
    private final GroupExpansion groups;
    private final Directory directory;
    private final Cursors cursors;
    private final BulkFiles files;

    BulkPreviewController(
            BulkPreviewer previewer,
            ConfirmationRules rules,
            GroupExpansion groups,
            Directory directory,
            Cursors cursors,
            BulkFiles files) {
        this.previewer = previewer;
        this.rules = rules;
        this.files = files;
        this.groups = groups;
        this.directory = directory;
        this.cursors = cursors;
    }

    /** From a selection; files go to {@link BulkFileController}. */
    @PostMapping
    ResponseEntity<JsonNode> make(Caller caller, @RequestBody JsonNode body) {
        caller.require(Permission.AUTH_BULK);
        PreviewRequest request = PreviewRequest.read(body);
        refuseUnknownPayers(caller, request);
        Preview preview = previewer.create(
                caller, plan(caller, request), request.selection().json());
        return made(preview);
    }

    /** As the answer to whatever request made it. */
    ResponseEntity<JsonNode> made(Preview preview) {
        return ResponseEntity.status(
                        preview.state() == Preview.State.PREPARING ? HttpStatus.ACCEPTED : HttpStatus.CREATED)
                .location(URI.create("/api/v1/bulk-previews/" + preview.id()))
                .body(json(preview));
    }

    @GetMapping("/{id}")
    JsonNode get(Caller caller, @PathVariable String id) {
        return json(preview(caller, id));
    }

    @GetMapping("/{id}/items")
    Page<JsonNode> items(Caller caller, @PathVariable String id, HttpServletRequest http) {
        Preview preview = preview(caller, id);
        QueryParameters query = QueryParameters.of(http, Set.of("outcome", "warning", "problem", "limit", "cursor"));
        ItemFilter filter = ItemFilter.of(query);
        if (preview.answer() == null) {
            throw Problems.conflict("preview-not-ready", "The preview is not ready; wait until its state is READY.");
        }
        long count = filter.count(Json.mapper().readTree(preview.answer()), preview.rows());
        return page(preview, filter, query, count);
    }

    /** The cursor is the chunk and the line in it where the next page begins. */
    private Page<JsonNode> page(Preview preview, ItemFilter filter, QueryParameters query, long count) {
        String place = "items " + preview.id() + " " + filter.place() + " ";
        int[] from = query.text("cursor").map(cursor -> place(cursor, place)).orElse(new int[] {0, 0});
        List<JsonNode> items = new ArrayList<>();
        for (int chunk = from[0]; ; chunk++) {
            Optional<String> lines = previewer.items(preview.id(), chunk);
            if (lines.isEmpty()) {
                return Page.of(items, count, null);
            }
            String[] each = lines.get().split("\n");
            for (int line = chunk == from[0] ? from[1] : 0; line < each.length; line++) {
                JsonNode item = Json.mapper().readTree(each[line]);
                if (filter.takes(item)) {
                    if (items.size() == query.limit()) {
                        return Page.of(items, count, cursors.sign(place + chunk + " " + line));
                    }
                    items.add(item);
                }
            }
        }
    }

    private int[] place(String cursor, String place) {
        String text = cursors.verify(cursor);
        if (!text.startsWith(place)) {
            throw Problems.badRequest(
                    "invalid-cursor", "cursor: this is not a cursor of this list. Begin again without one.");
        }
        return Arrays.stream(text.substring(place.length()).split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private BulkPlan plan(Caller caller, PreviewRequest request) {
        Scope scope = BulkOperations.scope(caller);
        PreviewRequest.Adding adding = request.adding();
        if (adding == null) {
            return new BulkPlan.Update(scope, request.patch(), request.allOrNothing());
        }
        GroupExpansion.Expanded group =
                groups.expand(caller.tenant(), adding.groupId(), adding.values(), adding.perCode());
        return new BulkPlan.Add(
                        scope,
                        adding.groupId(),
                        group.version(),
                        group.members(),
                        adding.values(),
                        adding.perCode(),
                        request.selection().payer(),
                        adding.policies())
                .whole(request.allOrNothing());
    }

    private void refuseUnknownPayers(Caller caller, PreviewRequest request) {
        Set<PayerId> named = request.payers();
        if (named.isEmpty()) {
            return;
        }
        Set<String> known = directory.existing(
                caller.tenant(),
                DirectoryKind.PAYER,
                named.stream().map(PayerId::value).toList());
        named.stream()
                .filter(payer -> !known.contains(payer.value()))
                .findFirst()
                .ifPresent(unknown -> {
                    String detail = "payerId: payer " + unknown + " is not known here; send it to the directory first.";
                    throw Problems.refused("unknown-payer", detail, new FieldError("payerId", detail));
                });
    }

    private Preview preview(Caller caller, String id) {
        caller.require(Permission.AUTH_BULK);
        Preview preview = previewer.get(caller, Ids.uuid(id));
        if (preview.stateAt(previewer.now()) == Preview.State.EXPIRED) {
            throw Problems.gone("preview-expired", "The preview has expired; make a new one and look at it again.");
        }
        return preview;
    }

    JsonNode json(Preview preview) {
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
        if (preview.plan() instanceof BulkPlan.Revert revert) {
            json.put("reverts", revert.reverted());
            json.put("usedRows", revert.usedRows());
        }
        if (preview.state() == Preview.State.PREPARING) {
            int percent = preview.frozen() ? 100 * preview.chunksPrepared() / Math.max(1, preview.chunks()) : 0;
            json.put("progress", Map.of("total", preview.rows(), "percent", percent));
        }
        if (preview.problem() != null) {
            json.put("problem", Json.mapper().readTree(preview.problem()));
        }
        if (preview.operationId() != null) {
            json.put("operationId", preview.operationId());
        }
        ObjectNode node = Json.mapper().valueToTree(json);
        if (preview.answer() != null) {
            node.setAll((ObjectNode) Json.mapper().readTree(preview.answer()));
            ConfirmationRules.Asked asked = rules.of(preview);
            node.putObject("confirm")
                    .put("rows", asked.rows())
                    .put("typedCount", asked.typedCount())
                    .put("fourEyes", asked.fourEyes());
        }
        return FileJson.with(files, preview, node);
    }
}
