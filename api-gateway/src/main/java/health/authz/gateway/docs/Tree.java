package health.authz.gateway.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps, lists and values, as JSON and YAML are read, walked without casts. */
final class Tree {
    private Tree() {}

    /** The object itself, to read or to change; empty if it is none. */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> map(@Nullable Object node) {
        return node instanceof Map ? (Map<String, @Nullable Object>) node : new LinkedHashMap<>();
    }

    static Map<String, @Nullable Object> map(Map<String, @Nullable Object> parent, String name) {
        return map(parent.get(name));
    }

    @SuppressWarnings("unchecked")
    static List<@Nullable Object> list(@Nullable Object node) {
        return node instanceof List ? (List<@Nullable Object>) node : new ArrayList<>();
    }

    static List<Map<String, @Nullable Object>> maps(@Nullable Object node) {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        list(node).forEach(each -> maps.add(map(each)));
        return maps;
    }

    static List<String> texts(@Nullable Object node) {
        return list(node).stream().map(String::valueOf).toList();
    }

    static Optional<String> text(Map<String, @Nullable Object> parent, String name) {
        return Optional.ofNullable(parent.get(name)).map(String::valueOf);
    }

    /** What {@code $ref} of a node points to, or the node. */
    static Map<String, @Nullable Object> followed(
            Map<String, @Nullable Object> document, Map<String, @Nullable Object> node) {
        Object reference = node.get("$ref");
        if (reference == null) {
            return node;
        }
        Map<String, @Nullable Object> target = document;
        for (String step : reference.toString().substring(2).split("/")) {
            target = map(target, step);
        }
        if (target.isEmpty()) {
            throw new IllegalStateException(reference + " points to nothing");
        }
        return target;
    }

    /** The last step of a node's {@code $ref}; empty if it has none. */
    static String referred(Map<String, @Nullable Object> node) {
        String reference = text(node, "$ref").orElse("");
        return reference.substring(reference.lastIndexOf('/') + 1);
    }
}
