package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import health.authz.bulk.domain.PreviewSummary.Candidate;
import health.authz.platform.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AlertForecastTest {
    private static final int BODY_MAX = 1024 * 1024;
    private final List<Integer> bodies = Collections.synchronizedList(new ArrayList<>());
    private HttpServer alertService;
    private AlertForecast forecast;

    @BeforeEach
    void start() throws IOException {
        alertService = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        alertService.createContext("/internal/alert-forecast", this::answer);
        alertService.start();
        forecast = new AlertForecast(
                HttpClient.newHttpClient(),
                URI.create("http://127.0.0.1:" + alertService.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        alertService.stop(0);
    }

    /** Every part reaches the same supervisor, and one clinician for the first letter of its clients. */
    private void answer(HttpExchange http) throws IOException {
        byte[] body = http.getRequestBody().readAllBytes();
        bodies.add(body.length);
        if (body.length > BODY_MAX) {
            http.sendResponseHeaders(413, -1);
            return;
        }
        JsonNode asked = Json.mapper().readTree(body).path("candidates");
        String clinician = asked.get(0).path("clientId").asString().substring(0, 1);
        byte[] answer = """
                {"alerts": [{"kind": "LOW_UNITS", "count": %d, "recipients": [
                    {"id": "boss", "name": "Boss"}, {"id": "clinician-%s", "name": "Clinician"}]}]}""".formatted(asked.size(), clinician).getBytes(StandardCharsets.UTF_8);
        http.sendResponseHeaders(200, answer.length);
        http.getResponseBody().write(answer);
        http.close();
    }

    private static List<Candidate> candidates(String first, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Candidate("LOW_UNITS", first + "-client-with-a-long-identifier-" + i, 1))
                .toList();
    }

    @Test
    void twenty_thousand_clients_are_asked_about_in_bodies_that_are_taken() {
        JsonNode alerts = forecast.of(candidates("a", 20_000), "token").orElseThrow();
        assertThat(alerts.size()).isEqualTo(1);
        assertThat(alerts.get(0).path("count").asLong()).isEqualTo(20_000);
        assertThat(bodies).hasSizeGreaterThan(1).allMatch(size -> size <= BODY_MAX);
    }

    @Test
    void somebody_whom_several_parts_name_is_named_once() {
        List<Candidate> both = new ArrayList<>(candidates("a", 5_000));
        both.addAll(candidates("b", 10));
        JsonNode alert = forecast.of(both, "token").orElseThrow().get(0);
        assertThat(alert.path("recipients").findValues("id").stream().map(JsonNode::asString))
                .containsExactly("boss", "clinician-a", "clinician-b");
    }

    @Test
    void an_answer_that_is_not_to_be_had_is_none() {
        alertService.stop(0);
        assertThat(forecast.of(candidates("a", 1), "token")).isEmpty();
    }

    @Test
    void nobody_is_asked_about_nothing() {
        assertThat(forecast.of(List.of(), "token").orElseThrow().size()).isZero();
        assertThat(bodies).isEmpty();
    }
}
