package health.authz.acceptance.dsl;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The gateway's public API, as one login sees it. */
public final class Api {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI gateway;
    private final String root;
    private final String token;

    public Api(URI gateway, String token) {
        this(gateway, "/api/v1", token);
    }

    /** Addresses begin below this root. */
    public Api(URI gateway, String root, String token) {
        this.gateway = gateway;
        this.root = root;
        this.token = token;
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    public Answer post(String path, Object body, String... headers) {
        return send("POST", path, Json.write(body), headers);
    }

    public Answer put(String path, Object body, String... headers) {
        return send("PUT", path, Json.write(body), headers);
    }

    public Answer patch(String path, Object body, String... headers) {
        return send("PATCH", path, Json.write(body), headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, "", headers);
    }

    /** What a stream says, line by line as it comes; to be closed. */
    public Stream<String> lines(String path, String accept, String... headers) {
        HttpResponse<Stream<String>> response =
                exchange("GET", path, "", HttpResponse.BodyHandlers.ofLines(), and(headers, "Accept", accept));
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    private static String[] and(String[] headers, String name, String value) {
        return Stream.concat(Stream.of(headers), Stream.of(name, value)).toArray(String[]::new);
    }

    /** Any request; headers are names and values in turn and beat the usual ones. */
    public Answer send(String method, String path, String body, String... headers) {
        HttpResponse<String> response = exchange(method, path, body, HttpResponse.BodyHandlers.ofString(), headers);
        return new Answer(method + " " + path, response.statusCode(), response.headers(), response.body());
    }

    private <T> HttpResponse<T> exchange(
            String method, String path, String body, HttpResponse.BodyHandler<T> reading, String... headers) {
        return exchange(method, path, body.getBytes(StandardCharsets.UTF_8), reading, headers);
    }

    private <T> HttpResponse<T> exchange(
            String method, String path, byte[] body, HttpResponse.BodyHandler<T> reading, String... headers) {
        URI uri = URI.create(gateway.toString().replaceAll("/$", "") + root + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        if (body.length > 0) {
            request.setHeader(
                    "Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        request.method(
                method,
                body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        try {
            return HTTP.send(request.build(), reading);
        } catch (IOException unreachable) {
            throw new UncheckedIOException(method + " " + path, unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** One whole row. */
    public JsonNode authorization(String id) {
        return get("/authorizations/" + id).is(200).json();
    }

    /** How many rows match. */
    public long listed(String query) {
        return get("/authorizations?limit=1" + and(query)).is(200).count();
    }

    /** Every row that matches, page by page. */
    public List<JsonNode> wholeList(String query) {
        List<JsonNode> rows = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get("/authorizations?limit=500" + and(query) + cursor).is(200);
            rows.addAll(page.items());
            JsonNode next = page.json().path("nextCursor");
            cursor = next.isString() ? "&cursor=" + next.stringValue() : "";
        } while (!cursor.isEmpty());
        return rows;
    }

    /** Every row that matches, in one stream of lines. */
    public Stream<JsonNode> exported(String query) {
        return get("/authorizations?" + query, "Accept", "application/x-ndjson")
                .is(200)
                .body()
                .lines()
                .filter(line -> !line.isBlank())
                .map(Json::read);
    }

    /** Puts a note's state and fails unless it was taken. */
    public void note(String authorizationId, String noteId, String state, String units, Object serviceDate) {
        tryNote(authorizationId, noteId, state, units, serviceDate).is(200, 204);
    }

    public Answer tryNote(String authorizationId, String noteId, String state, String units, Object serviceDate) {
        return put(
                "/authorizations/" + authorizationId + "/notes/" + noteId,
                object(
                        "serviceDate",
                        serviceDate.toString(),
                        "units",
                        new java.math.BigDecimal(units),
                        "state",
                        state));
    }

    /**
     * As the service asks for: where a group was made a moment ago and is not known there yet, or the list is being rebuilt,
     * once more.
     */
    public Preview preview(Object request) {
        Answer[] made = new Answer[1];
        eventually(() -> {
            made[0] = post("/bulk-previews", request);
            assertThat(made[0].body()).doesNotContain("not-yet-known-here", "list-is-being-rebuilt");
        });
        return Preview.of(this, made[0]);
    }

    /** Waits until a preview that was made elsewhere than from a form is ready. */
    public Preview ready(Answer made) {
        return Preview.of(this, made);
    }

    /** Sends a file of comma-separated values. */
    public Answer file(String query, String lines) {
        return post("/bulk-previews?" + query, lines, "Content-Type", "text/csv");
    }

    /** Sends a file as the bytes that it has. */
    public Answer file(String query, byte[] bytes) {
        String path = "/bulk-previews?" + query;
        HttpResponse<String> response =
                exchange("POST", path, bytes, HttpResponse.BodyHandlers.ofString(), "Content-Type", "text/csv");
        return new Answer("POST " + path, response.statusCode(), response.headers(), response.body());
    }

    /** Sends a file of one JSON object a line. */
    public Answer objects(String query, String lines) {
        return post("/bulk-previews?" + query, lines, "Content-Type", "application/x-ndjson");
    }

    private static String and(String query) {
        return query.isEmpty() ? "" : "&" + query;
    }
}
