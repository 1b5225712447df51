package health.authz.gateway.docs;

import static health.authz.gateway.docs.Tree.list;
import static health.authz.gateway.docs.Tree.map;
import static health.authz.gateway.docs.Tree.maps;
import static health.authz.gateway.docs.Tree.texts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One document of the parts that lie beside the services ({@code src/main/openapi/*.yaml}). A part is OpenAPI; what would be
 * the same everywhere is written short: {@code x-page-of} (a page of these), {@code x-same-as} (the parameters of another
 * route), {@code x-problems} (types of problem by status, beside those that every route has).
 */
final class MergedDocument {
    static final Path FILE = Path.of("..", "docs", "api", "openapi.yaml");
    static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
    private static final List<String> MODULES = List.of(
            "service-platform", "auth-query-service", "auth-command-service", "billing-group-service", "alert-service");
    private final Map<String, @Nullable Object> document = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> paths = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> components = new TreeMap<>();

    private MergedDocument() {}

    static Map<String, @Nullable Object> ofAllServices() {
        MergedDocument merged = new MergedDocument();
        MODULES.forEach(merged::add);
        return merged.whole();
    }

    private void add(String module) {
        try (Stream<Path> files = Files.list(Path.of("..", module, "src", "main", "openapi"))) {
            for (Path file : files.sorted().toList()) {
                add(module, map(PlainYaml.read(Files.readString(file))));
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private void add(String module, Map<String, @Nullable Object> part) {
        part.forEach((name, value) -> {
            switch (name) {
                case "paths" -> map(value).forEach((path, item) -> addPath(module, path, map(item)));
                case "components" -> map(value).forEach((kind, named) -> addComponents(kind, map(named)));
                default -> document.put(name, value);
            }
        });
    }

    private void addPath(String module, String path, Map<String, @Nullable Object> item) {
        Map<String, @Nullable Object> whole = map(paths.computeIfAbsent(path, each -> new LinkedHashMap<>()));
        item.forEach((name, value) -> {
            if (name.equals("parameters")) {
                whole.put(name, value);
            } else if (whole.put(name, new LinkedHashMap<>(map(value))) != null) {
                throw new IllegalStateException(name + " " + path + " is described twice");
            } else {
                map(whole, name).put("x-service", module);
            }
        });
    }

    private void addComponents(String kind, Map<String, @Nullable Object> named) {
        Map<String, @Nullable Object> all = map(components.computeIfAbsent(kind, each -> new TreeMap<>()));
        named.forEach((name, value) -> {
            if (all.put(name, value) != null) {
                throw new IllegalStateException(kind + " " + name + " is described twice");
            }
        });
    }

    private Map<String, @Nullable Object> whole() {
        document.put("paths", paths);
        document.put("components", components);
        Map<String, @Nullable Object> schemas = map(components, "schemas");
        schemas.replaceAll((name, schema) -> map(schema).containsKey("x-page-of") ? page(map(schema)) : schema);
        ProblemResponses problems = new ProblemResponses();
        paths.forEach((path, item) -> METHODS.stream()
                .filter(map(item)::containsKey)
                .forEach(method -> finish(problems, path, method, map(item), map(map(item), method))));
        closeRequests();
        addComponents("examples", problems.examples());
        addComponents("responses", problems.shared());
        return map(PlainYaml.plain(document));
    }

    /** Unknown fields are refused, so what is sent says that it has no others. */
    private void closeRequests() {
        Set<String> seen = new HashSet<>();
        paths.values()
                .forEach(item -> METHODS.forEach(method -> map(map(map(map(item), method), "requestBody"), "content")
                        .values()
                        .forEach(media -> close(map(media).get("schema"), seen))));
    }

    private void close(@Nullable Object node, Set<String> seen) {
        if (node instanceof List<?> array) {
            array.forEach(each -> close(each, seen));
        } else if (node instanceof Map<?, ?>) {
            Map<String, @Nullable Object> schema = map(node);
            Optional<String> reference = Tree.text(schema, "$ref");
            if (reference.isPresent()) {
                String name = reference.get().substring(reference.get().lastIndexOf('/') + 1);
                if (seen.add(name)) {
                    close(map(components, "schemas").get(name), seen);
                }
                return;
            }
            if ("object".equals(schema.get("type"))) {
                schema.putIfAbsent("additionalProperties", false);
            }
            close(schema.get("oneOf"), seen);
            close(schema.get("items"), seen);
            close(schema.get("additionalProperties"), seen);
            map(schema, "properties").values().forEach(each -> close(each, seen));
        }
    }

    private Map<String, @Nullable Object> page(Map<String, @Nullable Object> shortForm) {
        String item = String.valueOf(shortForm.get("x-page-of"));
        Map<String, @Nullable Object> page = map(PlainYaml.read("""
                type: object
                required: [items, count, nextCursor, prevCursor, listVersion]
                properties:
                  items: { type: array, items: { $ref: '#/components/schemas/%s' } }
                  count: { type: integer, format: int64, description: 'All that match, not only those on this page.' }
                  nextCursor: { type: [string, 'null'], description: Null on the last page. }
                  prevCursor: { type: [string, 'null'], description: Null on the first page. }
                  listVersion: { type: [string, 'null'], description: 'Another one whenever the list is another; null = unknown.' }
                """.formatted(item)));
        boolean saysItsState = Boolean.TRUE.equals(shortForm.get("x-says-its-state"));
        if (saysItsState) {
            list(page.get("required")).add("listState");
            map(page, "properties").put("listState", Map.of("$ref", "#/components/schemas/ListState"));
            map(page, "properties").put("rebuild", Map.of("$ref", "#/components/schemas/ListRebuild"));
        }
        List<@Nullable Object> examples =
                list(map(map(components, "schemas"), item).get("examples"));
        if (!examples.isEmpty()) {
            Map<String, @Nullable Object> example = new LinkedHashMap<>();
            example.put("items", examples);
            example.put("count", examples.size());
            example.put("nextCursor", null);
            example.put("prevCursor", null);
            example.put("listVersion", null);
            if (saysItsState) {
                example.put("listState", "READY");
            }
            page.put("examples", List.of(example));
        }
        return page;
    }

    private void finish(
            ProblemResponses problems,
            String path,
            String method,
            Map<String, @Nullable Object> item,
            Map<String, @Nullable Object> operation) {
        if (operation.get("parameters") instanceof Map<?, ?> shortForm) {
            operation.put("parameters", sameAs(map(shortForm)));
        }
        Map<String, @Nullable Object> responses = new TreeMap<>(map(operation, "responses"));
        boolean writesNothing = method.equals("get") || path.startsWith("/bulk-previews");
        if (!writesNothing) {
            responses.forEach((status, response) -> saysHowFarToRead(status, map(response)));
        }
        responses.replaceAll((status, response) -> withExamples(map(PlainYaml.plain(response))));
        boolean reads = !maps(operation.get("parameters")).isEmpty();
        responses.putAll(problems.of(operation, path.contains("{"), reads));
        operation.put("responses", responses);
        operation.remove("x-problems");
    }

    /** Of what is done; what is only accepted (202) is not. */
    private static void saysHowFarToRead(String status, Map<String, @Nullable Object> response) {
        if (status.startsWith("2") && !status.equals("202")) {
            Map<String, @Nullable Object> headers = new LinkedHashMap<>(map(response, "headers"));
            headers.put("Authz-Consistency", Map.of("$ref", "#/components/headers/Authz-Consistency"));
            response.put("headers", headers);
        }
    }

    private List<@Nullable Object> sameAs(Map<String, @Nullable Object> shortForm) {
        List<String> without = texts(shortForm.get("without"));
        return paths.values().stream()
                .flatMap(item -> METHODS.stream().map(method -> map(map(item), method)))
                .filter(operation -> shortForm.get("x-same-as").equals(operation.get("operationId")))
                .flatMap(operation -> list(operation.get("parameters")).stream())
                .filter(parameter -> !without.contains(
                        Tree.followed(document, map(parameter)).get("name")))
                .toList();
    }

    /** The example of its schema, where the answer has none of its own. */
    private Map<String, @Nullable Object> withExamples(Map<String, @Nullable Object> response) {
        map(response, "content").values().forEach(media -> {
            Map<String, @Nullable Object> schema = Tree.followed(document, map(map(media), "schema"));
            List<@Nullable Object> examples = list(schema.get("examples"));
            if (!examples.isEmpty() && !map(media).containsKey("example")) {
                map(media).put("example", examples.getFirst());
            }
        });
        return response;
    }
}
