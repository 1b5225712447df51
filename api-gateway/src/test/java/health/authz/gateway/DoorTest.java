package health.authz.gateway;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What flows through the door, what is said when nobody answers behind it, and the pages beside it. */
class DoorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Of the first half; the last kilobytes may wait in a buffer of the connection. */
    private static final int FLOWED = SlowService.HALF.length / 2;

    private static final SlowService SLOW = new SlowService();

    @TempDir
    static Path folder;

    private static RunningGateway gateway;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        gateway = new RunningGateway(
                folder,
                "--authz.services.patience=" + PATIENCE.toSeconds() + "s",
                "--authz.services.query=" + SLOW.address(),
                "--authz.services.command=" + SLOW.address(),
                "--authz.services.alert=http://localhost:1",
                "--authz.services.billing=http://localhost:1");
        token = gateway.token("admin");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        SLOW.close();
    }

    @Test
    void an_answer_flows_on_before_it_is_whole_and_may_take_longer_than_the_usual_patience() throws Exception {
        HttpResponse<InputStream> answer = gateway.ask(
                "GET",
                api("/authorizations"),
                token,
                BodyPublishers.noBody(),
                "text/csv",
                BodyHandlers.ofInputStream());

        try (InputStream in = answer.body()) {
            assertThat(in.readNBytes(FLOWED)).hasSize(FLOWED);
            CompletableFuture.runAsync(
                    SLOW.secondHalf::release,
                    CompletableFuture.delayedExecutor(PATIENCE.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS));
            assertThat(in.readAllBytes()).hasSize(2 * SlowService.HALF.length - FLOWED);
        }
    }

    @Test
    void events_of_an_operation_arrive_one_by_one_and_a_client_goes_on_where_it_was() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(api("/bulk-operations/1/events")))
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "text/event-stream")
                    .header("Last-Event-ID", "41")
                    .build();
            try (InputStream in =
                    client.send(request, BodyHandlers.ofInputStream()).body()) {
                assertThat(new String(in.readNBytes(SlowService.EVENT.length()), StandardCharsets.UTF_8))
                        .isEqualTo(SlowService.EVENT);
                SLOW.secondEvent.release();
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(SlowService.EVENT);
            }
        }

        assertThat(SLOW.lastEventId).isEqualTo("41");
    }

    @Test
    void an_import_flows_on_while_it_is_still_being_sent() throws Exception {
        SLOW.received.set(0);
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(out, 1 << 20)) {
            CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> importing(in));
            out.write(new byte[512 * 1024]);
            out.flush();
            eventually(() -> SLOW.received.get() > 128 * 1024);
            assertThat(answer).isNotDone();
            out.write(new byte[256 * 1024]);
            out.close();
            assertThat(answer.get().statusCode()).isEqualTo(204);
            assertThat(SLOW.received).hasValue(768 * 1024);
        }
    }

    @Test
    void a_service_that_is_away_is_named_with_a_time_to_come_back() throws Exception {
        for (String path : List.of("/billing-codes", "/alerts")) {
            HttpResponse<String> answer = gateway.ask("GET", api(path), token, "", "application/json");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(answer.headers().firstValue("X-Correlation-Id")).isPresent();
            assertThat(answer.body()).contains(path.equals("/alerts") ? "alert-service" : "billing-group-service");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    @Test
    void a_service_that_takes_too_long_is_said_and_no_retry_is_promised_to_be_harmless() throws Exception {
        HttpResponse<String> answer = gateway.ask("POST", api("/bulk-previews"), token, "{}", "application/json");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("/problems/no-answer-in-time", "auth-command-service");
    }

    @Test
    void a_request_without_an_id_gets_one_on_its_way() throws Exception {
        gateway.ask("GET", api("/users"), token, "", "application/json");

        assertThat(SLOW.correlation).matches("[0-9a-f-]{36}");
    }

    @Test
    void the_trace_of_a_request_is_passed_on_as_it_came() throws Exception {
        String sent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create(api("/users")))
                            .header("Authorization", "Bearer " + token)
                            .header("traceparent", sent)
                            .build(),
                    BodyHandlers.discarding());
        }

        assertThat(SLOW.trace).isEqualTo(sent);
    }

    @Test
    void the_page_of_each_problem_is_there_without_a_token() throws Exception {
        for (String slug : ProblemPages.fromClasspath().slugs()) {
            HttpResponse<String> page =
                    gateway.ask("GET", gateway.base + "/problems/" + slug, "", "", "application/json");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<h1>" + slug + "</h1>");
        }
        HttpResponse<String> unknown = gateway.ask("GET", gateway.base + "/problems/none", "", "", "application/json");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void a_login_that_is_not_there_or_not_json_is_a_problem() throws Exception {
        for (String body : List.of("{\"login\":\"stranger\"}", "{}", "nonsense")) {
            HttpResponse<String> answer =
                    gateway.ask("POST", gateway.base + "/demo-issuer/token", "", body, "application/json");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    @Test
    void the_issuer_describes_itself_and_shows_public_keys_alone() throws Exception {
        String keys = gateway.ask("GET", gateway.base + "/demo-issuer/jwks", "", "", "application/json")
                .body();
        String description = gateway.ask(
                        "GET",
                        gateway.base + "/demo-issuer/.well-known/openid-configuration",
                        "",
                        "",
                        "application/json")
                .body();

        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(keys)
                        .path("keys")
                        .path(0)
                        .propertyNames())
                .contains("kty", "kid", "n", "e")
                .doesNotContain("d", "p", "q");
        assertThat(description).contains(gateway.base + "/demo-issuer/jwks");
    }

    @Test
    void health_and_figures_are_on_the_management_port_alone() throws Exception {
        for (String path : List.of("/actuator/health/liveness", "/actuator/health/readiness", "/actuator/prometheus")) {
            assertThat(gateway.ask("GET", gateway.managementBase() + path, "", "", "application/json")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(gateway.ask("GET", gateway.base + path, token, "", "application/json")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void answer_times_are_counted_in_buckets_for_the_dashboard() throws Exception {
        gateway.ask("GET", api("/users"), token, "", "application/json");

        assertThat(gateway.ask("GET", gateway.managementBase() + "/actuator/prometheus", "", "", "text/plain")
                        .body())
                .containsPattern("http_server_requests_seconds_bucket\\{[^}]*le=\"0.25\"");
    }

    private static HttpResponse<String> importing(InputStream lines) {
        try {
            return gateway.ask(
                    "POST",
                    api("/directory/import"),
                    token,
                    BodyPublishers.ofInputStream(() -> lines),
                    "application/x-ndjson",
                    BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String api(String path) {
        return gateway.base + "/api/v1" + path;
    }
}
