package health.authz.bulk.application;

import health.authz.platform.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A selection in short, to be told beside its preview: how it chose, how many it left out, and the first of these. */
final class SelectedRows {
    private static final int NAMED_MAX = 20;

    private SelectedRows() {}

    /**
     * @param what the list it is of: {@code clients} or {@code authorizations}
     * @param selection JSON object as the list's selection routes take it
     */
    static String of(String what, String selection) {
        JsonNode asked = Json.mapper().readTree(selection);
        JsonNode listed = asked.path("ofAuthorizations");
        ObjectNode said = Json.mapper().createObjectNode();
        said.put(
                "of",
                listed.isObject()
                        ? "CLIENTS_OF_AUTHORIZATIONS"
                        : what.equals("clients") ? "CLIENTS" : "AUTHORIZATIONS");
        JsonNode chosen = listed.isObject() ? listed : asked;
        if (chosen.path("filter").isObject()) {
            said.set("filter", chosen.path("filter"));
        } else if (chosen.path("ids").isArray()) {
            said.put("ids", chosen.path("ids").size());
        } else {
            said.put("all", true);
        }
        leftOut(said, "leftOut", chosen.path("except"));
        if (listed.isObject()) {
            leftOut(said, "clientsLeftOut", asked.path("except"));
        }
        return said.toString();
    }

    private static void leftOut(ObjectNode said, String name, JsonNode except) {
        if (except.isEmpty()) {
            return;
        }
        ObjectNode leftOut = said.putObject(name);
        leftOut.put("count", except.size());
        ArrayNode first = leftOut.putArray("first");
        except.valueStream().limit(NAMED_MAX).forEach(first::add);
    }
}
