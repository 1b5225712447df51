package health.authz.gateway.console.list;

import health.authz.gateway.console.Query;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a person has left out of a list so far.
 *
 * @param filter under which all of it was listed; {@code null} = several
 * @param dropped there was more, and it is no longer kept
 */
public record LeftOut(Set<String> ids, @Nullable Query filter, boolean dropped) {
    public static final LeftOut NOTHING = new LeftOut(Set.of(), null, false);
    static final LeftOut DROPPED = new LeftOut(Set.of(), null, true);

    static LeftOut of(JsonNode draft) {
        Set<String> ids = new LinkedHashSet<>();
        draft.path("leftOut").forEach(id -> ids.add(id.asString("")));
        return new LeftOut(ids, filter(draft.path("filter")), false);
    }

    private static @Nullable Query filter(JsonNode filter) {
        if (!filter.isObject()) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        filter.properties()
                .forEach(each -> values.put(each.getKey(), each.getValue().asString("")));
        return new Query(values);
    }

    public int count() {
        return ids.size();
    }

    public boolean has(String id) {
        return ids.contains(id);
    }
}
