package health.authz.gateway.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The query of an address: blank values are left out, so that an address says only what was chosen. */
public record Query(Map<String, String> values) {
    public static final Query NONE = new Query(Map.of());

    public Query {
        Map<String, String> kept = new LinkedHashMap<>(values);
        kept.values().removeIf(String::isBlank);
        values = kept;
    }

    public static Query of(String... namesAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Query(values);
    }

    public Query with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Query(more);
    }

    public Query without(String... names) {
        Map<String, String> fewer = new LinkedHashMap<>(values);
        for (String name : names) {
            fewer.remove(name);
        }
        return new Query(fewer);
    }

    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** This path with this query. */
    public String on(String path) {
        return values.isEmpty() ? path : path + "?" + this;
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
