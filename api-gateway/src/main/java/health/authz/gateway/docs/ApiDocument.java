package health.authz.gateway.docs;

import static health.authz.gateway.docs.Tree.map;
import static health.authz.gateway.docs.Tree.maps;
import static health.authz.gateway.docs.Tree.text;
import static health.authz.gateway.docs.Tree.texts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document ({@code docs/api/openapi.yaml}), as it was when this gateway was built. */
final class ApiDocument {
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
    private final String yaml;
    private final Map<String, @Nullable Object> root;

    private ApiDocument(String yaml) {
        this.yaml = yaml;
        this.root = map(PlainYaml.read(yaml));
    }

    static ApiDocument fromClasspath() {
        try {
            return new ApiDocument(
                    new ClassPathResource("api/openapi.yaml").getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** One route, with what it takes and answers. */
    record Operation(
            String method, String path, Map<String, @Nullable Object> item, Map<String, @Nullable Object> body) {
        String id() {
            return text(body, "operationId").orElse("");
        }

        String summary() {
            return text(body, "summary").orElse("");
        }

        List<String> permissions() {
            return texts(body.get("x-permissions"));
        }

        /** Of the path and of the method. */
        List<Map<String, @Nullable Object>> parameters() {
            return Stream.concat(maps(item.get("parameters")).stream(), maps(body.get("parameters")).stream())
                    .toList();
        }
    }

    /** A chapter: the routes of one tag. */
    record Chapter(String name, String description, List<Operation> operations) {
        String address() {
            return name.toLowerCase(Locale.ROOT).replace(' ', '-');
        }
    }

    String yaml() {
        return yaml;
    }

    String json() {
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    Map<String, @Nullable Object> root() {
        return root;
    }

    Map<String, @Nullable Object> info() {
        return map(root, "info");
    }

    Map<String, @Nullable Object> schemas() {
        return map(map(root, "components"), "schemas");
    }

    Map<String, @Nullable Object> followed(Map<String, @Nullable Object> node) {
        return Tree.followed(root, node);
    }

    List<Chapter> chapters() {
        return maps(root.get("tags")).stream()
                .map(tag -> {
                    String name = text(tag, "name").orElse("");
                    return new Chapter(name, text(tag, "description").orElse(""), operations(name));
                })
                .toList();
    }

    Map<String, List<String>> methodsByPath() {
        Map<String, List<String>> methods = new LinkedHashMap<>();
        map(root, "paths")
                .forEach((path, item) -> methods.put(
                        path, METHODS.stream().filter(map(item)::containsKey).toList()));
        return methods;
    }

    private List<Operation> operations(String tag) {
        List<Operation> operations = new ArrayList<>();
        map(root, "paths").forEach((path, item) -> METHODS.stream()
                .filter(map(item)::containsKey)
                .map(method -> new Operation(method, path, map(item), map(map(item), method)))
                .filter(operation -> texts(operation.body().get("tags")).contains(tag))
                .forEach(operations::add));
        return operations;
    }
}
