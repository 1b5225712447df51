package health.authz.acceptance.document;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds, in a body and its schema at once, the objects whose fields have names, and which fields were seen in them. */
final class Fields {
    static final String UNKNOWN = "noSuchField";
    private final Document document;
    private final Map<String, Set<String>> seen = new TreeMap<>();

    Fields(Document document) {
        this.document = document;
    }

    /** Fields seen so far, by the name of their schema. */
    Map<String, Set<String>> seen() {
        return seen;
    }

    /** Remembers which fields of which schemas a body has. */
    void see(JsonNode body, JsonNode schema, String name) {
        visit(body, schema, name, "", (object, known, path) -> {
            seen.computeIfAbsent(known, each -> new TreeSet<>()).addAll(object.propertyNames());
        });
    }

    /** Puts an unknown field into each such object. @return the schema of each, by the path of its unknown field */
    Map<String, String> spoil(JsonNode body, JsonNode schema, String name) {
        Map<String, String> spoilt = new TreeMap<>();
        visit(body, schema, name, "", (object, known, path) -> {
            object.put(UNKNOWN, 1);
            spoilt.put(path + UNKNOWN, known);
        });
        return spoilt;
    }

    private interface Visitor {
        void visit(ObjectNode object, String schema, String path);
    }

    private void visit(JsonNode body, JsonNode given, String nameSoFar, String path, Visitor visitor) {
        String reference = given.path("$ref").asString("");
        String name = reference.isEmpty() ? nameSoFar : reference.substring(reference.lastIndexOf('/') + 1);
        JsonNode schema = document.followed(given);
        if (schema.has("oneOf")) {
            schema.path("oneOf").valueStream().forEach(each -> visit(body, each, name, path, visitor));
        } else if (body instanceof ObjectNode object && schema.has("properties")) {
            object.properties().stream()
                    .toList()
                    .forEach(field -> visit(
                            field.getValue(),
                            schema.path("properties").path(field.getKey()),
                            name + "." + field.getKey(),
                            path + field.getKey() + ".",
                            visitor));
            visitor.visit(object, name, path);
        } else if (body.isObject() && schema.path("additionalProperties").isObject()) {
            body.properties()
                    .forEach(field -> visit(
                            field.getValue(),
                            schema.path("additionalProperties"),
                            name,
                            path + field.getKey() + ".",
                            visitor));
        } else if (body.isArray()) {
            for (int i = 0; i < body.size(); i++) {
                String at = path.isEmpty() ? "" : path.substring(0, path.length() - 1) + "[" + i + "].";
                visit(body.get(i), schema.path("items"), name, at, visitor);
            }
        }
    }
}
