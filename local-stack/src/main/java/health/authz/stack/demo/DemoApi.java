package health.authz.stack.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API as one login uses it. */
final class DemoApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWER_MAX = Duration.ofMinutes(2);
    private static final Duration OPERATION_MAX = Duration.ofMinutes(3);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final String token;

    DemoApi(URI gateway, String login) {
        this.gateway = gateway;
        this.token = text(sent(HttpRequest.newBuilder(gateway.resolve("/demo-issuer/token"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("login", login))))
                        .build())
                .get("access_token"));
    }

    JsonNode get(String path) {
        return sent(request(path).GET().build());
    }

    JsonNode put(String path, Object body) {
        return sent(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    JsonNode post(String path, Object body) {
        return sent(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    JsonNode importLines(String lines) {
        return sent(request("/directory/import")
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build());
    }

    /** Previews a bulk change, confirms what the preview counted, and waits for its end. */
    JsonNode bulk(Object preview) {
        JsonNode ready = post("/bulk-previews", preview);
        long end = System.nanoTime() + OPERATION_MAX.toNanos();
        while (text(ready.get("state")).equals("PREPARING")) {
            pause(end, "a preview");
            ready = get("/bulk-previews/" + text(ready.get("id")));
        }
        JsonNode operation = post(
                "/bulk-operations",
                Map.of(
                        "previewId", text(ready.get("id")),
                        "expectedCount", ready.get("count").longValue(),
                        "reason", "RENEWAL"));
        while (!operation.get("done").booleanValue()) {
            pause(end, "an operation");
            operation = get("/bulk-operations/" + text(operation.get("id")));
        }
        return operation;
    }

    static String text(JsonNode node) {
        return node.stringValue();
    }

    private static void pause(long end, String what) {
        if (System.nanoTime() > end) {
            throw new IllegalStateException("the demo data is not loaded: " + what + " does not end");
        }
        try {
            Thread.sleep(50);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while loading the demo data", stopped);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve("/api/v1" + path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + token);
    }

    private static JsonNode sent(HttpRequest request) {
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("the demo data is not loaded: " + request.method() + " "
                        + request.uri().getPath() + " answered " + answer.statusCode() + " " + answer.body());
            }
            return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "the demo data is not loaded: " + request.uri() + " does not answer", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while loading the demo data", stopped);
        }
    }
}
