package health.authz.acceptance.dsl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON in few words. */
public final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** An object of names and values in turn; a value may be {@code null}. */
    public static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    public static String write(Object value) {
        return value instanceof String text ? text : MAPPER.writeValueAsString(value);
    }

    public static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    public static List<String> texts(JsonNode items, String field) {
        return items.valueStream().map(item -> text(item, field)).toList();
    }

    public static String text(JsonNode item, String field) {
        return item.path(field).asString();
    }

    /** Items by the text of one field. */
    public static Map<String, JsonNode> by(String field, List<JsonNode> items) {
        return items.stream().collect(Collectors.toMap(item -> text(item, field), Function.identity()));
    }

    /** The object without some of its fields, to compare the rest. */
    public static JsonNode without(JsonNode item, String... fields) {
        ObjectNode rest = ((ObjectNode) item).deepCopy();
        rest.remove(List.of(fields));
        return rest;
    }
}
