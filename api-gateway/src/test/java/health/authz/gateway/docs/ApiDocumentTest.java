package health.authz.gateway.docs;

import static health.authz.gateway.docs.Tree.map;
import static health.authz.gateway.docs.Tree.text;
import static health.authz.gateway.docs.Tree.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The committed document is what the services' parts come to; with {@code -Dauthz.openapi.write=true} it is written anew. */
class ApiDocumentTest {
    private static final String HEAD = """
        # Made of */src/main/openapi/*.yaml; change those, then write this anew (CONTRIBUTING.md says how).
        """;
    /** Types that no route of the API answers: of rows alone, of the demo issuer, of operators' routes, of the framework, of a cut connection. */
    private static final Set<String> NOT_OF_A_ROUTE = Set.of(
            "already-added",
            "bad-request",
            "broken-off",
            "changed-since",
            "internal-error",
            "method-not-allowed",
            "missing-for-managed",
            "not-signed-in",
            "nothing-to-move",
            "operators-only",
            "refused-with-others",
            "row-used",
            "service-left-out",
            "stale",
            "step-out-of-bounds",
            "still-rejected",
            "supersedes-itself",
            "topics-are-lost",
            "unknown-authorization",
            "unknown-host",
            "unknown-login",
            "unknown-user",
            "units-below-use");

    private final Map<String, @Nullable Object> merged = MergedDocument.ofAllServices();

    @Test
    void the_committed_document_is_what_the_services_say() throws IOException {
        String text = HEAD + PlainYaml.write(merged);
        if (Boolean.getBoolean("authz.openapi.write")) {
            Files.createDirectories(MergedDocument.FILE.getParent());
            Files.writeString(MergedDocument.FILE, text);
        }

        assertThat(Files.readString(MergedDocument.FILE))
                .as("write it anew: mvn -pl api-gateway test -Dtest=ApiDocumentTest -Dauthz.openapi.write=true")
                .isEqualTo(text);
        assertThat(PlainYaml.read(text)).isEqualTo(merged);
    }

    @Test
    void every_route_says_what_it_does_and_needs() {
        Set<String> names = new HashSet<>();
        assertThat(operations()).hasSizeGreaterThan(50).allSatisfy(operation -> {
            String name = text(operation, "operationId").orElse("");
            assertThat(names.add(name)).as("%s stands once", name).isTrue();
            assertThat(text(operation, "summary").orElse("")).as(name).isNotBlank();
            assertThat(texts(operation.get("tags"))).as(name).hasSize(1);
            assertThat(texts(operation.get("x-permissions"))).as(name).isNotEmpty();
            assertThat(map(operation, "responses").keySet())
                    .as(name)
                    .anyMatch(status -> status.startsWith("2"))
                    .contains("401", "403");
        });
    }

    @Test
    void every_body_has_an_example() {
        assertThat(operations())
                .filteredOn(operation -> operation.containsKey("requestBody"))
                .allSatisfy(operation -> assertThat(
                                map(map(operation, "requestBody"), "content").values())
                        .allSatisfy(media -> assertThat(map(map(media), "examples"))
                                .as("%s", operation.get("operationId"))
                                .isNotEmpty()));
        assertThat(operations()).allSatisfy(operation -> map(operation, "responses").values().stream()
                .flatMap(response -> map(map(response), "content").values().stream())
                .forEach(media -> assertThat(map(media).keySet())
                        .as("%s", operation.get("operationId"))
                        .containsAnyOf("example", "examples")));
    }

    @Test
    void every_reference_leads_somewhere() {
        assertThat(referencesIn(merged)).hasSizeGreaterThan(100).allSatisfy(reference -> assertThat(
                        Tree.followed(merged, Map.of("$ref", reference)))
                .as(reference)
                .isNotEmpty());
    }

    @Test
    void every_type_of_problem_belongs_to_a_route() throws IOException {
        Properties pages = new Properties();
        try (Reader text = Files.newBufferedReader(Path.of("src", "main", "resources", "problems.properties"))) {
            pages.load(text);
        }
        Set<String> missing = new TreeSet<>(pages.stringPropertyNames());
        map(map(merged, "components"), "examples")
                .values()
                .forEach(example -> missing.remove(
                        text(map(map(example), "value"), "type").orElse("").replace("/problems/", "")));

        assertThat(missing).isSubsetOf(NOT_OF_A_ROUTE);
    }

    private List<Map<String, @Nullable Object>> operations() {
        List<Map<String, @Nullable Object>> operations = new ArrayList<>();
        map(merged, "paths").values().forEach(item -> MergedDocument.METHODS.stream()
                .filter(map(item)::containsKey)
                .forEach(method -> operations.add(map(map(item), method))));
        return operations;
    }

    private static Set<String> referencesIn(@Nullable Object node) {
        Set<String> references = new TreeSet<>();
        if (node instanceof Map<?, ?> object) {
            text(map(object), "$ref").ifPresent(references::add);
            object.values().forEach(value -> references.addAll(referencesIn(value)));
        } else if (node instanceof List<?> array) {
            array.forEach(value -> references.addAll(referencesIn(value)));
        }
        return references;
    }
}
