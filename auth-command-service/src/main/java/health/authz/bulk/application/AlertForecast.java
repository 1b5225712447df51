package health.authz.bulk.application;

import health.authz.bulk.domain.PreviewSummary.Candidate;
import health.authz.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks once per preview who would be alerted; a preview without the answer is still a preview. */
class AlertForecast {
    private static final Logger log = LoggerFactory.getLogger(AlertForecast.class);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private final HttpClient http;
    private final URI alertService;

    AlertForecast(HttpClient http, URI alertService) {
        this.http = http;
        this.alertService = alertService;
    }

    /** The alerts that would fire; empty if nobody could say. */
    Optional<JsonNode> of(List<Candidate> candidates, String bearerToken) {
        HttpRequest request = HttpRequest.newBuilder(alertService.resolve("/internal/alert-forecast"))
                .timeout(LONGEST)
                .header("Authorization", "Bearer " + bearerToken)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Json.mapper().writeValueAsString(Map.of("candidates", candidates))))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == HttpStatus.OK.value()) {
                return Optional.of(Json.mapper().readTree(answer.body()).path("alerts"));
            }
            log.warn("the alert forecast was answered with {}", answer.statusCode());
        } catch (IOException | JacksonException away) {
            log.warn("the alert forecast is not to be had: {}", away.getClass().getSimpleName());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
