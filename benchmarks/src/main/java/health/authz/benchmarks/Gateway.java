package health.authz.benchmarks;

import health.authz.stack.DemoKey;
import health.authz.stack.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API, as an administrator of one organisation uses it, or somebody who sees a part. */
public final class Gateway {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> PERMISSIONS = List.of(
            "auth:read",
            "auth:write",
            "auth:special",
            "auth:bulk",
            "note:write",
            "alert:read",
            "alert:manage",
            "billing:read",
            "billing:write",
            "directory:read",
            "directory:write");
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String organisation;
    private final String token;

    public Gateway(LocalStack stack, String organisation) {
        this(stack, organisation, "bench", List.of("*"), "all");
    }

    private Gateway(LocalStack stack, String organisation, String user, List<String> divisions, String clients) {
        base = stack.gateway();
        this.organisation = organisation;
        long now = Instant.now().getEpochSecond();
        token = DemoKey.read(stack.demoKeyFile())
                .sign(Map.of(
                        "iss",
                        stack.gateway() + "/demo-issuer",
                        "aud",
                        "authz",
                        "sub",
                        user,
                        "org",
                        organisation,
                        "divisions",
                        divisions,
                        "clients",
                        clients,
                        "permissions",
                        PERMISSIONS,
                        "iat",
                        now,
                        "exp",
                        now + Duration.ofHours(8).toSeconds()));
    }

    /** As somebody who is bound to the clients that are assigned to them in one division. */
    static Gateway boundTo(LocalStack stack, String organisation, String user, String division) {
        return new Gateway(stack, organisation, user, List.of(division), "assigned");
    }

    public String organisation() {
        return organisation;
    }

    public JsonNode get(String path) {
        return send("GET", path, "", "application/json");
    }

    public JsonNode put(String path, Object body) {
        return send("PUT", path, JSON.writeValueAsString(body), "application/json");
    }

    public JsonNode post(String path, Object body, String... headers) {
        return send("POST", path, JSON.writeValueAsString(body), "application/json", headers);
    }

    public JsonNode postLines(String path, String lines) {
        return send("POST", path, lines, "application/x-ndjson");
    }

    /** Every row of an answer that is streamed as lines. */
    public List<JsonNode> lines(String path) {
        return text("GET", path, "", "application/json", "Accept", "application/x-ndjson")
                .lines()
                .filter(line -> !line.isBlank())
                .map(JSON::readTree)
                .toList();
    }

    /** How many lines an answer has that is streamed; none of it is kept. */
    long countLines(String path, String type) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", type)
                .build();
        try {
            HttpResponse<Stream<String>> answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                long count = lines.filter(line -> !line.isBlank()).count();
                Wait.check(answer.statusCode() == 200, () -> "GET " + path + ": " + answer.statusCode());
                return count;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private JsonNode send(String method, String path, String body, String type, String... headers) {
        String answer = text(method, path, body, type, headers);
        return answer.isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer);
    }

    private String text(String method, String path, String body, String type, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/api/v1" + path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + token);
        if (!body.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.method(method, HttpRequest.BodyPublishers.ofString(body));
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
