package health.authz.gateway.console.bulk;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Query;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * What a bulk change leaves out, by name as far as that can be read.
 *
 * @param count all of it
 * @param names of the first 20
 */
public record LeftOutRows(long count, List<String> names) {
    static final LeftOutRows NOTHING = new LeftOutRows(0, List.of());
    private static final int NAMED_MAX = 20;

    static LeftOutRows clients(ConsoleApi api, Collection<String> ids, long count) {
        return new LeftOutRows(
                count,
                List.copyOf(ClientNames.of(api, ids.stream().limit(NAMED_MAX).toList())
                        .values()));
    }

    /** Authorizations: client and code. */
    static LeftOutRows authorizations(ConsoleApi api, Collection<String> ids, long count) {
        Map<String, Supplier<JsonNode>> coming = new LinkedHashMap<>();
        ids.stream()
                .limit(NAMED_MAX)
                .forEach(id -> coming.put(id, api.ask("/authorizations/" + Query.encoded(id), Query.NONE)));
        return new LeftOutRows(
                count,
                coming.entrySet().stream()
                        .map(each -> name(each.getKey(), each.getValue()))
                        .toList());
    }

    private static String name(String id, Supplier<JsonNode> coming) {
        try {
            JsonNode row = coming.get();
            String client = row.path("clientName").asString(row.path("clientId").asString(id));
            return client + " (" + row.path("billingCode").asString("") + ")";
        } catch (ApiProblem notNow) {
            if (notNow.status() >= 500) {
                throw notNow;
            }
            return id;
        }
    }

    /** {@code 3 left out: Demo, Ann (H0031); ...}; empty where nothing is. */
    public String said(Formats f) {
        if (count == 0) {
            return "";
        }
        String more = count > names.size() ? "; and " + f.number(count - names.size()) + " more" : "";
        return f.number(count) + " left out" + (names.isEmpty() ? "" : ": " + String.join("; ", names) + more);
    }
}
