package health.authz.gateway.console;

import health.authz.gateway.Correlated;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClient.RequestBodySpec;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.util.UriBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The public API for one page: several things may be asked beside each other. Every refusal is an {@link ApiProblem}. */
public final class ConsoleApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int NO_ANSWER = 502;
    private final RestClient client;
    private final Executor beside;

    ConsoleApi(RestClient client, Executor beside) {
        this.client = client;
        this.beside = beside;
    }

    public JsonNode get(String path) {
        return get(path, Query.NONE);
    }

    public JsonNode get(String path, Query query) {
        return read(client.get()
                .uri(builder -> at(builder, query.on(path)))
                .retrieve()
                .body(String.class));
    }

    /** Asked at once; the answer is waited for where it is used. */
    public Supplier<JsonNode> ask(String path, Query query) {
        RequestAttributes page = RequestContextHolder.getRequestAttributes();
        CompletableFuture<JsonNode> coming = CompletableFuture.supplyAsync(
                () -> {
                    RequestContextHolder.setRequestAttributes(page);
                    try {
                        return get(path, query);
                    } finally {
                        RequestContextHolder.resetRequestAttributes();
                    }
                },
                beside);
        return () -> {
            try {
                return coming.join();
            } catch (CompletionException failed) {
                throw failed.getCause() instanceof ApiProblem problem ? problem : failed;
            }
        };
    }

    public JsonNode post(String path, @Nullable Object body, String... headers) {
        return send(HttpMethod.POST, path, body, headers);
    }

    /**
     * Asks for a change.
     *
     * @param headers names and values in turn
     */
    public JsonNode send(HttpMethod method, String path, @Nullable Object body, String... headers) {
        RequestBodySpec request = client.method(method).uri(builder -> at(builder, path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (body != null) {
            request.contentType(
                            method.equals(HttpMethod.PATCH)
                                    ? MediaType.parseMediaType("application/merge-patch+json")
                                    : MediaType.APPLICATION_JSON)
                    .body(JSON.writeValueAsString(body));
        }
        return read(request.retrieve().body(String.class));
    }

    /** Path and query are encoded already, so nothing in them is taken for a template. */
    static URI at(UriBuilder below, String encoded) {
        return URI.create(below.build().toString() + encoded);
    }

    private static JsonNode read(@Nullable String body) {
        try {
            return body == null || body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException unreadable) {
            throw ApiProblem.withoutDocument(NO_ANSWER, Correlated.ofThisRequest());
        }
    }
}
