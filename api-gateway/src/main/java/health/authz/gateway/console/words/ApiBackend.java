package health.authz.gateway.console.words;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.PublicApi;
import health.authz.gateway.console.SignedIn;
import java.io.InputStream;
import java.net.URI;
import java.util.function.Supplier;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient.RequestBodySpec;
import org.springframework.web.client.RestClient.RequestHeadersSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Asks as whoever makes the request that is being answered. */
final class ApiBackend implements Backend {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final MediaType MERGE_PATCH = MediaType.parseMediaType("application/merge-patch+json");
    private final PublicApi api;
    private final Supplier<SignedIn> person;

    ApiBackend(PublicApi api, Supplier<SignedIn> person) {
        this.api = api;
        this.person = person;
    }

    @Override
    public SignedIn me() {
        return person.get();
    }

    @Override
    public Reply get(String path) {
        return asked(request(HttpMethod.GET, path));
    }

    @Override
    public Reply send(HttpMethod method, String path, JsonNode body, String... headers) {
        RequestBodySpec request = with(headers, request(method, path));
        request.contentType(method == HttpMethod.PATCH ? MERGE_PATCH : MediaType.APPLICATION_JSON)
                .body(JSON.writeValueAsString(body));
        return asked(request);
    }

    @Override
    public Reply send(HttpMethod method, String path, String... headers) {
        return asked(with(headers, request(method, path)));
    }

    @Override
    public Reply upload(String path, String mediaType, InputStream file) {
        RequestBodySpec request = request(HttpMethod.POST, path);
        request.contentType(MediaType.parseMediaType(mediaType)).body(new InputStreamResource(file));
        return asked(request);
    }

    /** Path and query are encoded already, so nothing in them is taken for a template. */
    private RequestBodySpec request(HttpMethod method, String path) {
        return api.as(me())
                .method(method)
                .uri(below -> URI.create(below.build() + path))
                .accept(MediaType.APPLICATION_JSON);
    }

    private static RequestBodySpec with(String[] headers, RequestBodySpec request) {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private static Reply asked(RequestHeadersSpec<?> request) {
        try {
            ResponseEntity<String> answer = request.retrieve().toEntity(String.class);
            String body = answer.getBody();
            return new Reply(
                    body == null || body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body),
                    answer.getHeaders().getETag(),
                    null);
        } catch (ApiProblem refused) {
            return new Reply(MissingNode.getInstance(), null, refused);
        }
    }
}
