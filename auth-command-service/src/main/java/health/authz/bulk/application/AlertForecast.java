package health.authz.bulk.application;

import health.authz.bulk.domain.PreviewSummary.Candidate;
import health.authz.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks for each preview who would be alerted; a preview without the answer is still a preview. A large one asks in parts,
 * since a body has its bound, and a person that several parts name is named once.
 */
class AlertForecast implements ForeseenAlerts {
    private static final Logger log = LoggerFactory.getLogger(AlertForecast.class);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    /** A candidate takes at most 160 bytes, and a body may have a mebibyte. */
    private static final int CANDIDATES_PER_PART = 5_000;

    private final HttpClient http;
    private final URI alertService;

    AlertForecast(HttpClient http, URI alertService) {
        this.http = http;
        this.alertService = alertService;
    }

    /** Alerts of one kind, and by id everybody whom any of them would reach. */
    private static final class OfKind {
        private long count;
        private final Map<String, JsonNode> recipients = new TreeMap<>();

        void add(JsonNode part) {
            count += part.path("count").asLong();
            part.path("recipients")
                    .forEach(person -> recipients.put(person.path("id").asString(), person));
        }
    }

    @Override
    public Optional<JsonNode> of(List<Candidate> candidates, String bearerToken) {
        Map<String, OfKind> kinds = new LinkedHashMap<>();
        for (int from = 0; from < candidates.size(); from += CANDIDATES_PER_PART) {
            int to = Math.min(candidates.size(), from + CANDIDATES_PER_PART);
            Optional<JsonNode> part = part(candidates.subList(from, to), bearerToken);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            part.get().forEach(each -> kinds.computeIfAbsent(each.path("kind").asString(), kind -> new OfKind())
                    .add(each));
        }
        ArrayNode alerts = Json.mapper().createArrayNode();
        kinds.forEach((kind, sum) -> {
            ObjectNode alert = alerts.addObject().put("kind", kind).put("count", sum.count);
            alert.putArray("recipients").addAll(sum.recipients.values());
        });
        return Optional.of(alerts);
    }

    private Optional<JsonNode> part(List<Candidate> candidates, String bearerToken) {
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
