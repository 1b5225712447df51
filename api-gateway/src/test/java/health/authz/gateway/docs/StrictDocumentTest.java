package health.authz.gateway.docs;

import static health.authz.gateway.docs.Tree.list;
import static health.authz.gateway.docs.Tree.map;
import static health.authz.gateway.docs.Tree.maps;
import static health.authz.gateway.docs.Tree.text;
import static health.authz.gateway.docs.Tree.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The document is what its readers take it for: every word of a schema is one of JSON Schema, and whatever can be sent has bounds. The
 * linters that continuous integration runs look at more; these hold the build by itself.
 */
class StrictDocumentTest {
    /** Of JSON Schema 2020-12 and OpenAPI 3.1, those that the document uses; another one is a slip until somebody adds it here. */
    private static final Set<String> WORDS = Set.of(
            "$ref",
            "type",
            "format",
            "description",
            "enum",
            "const",
            "not",
            "oneOf",
            "default",
            "examples",
            "required",
            "properties",
            "minProperties",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum");

    private static final List<String> BOUNDS_OF_TEXT = List.of("maxLength", "pattern", "format");

    private final Map<String, @Nullable Object> document = MergedDocument.ofAllServices();
    private final List<String> found = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    @Test
    void every_word_of_a_schema_is_known() {
        assertThat(schemas()).hasSizeGreaterThan(60).allSatisfy(this::words);

        assertThat(found).isEmpty();
    }

    @Test
    void a_slip_of_the_pen_in_a_schema_is_found() {
        words(map(PlainYaml.read("{ type: object, properties: { a: { description: One, two: null } } }")));

        assertThat(found).hasSize(1).first().asString().contains("two");
    }

    @Test
    void whatever_is_sent_has_bounds_and_no_other_fields() {
        operations().forEach(operation -> {
            String name = text(operation, "operationId").orElse("");
            maps(operation.get("parameters")).stream()
                    .map(parameter -> Tree.followed(document, parameter))
                    .forEach(parameter -> bounds(name + " ?" + parameter.get("name"), map(parameter.get("schema"))));
            map(map(operation, "requestBody"), "content").forEach((type, media) -> {
                if (type.equals("application/json") || type.equals("application/merge-patch+json")) {
                    bounds(name, map(map(media), "schema"));
                }
            });
        });

        assertThat(seen).hasSizeGreaterThan(20);
        assertThat(found).isEmpty();
    }

    @Test
    void nothing_is_offered_that_is_refused() {
        assertThat(texts(schema("BulkPreviewRequest", "kind").get("enum"))).containsExactly("ADD", "UPDATE");
        assertThat(texts(schema("RecipeRequest", "kind").get("enum"))).containsExactly("ADD", "UPDATE");
        assertThat(texts(schema("PayerRecord", "overusePolicy").get("enum"))).containsExactly("BLOCK");
    }

    private Map<String, @Nullable Object> schema(String name, String property) {
        Map<String, @Nullable Object> schema = map(map(map(document, "components"), "schemas"), name);
        return Tree.followed(document, map(map(schema, "properties"), property));
    }

    private List<Map<String, @Nullable Object>> schemas() {
        List<Map<String, @Nullable Object>> schemas = new ArrayList<>();
        map(map(document, "components"), "schemas").values().forEach(schema -> schemas.add(map(schema)));
        inside(map(document, "paths"), schemas);
        inside(map(map(document, "components"), "parameters"), schemas);
        inside(map(map(document, "components"), "headers"), schemas);
        return schemas;
    }

    /** Schemas that stand where they are used. */
    private static void inside(@Nullable Object node, List<Map<String, @Nullable Object>> schemas) {
        if (node instanceof Map<?, ?>) {
            map(node).forEach((name, value) -> {
                if (name.equals("schema")) {
                    schemas.add(map(value));
                } else if (!name.startsWith("example")) {
                    inside(value, schemas);
                }
            });
        } else if (node instanceof List<?> array) {
            array.forEach(each -> inside(each, schemas));
        }
    }

    private void words(Map<String, @Nullable Object> schema) {
        schema.keySet().stream()
                .filter(word -> !WORDS.contains(word) && !word.startsWith("x-"))
                .forEach(word -> found.add("unknown word \"" + word + "\" in " + schema));
        children(schema).forEach(this::words);
    }

    private static Stream<Map<String, @Nullable Object>> children(Map<String, @Nullable Object> schema) {
        return Stream.of(
                        map(schema, "properties").values().stream(),
                        list(schema.get("oneOf")).stream(),
                        Stream.ofNullable(schema.get("items")),
                        Stream.ofNullable(schema.get("additionalProperties")))
                .flatMap(each -> each)
                .filter(Map.class::isInstance)
                .map(Tree::map);
    }

    private void bounds(String where, Map<String, @Nullable Object> node) {
        String name = text(node, "$ref").orElse(where);
        if (node.containsKey("$ref") && !seen.add(name)) {
            return;
        }
        Map<String, @Nullable Object> schema = Tree.followed(document, node);
        if (schema.containsKey("enum") || schema.containsKey("const")) {
            return;
        }
        List<String> types = schema.get("type") instanceof List<?> several
                ? texts(several)
                : text(schema, "type").stream().toList();
        if (types.isEmpty() && !schema.containsKey("oneOf")) {
            found.add(name + " says no type");
        }
        if (types.contains("string") && BOUNDS_OF_TEXT.stream().noneMatch(schema::containsKey)) {
            found.add(name + " is text without an end");
        }
        if ((types.contains("number") || types.contains("integer"))
                && !(schema.containsKey("minimum") && schema.containsKey("maximum"))) {
            found.add(name + " is a number without bounds");
        }
        if (types.contains("array") && !schema.containsKey("maxItems")) {
            found.add(name + " is an array without an end");
        }
        if (types.contains("object") && !schema.containsKey("additionalProperties")) {
            found.add(name + " does not say whether it has other fields");
        }
        children(schema).forEach(child -> bounds(name + " > " + child, child));
    }

    private List<Map<String, @Nullable Object>> operations() {
        List<Map<String, @Nullable Object>> operations = new ArrayList<>();
        map(document, "paths").values().forEach(item -> MergedDocument.METHODS.stream()
                .filter(map(item)::containsKey)
                .forEach(method -> operations.add(map(map(item), method))));
        return operations;
    }
}
