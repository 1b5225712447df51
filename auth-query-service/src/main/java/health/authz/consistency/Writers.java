package health.authz.consistency;

import health.authz.platform.consistency.ConsistencyToken;
import health.authz.platform.consistency.ListBehind;
import health.authz.platform.consistency.Reach;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** The services whose changes the list shows, each of which alone knows how far its relay is. */
class Writers {
    private static final Logger log = LoggerFactory.getLogger(Writers.class);
    private static final Duration MORE_THAN_IT_WAITS = Duration.ofSeconds(2);
    private static final int OK = 200;
    private final HttpClient http;
    private final Map<String, URI> services;

    /** @param services addresses by application name */
    Writers(HttpClient http, Map<String, URI> services) {
        this.http = http;
        this.services = Map.copyOf(services);
    }

    /** @throws ProblemException 503 if its records are not in Kafka in time, or it cannot be asked */
    Reach reachOf(ConsistencyToken token, String text, Caller caller, Duration atMost) {
        URI service = services.get(token.service());
        if (service == null) {
            throw new IllegalStateException("a token was made by " + token.service() + ", whose address is not set");
        }
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/internal/consistency"))
                .timeout(atMost.plus(MORE_THAN_IT_WAITS))
                .header("Authorization", "Bearer " + caller.bearerToken())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Json.mapper().writeValueAsString(Map.of("token", text, "waitMillis", atMost.toMillis()))))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == OK) {
                return Reach.of(
                        Json.mapper().readTree(answer.body()).path("reach").asString(""));
            }
            log.info("{} does not say how far it is: {}", token.service(), answer.statusCode());
        } catch (IOException | JacksonException away) {
            log.warn(
                    "{} cannot be asked how far it is: {}",
                    token.service(),
                    away.getClass().getSimpleName());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        throw ListBehind.notToldYet();
    }
}
