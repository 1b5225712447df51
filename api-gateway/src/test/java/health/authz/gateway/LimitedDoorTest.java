package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A door with small limits: five requests at once and a thousand rows an hour, so that a second and a row do not matter. */
class LimitedDoorTest {
    private static final AtomicReference<String> ANSWER = new AtomicReference<>("{}");
    private static final AtomicInteger ASKED = new AtomicInteger();

    @TempDir
    static Path folder;

    private static HttpServer service;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            ASKED.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            byte[] answer = ANSWER.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        String address = "http://localhost:" + service.getAddress().getPort();
        gateway = new RunningGateway(
                folder,
                "--authz.services.query=" + address,
                "--authz.services.command=" + address,
                "--authz.limits.requests-per-second=1",
                "--authz.limits.burst=8",
                "--authz.limits.rows-per-hour=1000");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        service.stop(0);
    }

    @Test
    void requests_over_the_burst_are_refused_with_the_time_to_wait_and_ask_nobody() throws Exception {
        String token = gateway.token("auditor");
        HttpResponse<String> answer = get("/authorizations", token);
        for (int i = 0; i < 40 && answer.statusCode() == 200; i++) {
            answer = get("/authorizations", token);
        }
        int asked = ASKED.get();

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("/problems/too-many-requests", "user-requests");
        assertThat(ASKED.get()).isEqualTo(asked);
        assertThat(get("/authorizations", gateway.token("clinician")).statusCode())
                .as("another user")
                .isEqualTo(200);
        assertThat(metrics()).containsPattern("authz_limits_refused_total\\{[^}]*limit=\"user-requests\"[^}]*} [1-9]");
    }

    @Test
    void an_organisation_pays_for_the_rows_of_previews_and_operations_and_still_reads() throws Exception {
        ANSWER.set("{\"id\":\"p-1\",\"state\":\"READY\",\"count\":600}");
        assertThat(post("/bulk-previews", gateway.token("biller2")).statusCode())
                .isEqualTo(200);
        ANSWER.set("{\"id\":\"o-1\",\"progress\":{\"total\":600}}");
        assertThat(post("/bulk-operations", gateway.token("biller2")).statusCode())
                .isEqualTo(200);

        HttpResponse<String> refused = post("/bulk-previews", gateway.token("admin2"));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("/problems/too-many-rows-this-hour", "organisation-rows");
        assertThat(refused.headers().firstValue("Retry-After").map(Integer::parseInt))
                .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(600, 730));
        assertThat(get("/authorizations", gateway.token("admin2")).statusCode()).isEqualTo(200);
        assertThat(metrics())
                .containsPattern("authz_limits_refused_total\\{[^}]*limit=\"organisation-rows\"[^}]*} [1-9]");
    }

    @Test
    void a_preview_made_in_the_background_is_paid_once_when_it_is_seen_ready() throws Exception {
        String token = gateway.token("biller");
        ANSWER.set("{\"id\":\"p-2\",\"state\":\"PREPARING\",\"count\":900}");
        assertThat(post("/bulk-previews", token).statusCode()).isEqualTo(200);
        ANSWER.set("{\"id\":\"p-2\",\"state\":\"READY\",\"count\":900}");
        assertThat(get("/bulk-previews/p-2", token).statusCode()).isEqualTo(200);
        assertThat(get("/bulk-previews/p-2", token).body()).contains("READY");
        ANSWER.set("{\"id\":\"o-2\",\"progress\":{\"total\":300}}");
        assertThat(post("/bulk-operations", token).statusCode())
                .as("a hundred rows are left")
                .isEqualTo(200);

        assertThat(post("/bulk-previews", gateway.token("admin")).statusCode()).isEqualTo(429);
    }

    private static HttpResponse<String> get(String path, String token) throws Exception {
        return gateway.ask("GET", gateway.base + "/api/v1" + path, token, "", "application/json");
    }

    private static HttpResponse<String> post(String path, String token) throws Exception {
        return gateway.ask("POST", gateway.base + "/api/v1" + path, token, "{}", "application/json");
    }

    private static String metrics() throws Exception {
        return gateway.ask("GET", gateway.managementBase() + "/actuator/prometheus", "", "", "text/plain")
                .body();
    }
}
