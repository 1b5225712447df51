package health.authz.platform.running;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import health.authz.stack.PostgresPart;
import health.authz.stack.TestParts;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A service whose PostgreSQL refuses, is stopped or stands still: said with a time to come back, and seen by whoever watches. */
class StoreAwayTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> WAYS =
            List.of("/asked/plainly", "/asked/in-a-transaction", "/asked/through-the-event-store", "/filtered");

    @TempDir
    Path folder;

    private int port;
    private PostgresPart postgres;
    private TestIssuer issuer;
    private ConfigurableApplicationContext service;
    private String token;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        postgres = PostgresPart.start(folder, port);
        issuer = new TestIssuer();
        token = issuer.signed(issuer.good());
        service = new SpringApplication(SmallService.class)
                .run(
                        "--spring.application.name=small-service",
                        "--spring.profiles.active=demo",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--management.endpoints.web.exposure.include=health,prometheus",
                        "--spring.datasource.url=" + postgres.url() + "?currentSchema=small_service",
                        "--spring.datasource.username=postgres",
                        "--spring.datasource.hikari.connection-timeout=1000",
                        "--spring.datasource.hikari.maximum-pool-size=6",
                        "--spring.flyway.schemas=small_service",
                        "--spring.flyway.locations=classpath:db/platform",
                        "--spring.kafka.bootstrap-servers=" + TestParts.kafka().bootstrapServers(),
                        "--authz.cursor-secret=test",
                        "--authz.store.statement=4s",
                        "--authz.store.lock=5s",
                        "--authz.store.idle-in-transaction=4s",
                        "--authz.store.answer=6s",
                        "--authz.sampling.every=200ms",
                        "--authz.security.audience=authz",
                        "--authz.security.issuer=" + issuer.url(),
                        "--authz.security.jwk-set-uri=" + issuer.url() + "/jwks");
    }

    @AfterEach
    void stop() throws Exception {
        signal("CONT");
        service.close();
        issuer.close();
        postgres.close();
    }

    @Test
    void a_server_that_is_stopped_is_not_our_fault_and_all_is_well_when_it_is_back() throws Exception {
        for (String way : WAYS) {
            assertThat(get(way).statusCode()).as(way).isIn(200, 404);
        }
        postgres.close();

        for (String way : WAYS) {
            isUnavailable(way);
        }
        postgres = PostgresPart.start(folder, port);
        eventually(() -> get(WAYS.getFirst()).statusCode() == 200);
    }

    @Test
    void a_server_that_takes_no_changes_or_too_long_is_said_too() throws Exception {
        try (Connection admin = postgres.admin();
                Statement statement = admin.createStatement()) {
            statement.execute("alter system set default_transaction_read_only = on");
            statement.execute("select pg_reload_conf()");
        }
        eventually(() -> get("/asked/through-the-event-store").statusCode() != 200);

        isUnavailable("/asked/through-the-event-store");
        assertThat(get("/asked/plainly").statusCode()).isEqualTo(200);
        isUnavailable("/asked/pg_sleep(20)::text::int");
        assertThat(get("/asked/no_such_column").statusCode()).isEqualTo(500);
    }

    @Test
    void a_server_that_stands_still_holds_no_scrape_up_and_is_seen_by_the_age_of_what_it_said() throws Exception {
        eventually(() -> scraped("authz_parked{consumer=\"small-list\"") == 0);

        signal("STOP");

        HttpResponse<String> scrape = scrape();
        assertThat(scrape.statusCode()).isEqualTo(200);
        assertThat(scraped("authz_parked{consumer=\"small-list\"")).isZero();
        eventually(() -> scraped("authz_sample_age_seconds{sample=\"parked\"") > 3);
        isUnavailable("/asked/plainly");
        signal("CONT");
        eventually(() -> scraped("authz_sample_age_seconds{sample=\"parked\"") < 2);
    }

    private void signal(String name) throws Exception {
        for (ProcessHandle each : ProcessHandle.of(postgres.pid()).stream()
                .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
                .toList()) {
            new ProcessBuilder("kill", "-" + name, String.valueOf(each.pid()))
                    .start()
                    .waitFor();
        }
    }

    private void isUnavailable(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).as(path).hasValue("5");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Json.mapper().readTree(answer.body()).path("type").stringValue())
                .isEqualTo("/problems/service-unavailable");
    }

    private double scraped(String series) throws Exception {
        return scrape().body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** @throws java.net.http.HttpTimeoutException if it does not answer within the time that Prometheus waits */
    private HttpResponse<String> scrape() throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://localhost:"
                                + service.getEnvironment().getProperty("local.management.port")
                                + "/actuator/prometheus"))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(
                                "http://localhost:" + service.getEnvironment().getProperty("local.server.port") + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
