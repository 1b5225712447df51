package health.authz.gateway.console.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/** Names for ids of the directory, asked as needed; an id without a name stands for itself. */
public final class Names {
    private static final String MOST = "?limit=500";
    private final Backend api;
    private final Map<String, Map<String, String>> known = new LinkedHashMap<>();

    public Names(Backend api) {
        this.api = api;
    }

    /** All of a kind ({@code payers}, {@code divisions}, ...), id to name, by name; empty where one may not look. */
    public Map<String, String> all(String kind) {
        return known.computeIfAbsent(kind, this::asked);
    }

    public String of(String kind, String id) {
        return all(kind).getOrDefault(id, id);
    }

    public List<String> of(String kind, List<String> ids) {
        return ids.stream().map(id -> of(kind, id)).toList();
    }

    private Map<String, String> asked(String kind) {
        Map<String, String> names = new LinkedHashMap<>();
        Reply reply = api.get("/" + kind + MOST);
        if (reply.ok()) {
            for (JsonNode item : Facts.items(reply.body())) {
                names.put(Facts.given(item, "id"), Facts.given(item, "name"));
            }
        }
        return names;
    }

    /** Family name first, as lists sort it. */
    public static String ofClient(JsonNode client) {
        JsonNode name = client.path("name");
        String family = Facts.given(name, "family");
        String given = Facts.given(name, "given");
        return given.isEmpty() ? family : family + ", " + given;
    }

    /** An id as a part of a path. */
    public static String segment(String id) {
        return UriUtils.encodePathSegment(id, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** A value of a query. */
    public static String value(String text) {
        return UriUtils.encodeQueryParam(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%2B");
    }
}
