package health.authz.gateway.console.bulk;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.Query;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Names of a few clients, asked beside each other; who cannot be named now keeps the id. */
final class ClientNames {
    private ClientNames() {}

    static Map<String, String> of(ConsoleApi api, Collection<String> ids) {
        Map<String, Supplier<JsonNode>> coming = new LinkedHashMap<>();
        ids.stream()
                .filter(id -> !id.isEmpty())
                .forEach(id -> coming.put(id, api.ask("/clients/" + Query.encoded(id), Query.NONE)));
        Map<String, String> names = new LinkedHashMap<>();
        coming.forEach((id, client) -> names.put(id, name(id, client)));
        return names;
    }

    private static String name(String id, Supplier<JsonNode> client) {
        try {
            JsonNode name = client.get().path("name");
            String given = name.path("given").asString("");
            return name.path("family").asString(id) + (given.isEmpty() ? "" : ", " + given);
        } catch (ApiProblem unknown) {
            return id;
        }
    }
}
