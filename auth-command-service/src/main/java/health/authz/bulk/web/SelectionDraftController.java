package health.authz.bulk.web;

import health.authz.bulk.application.SelectionDraft;
import health.authz.bulk.application.SelectionDrafts;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Fields;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows that a person leaves out while turning a list's pages, over HTTP. Whoever begins a draft chooses its id. */
@RestController
@RequestMapping("/api/v1/bulk-drafts/{id}")
class SelectionDraftController {
    private static final int ID_LENGTH_MAX = 100;
    private static final int ROWS_MAX = 500;
    private static final int FILTER_LENGTH_MAX = 8_000;
    private final SelectionDrafts drafts;

    SelectionDraftController(SelectionDrafts drafts) {
        this.drafts = drafts;
    }

    @GetMapping
    JsonNode get(Caller caller, @PathVariable String id) {
        caller.require(Permission.AUTH_BULK);
        return json(drafts.get(caller, Ids.uuid(id)));
    }

    @PostMapping
    JsonNode change(Caller caller, @PathVariable String id, @RequestBody JsonNode body) {
        caller.require(Permission.AUTH_BULK);
        UUID draft = Ids.uuid(id);
        return json(drafts.change(caller, draft, change(body)));
    }

    private static SelectionDrafts.Change change(JsonNode body) {
        Fields fields = Fields.of(body);
        SelectionDraft.List list = fields.choice("list", SelectionDraft.List.class)
                .orElseGet(() -> fields.missing("list", SelectionDraft.List.AUTHORIZATIONS));
        ObjectNode filter = filter(fields);
        List<String> leaveOut = ids(fields, "leaveOut", list);
        List<String> takeIn = ids(fields, "takeIn", list);
        fields.done();
        return new SelectionDrafts.Change(list, filter, leaveOut, takeIn);
    }

    private static ObjectNode filter(Fields fields) {
        @Nullable JsonNode given = fields.raw("filter");
        if (given instanceof ObjectNode filter && filter.toString().length() <= FILTER_LENGTH_MAX) {
            return filter;
        }
        if (given != null && !given.isNull()) {
            fields.wrong(
                    "filter",
                    "is an object with the list's query names, of at most " + FILTER_LENGTH_MAX + " characters");
        }
        return Json.mapper().createObjectNode();
    }

    private static List<String> ids(Fields fields, String name, SelectionDraft.List list) {
        List<String> ids = fields.texts(name, ID_LENGTH_MAX, ROWS_MAX);
        if (list == SelectionDraft.List.CLIENTS) {
            return ids;
        }
        if (!ids.stream().allMatch(SelectionRequest::isUuid)) {
            fields.wrong(name, "holds ids of authorizations, each a UUID");
            return List.of();
        }
        return ids.stream().map(id -> UUID.fromString(id).toString()).toList();
    }

    private static JsonNode json(SelectionDraft draft) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("id", draft.id().toString());
        json.put("list", draft.list().name());
        json.set("filter", draft.filter() == null ? null : Json.mapper().readTree(draft.filter()));
        ArrayNode leftOut = json.putArray("leftOut");
        draft.leftOut().forEach(leftOut::add);
        json.put("changedAt", draft.changedAt().toString());
        return json;
    }
}
