package health.authz.platform.running;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import health.authz.events.envelope.Topics;
import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The platform as a service runs it: over HTTP, on a real PostgreSQL and broker, with an issuer of its own. */
class ResourceServerTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static TestIssuer issuer;
    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() throws IOException, JOSEException {
        issuer = new TestIssuer();
        service = new SpringApplication(SmallService.class)
                .run(
                        "--spring.application.name=small-service",
                        "--spring.profiles.active=demo",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--management.endpoints.web.exposure.include=health,prometheus",
                        "--spring.datasource.url=" + TestParts.postgres().url() + "?currentSchema=small_service",
                        "--spring.datasource.username=postgres",
                        "--spring.flyway.schemas=small_service",
                        "--spring.flyway.locations=classpath:db/platform",
                        "--spring.kafka.bootstrap-servers=" + TestParts.kafka().bootstrapServers(),
                        "--authz.cursor-secret=test",
                        "--authz.security.audience=authz",
                        "--authz.security.issuer=" + issuer.url(),
                        "--authz.security.jwk-set-uri=" + issuer.url() + "/jwks");
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
    }

    private static HttpResponse<String> get(String port, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(port, path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI address(String port, String path) {
        return URI.create("http://localhost:" + service.getEnvironment().getProperty(port) + path);
    }

    private static HttpResponse<String> with(String token) throws IOException, InterruptedException {
        return get("local.server.port", "/tenant?org=stranger", "Authorization", "Bearer " + token);
    }

    private static void refused(HttpResponse<String> answer, int status, String slug) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Json.mapper().readTree(answer.body()).path("type").stringValue())
                .isEqualTo("/problems/" + slug);
    }

    @Test
    void without_a_token_nobody_is_let_in() throws Exception {
        HttpResponse<String> answer = get("local.server.port", "/tenant");
        refused(answer, 401, "unauthenticated");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @Test
    void an_expired_token_is_refused() throws Exception {
        refused(
                with(issuer.signed(
                        issuer.good().expirationTime(Date.from(Instant.now().minusSeconds(3_600))))),
                401,
                "unauthenticated");
    }

    @Test
    void a_token_for_another_audience_is_refused() throws Exception {
        refused(with(issuer.signed(issuer.good().audience("payroll"))), 401, "unauthenticated");
    }

    @Test
    void a_token_of_another_issuer_is_refused() throws Exception {
        refused(with(issuer.signed(issuer.good().issuer("http://stranger.example"))), 401, "unauthenticated");
    }

    @Test
    void a_token_without_an_end_is_refused() throws Exception {
        assertThat(wrongClaim(issuer.good().expirationTime(null))).isEqualTo("exp");
    }

    @Test
    void a_name_that_cannot_be_kept_is_refused_by_its_claim() throws Exception {
        for (String name : List.of("", " padded", "padded ", "nul\0", "line\nbreak", "x".repeat(256))) {
            assertThat(wrongClaim(issuer.good().subject(name))).as(name).isEqualTo("sub");
        }
        for (String name : List.of("nul\0", " padded", "x".repeat(101))) {
            assertThat(wrongClaim(issuer.good().claim("org", name))).as(name).isEqualTo("org");
            assertThat(wrongClaim(issuer.good().claim("divisions", List.of("adult", name))))
                    .as(name)
                    .isEqualTo("divisions");
        }
    }

    @Test
    void names_up_to_their_bounds_are_taken() throws Exception {
        HttpResponse<String> answer = with(
                issuer.signed(issuer.good().subject("auth0|" + "x".repeat(249)).claim("org", "o".repeat(100))));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** Which claim the refusal names. */
    private static String wrongClaim(JWTClaimsSet.Builder claims) throws Exception {
        HttpResponse<String> answer = with(issuer.signed(claims));
        refused(answer, 401, "unauthenticated");
        String detail = Json.mapper().readTree(answer.body()).path("detail").stringValue();
        return detail.substring(0, Math.max(0, detail.indexOf(':')));
    }

    @Test
    void an_unsigned_token_is_refused() throws Exception {
        refused(with(new PlainJWT(issuer.good().build()).serialize()), 401, "unauthenticated");
    }

    @Test
    void a_good_token_without_the_permission_is_forbidden() throws Exception {
        refused(
                with(issuer.signed(issuer.good().claim("permissions", List.of("auth:write")))),
                403,
                "missing-permission");
    }

    @Test
    void the_tenant_is_the_tokens_whatever_the_address_says() throws Exception {
        HttpResponse<String> answer = with(issuer.signed(issuer.good()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("abc-therapeutic");
    }

    /** Sends 30 MB whatever is answered meanwhile, as who streams a file through the gateway does, and only then reads. */
    @ParameterizedTest
    @CsvSource({
        "without,/tenant,text/csv,401",
        "with,/tenant,text/csv,405",
        "with,/nowhere,text/csv,404",
        "with,/tenant,*/*,415"
    })
    void a_refusal_is_heard_by_who_sends_a_large_body(String token, String path, String type, int status)
            throws Exception {
        int length = 30 * 1024 * 1024;
        URI to = address("local.server.port", path);
        try (Socket caller = new Socket(to.getHost(), to.getPort())) {
            OutputStream out = caller.getOutputStream();
            String authorization =
                    token.equals("with") ? "Authorization: Bearer " + issuer.signed(issuer.good()) + "\r\n" : "";
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + authorization
                            + "Content-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            byte[] part = new byte[64 * 1024];
            for (int sent = 0; sent < length; sent += part.length) {
                out.write(part);
            }

            String answer = new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
        }
    }

    @Test
    void an_address_that_cannot_be_read_is_a_problem_too() throws Exception {
        URI to = address("local.server.port", "/");
        for (String query : List.of("a[]=1", "q=" + "x".repeat(40 * 1024))) {
            try (Socket caller = new Socket(to.getHost(), to.getPort())) {
                caller.getOutputStream()
                        .write(("GET /tenant?" + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));

                assertThat(new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 400")
                        .contains("application/problem+json", "/problems/bad-request");
            }
        }
    }

    @Test
    void what_the_gateway_takes_with_its_own_headers_is_not_too_long_here() throws Exception {
        String token = issuer.signed(issuer.good());
        assertThat(get("local.server.port", "/tenant?q=" + "x".repeat(10 * 1024), "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_condition_that_nobody_reads_is_refused_and_nothing_done() throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(address("local.server.port", "/api/v1/things/200"))
                        .header("Authorization", "Bearer " + issuer.signed(issuer.good()))
                        .header("If-None-Match", "*")
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        refused(answer, 400, "invalid-field");
        assertThat(answer.body()).contains("If-None-Match");
    }

    private static JWTClaimsSet.Builder operators() {
        return issuer.good().claim("org", null).claim("permissions", List.of("ops:replay"));
    }

    @Test
    void an_operators_token_is_good_for_nothing_of_an_organisation() throws Exception {
        refused(
                with(issuer.signed(operators().claim("permissions", List.of("ops:replay", "auth:read")))),
                401,
                "unauthenticated");
    }

    @Test
    void what_is_parked_is_shown_to_operators_alone() throws Exception {
        assertThat(get("local.server.port", "/internal/parked", "Authorization", "Bearer " + issuer.signed(operators()))
                        .statusCode())
                .isEqualTo(200);
        refused(
                get(
                        "local.server.port",
                        "/internal/parked",
                        "Authorization",
                        "Bearer " + issuer.signed(issuer.good().claim("permissions", List.of("ops:replay")))),
                403,
                "operators-only");
    }

    private static HttpResponse<String> republish(String method, String parameters, String token)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(address("local.server.port", "/internal/republish" + parameters))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void telling_everything_again_is_for_who_runs_the_services() throws Exception {
        refused(republish("POST", "", issuer.signed(issuer.good())), 403, "missing-permission");
        refused(republish("GET", "", issuer.signed(issuer.good())), 403, "missing-permission");
        String ofAnOrganisation = issuer.signed(issuer.good().claim("permissions", List.of("ops:replay")));
        refused(republish("POST", "", ofAnOrganisation), 403, "operators-only");
        refused(republish("GET", "", ofAnOrganisation), 403, "operators-only");
        refused(republish("GET", "", issuer.signed(operators().subject(null))), 401, "unauthenticated");
        refused(
                republish("GET", "", issuer.signed(operators().claim("permissions", List.of("auth:read")))),
                403,
                "missing-permission");
        String operator = issuer.signed(operators());
        refused(republish("POST", "?from=now", operator), 400, "invalid-field");

        HttpResponse<String> begun = republish("POST", "?from=2&directory=false", operator);

        assertThat(begun.statusCode()).isEqualTo(202);
        eventually(() -> {
            JsonNode progress =
                    Json.mapper().readTree(republish("GET", "", operator).body());
            assertThat(progress.path("state").stringValue()).isEqualTo("ENDED");
            assertThat(progress.path("from").longValue()).isEqualTo(2);
            assertThat(progress.path("events").path("total").isNumber()).isTrue();
            assertThat(progress.path("directory").path("done").longValue()).isZero();
        });
    }

    @Test
    void an_answer_that_fails_half_way_is_broken_off_and_holds_no_problem() throws Exception {
        HttpResponse<InputStream> answer = HTTP.send(
                HttpRequest.newBuilder(address("local.server.port", "/lines?flushed"))
                        .header("Authorization", "Bearer " + issuer.signed(issuer.good()))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        assertThatThrownBy(() -> answer.body().transferTo(received)).isInstanceOf(IOException.class);
        assertThat(received.toString(StandardCharsets.UTF_8)).isEqualTo(SmallService.LINE);
    }

    @Test
    void an_answer_that_fails_before_anything_is_sent_is_a_problem_alone() throws Exception {
        HttpResponse<String> answer =
                get("local.server.port", "/lines", "Authorization", "Bearer " + issuer.signed(issuer.good()));
        refused(answer, 500, "internal-error");
        assertThat(answer.body()).doesNotContain(SmallService.LINE);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204})
    void the_answer_to_a_change_has_a_token_that_the_service_resolves_to_where_its_records_are(int status)
            throws Exception {
        HttpResponse<String> changed = send("PUT", "/api/v1/things/" + status, "", issuer.good());
        assertThat(changed.statusCode()).isEqualTo(status);
        String token = changed.headers().firstValue("Authz-Consistency").orElseThrow();

        eventually(() -> {
            HttpResponse<String> reach = send("POST", "/internal/consistency", resolving(token), issuer.good());
            assertThat(reach.statusCode()).as(reach.body()).isEqualTo(200);
            assertThat(reach.body()).contains(Topics.CLIENT_DIRECTORY + "-0=");
        });
        refused(
                send(
                        "POST",
                        "/internal/consistency",
                        resolving(token),
                        issuer.good().claim("org", "stranger")),
                400,
                "bad-consistency-token");
    }

    @Test
    void what_was_refused_or_only_accepted_or_read_has_none() throws Exception {
        for (HttpResponse<String> answer : List.of(
                send("PUT", "/api/v1/things/202", "", issuer.good()),
                send("PUT", "/api/v1/things/422", "", issuer.good()),
                send("GET", "/api/v1/things", "", issuer.good()))) {
            assertThat(answer.headers().firstValue("Authz-Consistency"))
                    .as("%s", answer)
                    .isEmpty();
        }
    }

    private static String resolving(String token) {
        return Json.mapper().writeValueAsString(java.util.Map.of("token", token, "waitMillis", 5_000));
    }

    private static HttpResponse<String> send(String method, String path, String body, JWTClaimsSet.Builder claims)
            throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(address("local.server.port", path))
                        .header("Authorization", "Bearer " + issuer.signed(claims))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void the_management_port_shows_how_far_behind_relay_and_consumers_are() throws Exception {
        HttpResponse<String> scrape = get("local.management.port", "/actuator/prometheus");
        assertThat(scrape.statusCode()).isEqualTo(200);
        assertThat(scrape.body())
                .contains(
                        "\nauthz_relay_lag_events",
                        "\nauthz_relay_lag_seconds",
                        "\nauthz_consumer_lag{consumer=\"small-list\"",
                        "\nauthz_parked{consumer=\"small-list\"");
    }
}
