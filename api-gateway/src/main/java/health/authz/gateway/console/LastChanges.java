package health.authz.gateway.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * What each person changed last, so that the pages after it show it: the API's {@code Authz-Consistency}, sent as
 * {@code consistentWith} with what is read of the list. A list that does not get so far is shown as it is.
 */
final class LastChanges {
    private static final String HEADER = "Authz-Consistency";
    /** Long after this the list has it, or is behind for reasons of its own. */
    private static final Duration KEPT = Duration.ofSeconds(30);

    private static final int PEOPLE_MAX = 10_000;
    private static final Pattern LISTED = Pattern.compile(".*/api/v1/(authorizations|clients)(/.*)?");
    private final Cache<String, String> tokens =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(PEOPLE_MAX).build();

    ClientHttpResponse execute(SignedIn person, HttpRequest request, byte[] body, ClientHttpRequestExecution next)
            throws IOException {
        String key = person.organisation() + "/" + person.userId();
        String token = isOfTheList(request) ? tokens.getIfPresent(key) : null;
        if (token != null) {
            ClientHttpResponse answer = next.execute(with(request, token), body);
            if (answer.getStatusCode().value() != HttpStatus.SERVICE_UNAVAILABLE.value()) {
                return answer;
            }
            answer.close();
            tokens.asMap().remove(key, token);
        }
        ClientHttpResponse answer = next.execute(request, body);
        String made = answer.getHeaders().getFirst(HEADER);
        if (made != null) {
            tokens.put(key, made);
        }
        return answer;
    }

    private static boolean isOfTheList(HttpRequest request) {
        return request.getMethod().equals(HttpMethod.GET)
                && LISTED.matcher(request.getURI().getPath()).matches();
    }

    private static HttpRequest with(HttpRequest request, String token) {
        @Nullable String query = request.getURI().getRawQuery();
        String address = request.getURI() + (query == null ? "?" : "&") + "consistentWith="
                + URLEncoder.encode(token, StandardCharsets.UTF_8);
        return new HttpRequestWrapper(request) {
            @Override
            public URI getURI() {
                return URI.create(address);
            }
        };
    }
}
