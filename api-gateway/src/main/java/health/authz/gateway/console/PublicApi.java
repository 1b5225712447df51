package health.authz.gateway.console;

import health.authz.gateway.Correlated;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public API as everyone uses it: through this gateway's own door, with the person's token, under the correlation id of the page.
 * Addresses begin below {@code /api/v1}: {@code api.as(person).get().uri("/authorizations?limit={n}", 50).retrieve()...}. Every
 * refusal is an {@link ApiProblem}.
 */
public final class PublicApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ROOT = "/api/v1";
    private static final int NO_ANSWER = 503;
    private final Supplier<String> origin;
    private final JdkClientHttpRequestFactory calls;
    private final LastChanges changes = new LastChanges();
    private volatile @Nullable RestClient client;

    /** @param origin asked when the first page is, since the own port may be known only then */
    public PublicApi(Supplier<String> origin, Duration patience) {
        this.origin = origin;
        this.calls = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build());
        calls.setReadTimeout(patience);
    }

    /** The API in this person's name. */
    public RestClient as(SignedIn person) {
        return client().mutate()
                .requestInterceptor((request, body, next) -> {
                    request.getHeaders().setBearerAuth(person.bearerToken());
                    request.getHeaders().set(Correlated.HEADER, Correlated.ofThisRequest());
                    try {
                        return changes.execute(person, request, body, next);
                    } catch (IOException | ResourceAccessException away) {
                        throw ApiProblem.withoutDocument(NO_ANSWER, Correlated.ofThisRequest());
                    }
                })
                .build();
    }

    private RestClient client() {
        RestClient known = client;
        if (known == null) {
            known = RestClient.builder()
                    .baseUrl(origin.get() + ROOT)
                    .requestFactory(calls)
                    .defaultStatusHandler(HttpStatusCode::isError, PublicApi::refuse)
                    .build();
            client = known;
        }
        return known;
    }

    private static void refuse(HttpRequest request, ClientHttpResponse answer) throws IOException {
        int status = answer.getStatusCode().value();
        HttpHeaders headers = answer.getHeaders();
        String id = headers.getFirst(Correlated.HEADER);
        String correlationId = id == null ? Correlated.ofThisRequest() : id;
        try {
            JsonNode document = JSON.readTree(answer.getBody());
            throw document.isObject()
                    ? new ApiProblem(status, document, correlationId)
                    : ApiProblem.withoutDocument(status, correlationId);
        } catch (JacksonException noDocument) {
            throw ApiProblem.withoutDocument(status, correlationId);
        }
    }
}
