package health.authz.acceptance.document;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import health.authz.acceptance.dsl.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The API document as the running gateway serves it. An object that names its fields may have no others here. */
final class Document {
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String JSON = "application/json";
    private final JsonNode root;
    private final JsonNode strictSchemas;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    private Document(JsonNode root) {
        this.root = root;
        this.strictSchemas = strict(Json.read(
                root.path("components").path("schemas").toString().replace("#/components/schemas/", "#/$defs/")));
    }

    static Document servedBy(URI gateway) {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.resolve("/docs/openapi.json")).build();
        try {
            return new Document(Json.read(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body()));
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** One route. */
    record Operation(String method, String path, JsonNode item, JsonNode body) {
        String id() {
            return body.path("operationId").asString();
        }

        String service() {
            return body.path("x-service").asString();
        }

        List<String> permissions() {
            return body.path("x-permissions")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
        }

        /** Media types of what succeeds; JSON where there are none. */
        List<String> answeredTypes() {
            List<String> types = body.path("responses").properties().stream()
                    .filter(response -> response.getKey().startsWith("2"))
                    .flatMap(response -> response.getValue().path("content").propertyNames().stream())
                    .distinct()
                    .toList();
            return types.isEmpty() ? List.of(JSON) : types;
        }

        boolean takesJson() {
            return body.path("requestBody").path("content").propertyNames().stream()
                    .anyMatch(type -> type.endsWith("json") && !type.contains("ndjson"));
        }

        @Override
        public String toString() {
            return id();
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.path("paths").properties().forEach(path -> METHODS.stream()
                .filter(path.getValue()::has)
                .forEach(method -> operations.add(new Operation(
                        method.toUpperCase(java.util.Locale.ROOT),
                        path.getKey(),
                        path.getValue(),
                        path.getValue().path(method)))));
        return operations;
    }

    JsonNode schemas() {
        return root.path("components").path("schemas");
    }

    JsonNode problemExamples() {
        return root.path("components").path("examples");
    }

    /** Of the path and of the method, references followed. */
    List<JsonNode> parameters(Operation operation, String in) {
        return Stream.concat(
                        operation.item().path("parameters").valueStream(),
                        operation.body().path("parameters").valueStream())
                .map(this::followed)
                .filter(parameter -> parameter.path("in").asString().equals(in))
                .toList();
    }

    /** A path with the examples of the parameters that must be in its query. */
    String withRequiredQuery(Operation operation, String path) {
        String query = parameters(operation, "query").stream()
                .filter(parameter -> parameter.path("required").asBoolean(false))
                .map(parameter -> parameter.path("name").asString() + "="
                        + parameter.path("example").asString())
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    JsonNode followed(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isString() ? root.at(reference.asString().substring(1)) : node;
    }

    /** What does not fit; empty = all fits. */
    List<String> misfits(String json, JsonNode schema) {
        Schema strictly = compiled.computeIfAbsent(schema.toString(), text -> {
            ObjectNode whole = (ObjectNode) strict(Json.read(text.replace("#/components/schemas/", "#/$defs/")));
            whole.set("$defs", strictSchemas);
            return SCHEMAS.getSchema(whole.toString(), InputFormat.JSON);
        });
        return strictly
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static JsonNode strict(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.valueStream().forEach(Document::strict);
        return schema;
    }
}
