package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every series that operations are to watch is there when scraped, and no tag holds an open set of values. */
class MetricsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void something_happened() {
        Organisation org = Organisation.open("metrics");
        org.client("c-1", "adult", "bcbs", "clinician");
        org.known();
        org.code("X1", 12);
        org.user("biller", true, java.util.List.of("*"), "LOW_UNITS");
        org.biller()
                .preview(org.adding(object("all", true), org.group("Metrics", "X1"), "unitAlertLevel", 2))
                .confirmed()
                .succeeded();
        eventually(() -> assertThat(org.biller().listed("")).isEqualTo(1));
        String id =
                org.biller().wholeList("").getFirst().path("authorizationId").asString();
        org.clinician().note(id, "note-1", "DRAFT", "11", org.today());
        eventually(() -> assertThat(org.biller().get("/alerts").is(200).count()).isEqualTo(1));
    }

    static Stream<Arguments> series() {
        return Stream.concat(
                Stack.SERVICES.stream().flatMap(service -> Stream.of(
                                "http_server_requests_seconds_count", "jvm_memory_used_bytes", "authz_ready{")
                        .map(name -> Arguments.of(service, name))),
                Stream.of(
                        Arguments.of("auth-command-service", "authz_bulk_rows_total{"),
                        Arguments.of("auth-command-service", "authz_bulk_duration_seconds_count"),
                        Arguments.of("auth-command-service", "authz_bulk_queue_depth"),
                        Arguments.of("auth-command-service", "authz_bulk_queue_age"),
                        Arguments.of("auth-command-service", "authz_bulk_waiting"),
                        Arguments.of("auth-command-service", "authz_bulk_unreadable"),
                        Arguments.of("auth-command-service", "authz_relay_lag_events"),
                        Arguments.of("auth-command-service", "authz_relay_lag_seconds"),
                        Arguments.of("billing-group-service", "authz_relay_lag_events"),
                        Arguments.of("alert-service", "authz_relay_lag_events"),
                        Arguments.of("auth-command-service", "authz_consumer_lag{"),
                        Arguments.of("auth-query-service", "authz_consumer_lag{"),
                        Arguments.of("auth-query-service", "authz_parked{"),
                        Arguments.of("auth-query-service", "authz_sample_age_seconds{"),
                        Arguments.of("alert-service", "authz_parked{"),
                        Arguments.of("alert-service", "authz_alerts_total{")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("series")
    void is_there(String service, String name) {
        eventually(() -> assertThat(scrape(service).lines()).anyMatch(line -> line.startsWith(name)));
    }

    @ParameterizedTest
    @MethodSource("services")
    void no_tag_holds_an_id_or_a_name(String service) {
        assertThat(scrape(service).lines().filter(line -> !line.startsWith("#")))
                .allSatisfy(line -> assertThat(line)
                        .doesNotContain("metrics-")
                        .doesNotContain("c-1\"")
                        .doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void is_alive_and_ready(String service) {
        eventually(() -> {
            assertThat(get(service, "/actuator/health/liveness")).contains("UP");
            assertThat(get(service, "/actuator/health/readiness")).contains("UP");
        });
    }

    static Stream<String> services() {
        return Stack.SERVICES.stream();
    }

    private static String scrape(String service) {
        return get(service, "/actuator/prometheus");
    }

    private static String get(String service, String path) {
        URI uri = Stack.running().management(service).resolve(path);
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
