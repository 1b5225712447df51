package health.authz.bulk.web;

import health.authz.events.PayerId;
import health.authz.platform.json.Json;
import health.authz.platform.web.Fields;
import health.authz.platform.web.QueryParameters;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which rows: by filter, by id, or all. The list judges the filter's names; here it is only made sure that nobody selects
 * everything by leaving something out.
 *
 * @param json as the list's selection routes take it
 * @param payer that the filter names, if it names one
 */
record SelectionRequest(String json, @Nullable PayerId payer) {
    private static final int ID_LENGTH_MAX = 100;
    private static final String BLANK =
            "is blank, which would select everything; leave the field out, or give it a value";
    private static final String EMPTY = "is empty and would mean everything; name a filter, or say \"all\": true";

    static SelectionRequest read(Fields request, String name, boolean ofClients) {
        Optional<Fields> given = request.object(name);
        if (given.isEmpty()) {
            request.missing(name, name);
            return new SelectionRequest("{}", null);
        }
        Fields selection = given.get();
        ObjectNode json = Json.mapper().createObjectNode();
        PayerId payer = filter(selection, json).orElse(null);
        ids(selection, "ids", json, !ofClients);
        ids(selection, "except", json, !ofClients);
        all(selection, json);
        if (ofClients) {
            Optional<Fields> listed = selection.object("ofAuthorizations");
            if (listed.isPresent()) {
                ObjectNode inner = Json.mapper().createObjectNode();
                payer = filter(listed.get(), inner).orElse(null);
                ids(listed.get(), "ids", inner, true);
                ids(listed.get(), "except", inner, true);
                all(listed.get(), inner);
                onlyOne(listed.get(), inner, "filter");
                json.set("ofAuthorizations", inner);
            }
        }
        onlyOne(selection, json, "filter");
        return new SelectionRequest(json.toString(), payer);
    }

    private static Optional<PayerId> filter(Fields selection, ObjectNode json) {
        JsonNode filter = selection.raw("filter");
        if (filter == null || filter.isNull()) {
            return Optional.empty();
        }
        if (!filter.isObject()) {
            selection.wrong("filter", "is an object with the list's query names");
            return Optional.empty();
        }
        if (filter.isEmpty()) {
            selection.wrong("filter", EMPTY);
        }
        filter.properties().forEach(each -> {
            if (QueryParameters.isBlank(each.getValue())) {
                selection.wrong("filter." + each.getKey(), BLANK);
            }
        });
        json.set("filter", filter);
        JsonNode payer = filter.get("payerId");
        return payer != null && payer.isString() && isId(payer.stringValue())
                ? Optional.of(new PayerId(payer.stringValue()))
                : Optional.empty();
    }

    private static void ids(Fields selection, String name, ObjectNode json, boolean areUuids) {
        JsonNode given = selection.raw(name);
        if (given == null || given.isNull()) {
            return;
        }
        Set<String> ids = new LinkedHashSet<>();
        if (given.isArray()) {
            for (JsonNode id : given) {
                if (!id.isString() || !isId(id.stringValue()) || (areUuids && !isUuid(id.stringValue()))) {
                    selection.wrong(
                            name, areUuids ? "holds ids of authorizations, each a UUID" : "holds ids of clients");
                    return;
                }
                ids.add(areUuids ? UUID.fromString(id.stringValue()).toString() : id.stringValue());
            }
        } else {
            selection.wrong(name, "is an array of ids");
        }
        if (name.equals("ids") && ids.isEmpty()) {
            selection.wrong(name, "holds at least one id");
        }
        ArrayNode array = json.putArray(name);
        ids.forEach(array::add);
    }

    private static void all(Fields selection, ObjectNode json) {
        if (selection.flag("all").orElse(false)) {
            json.put("all", true);
        }
    }

    private static void onlyOne(Fields selection, ObjectNode json, String nameOfField) {
        long ways = json.propertyNames().stream()
                .filter(name -> !name.equals("except"))
                .count();
        if (ways != 1 && (ways > 1 || !selection.has("ids"))) {
            selection.wrong(
                    nameOfField,
                    ways == 0
                            ? "is missing; say which rows by filter, by ids, or by \"all\": true"
                            : "stands beside another way to select; use exactly one of filter, ids, all");
        }
    }

    private static boolean isId(String text) {
        return !text.isBlank() && text.length() <= ID_LENGTH_MAX && text.strip().equals(text);
    }

    static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException no) {
            return false;
        }
    }
}
