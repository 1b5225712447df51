package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import health.authz.stack.Ports;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ApiGatewayTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final EchoService COMMAND = EchoService.named("command");
    private static final EchoService QUERY = EchoService.named("query");
    private static final EchoService BILLING = EchoService.named("billing");
    private static final EchoService ALERT = EchoService.named("alert");

    @TempDir
    static Path folder;

    private static ConfigurableApplicationContext gateway;
    private static String base;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        int port = Ports.free();
        base = "http://localhost:" + port;
        gateway = application("demo", port);
        token = token("biller").path("access_token").asString();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        COMMAND.close();
        QUERY.close();
        BILLING.close();
        ALERT.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/authorizations?status=ACTIVE%2CEXPIRED&q=a%20b,query",
        "GET,/authorizations/1,query",
        "GET,/authorizations/1/history,query",
        "GET,/authorizations/summary,query",
        "GET,/clients?payerId=bcbs,query",
        "GET,/clients/c-1,query",
        "GET,/divisions,query",
        "GET,/divisions/adult,query",
        "GET,/payers,query",
        "GET,/payers/bcbs,query",
        "GET,/client-groups,query",
        "GET,/client-groups/g,query",
        "GET,/user-groups,query",
        "GET,/user-groups/g,query",
        "GET,/users,query",
        "GET,/users/u,query",
        "PUT,/clients/c-1,command",
        "DELETE,/clients/c-1,command",
        "PUT,/users/u,command",
        "DELETE,/users/u,command",
        "PUT,/payers/p-1,command",
        "DELETE,/payers/p-1,command",
        "PUT,/divisions/adult,command",
        "DELETE,/divisions/adult,command",
        "PUT,/client-groups/g,command",
        "DELETE,/client-groups/g,command",
        "PUT,/user-groups/g,command",
        "DELETE,/user-groups/g,command",
        "POST,/directory/import,command",
        "POST,/authorizations,command",
        "PATCH,/authorizations/1?reason=RENEWAL,command",
        "PUT,/authorizations/1/notes/n-1,command",
        "POST,/authorizations/1/inactivate,command",
        "POST,/authorizations/1/reactivate,command",
        "POST,/authorizations/1/void,command",
        "POST,/authorizations/1/renew,command",
        "POST,/bulk-previews,command",
        "GET,/bulk-previews/1,command",
        "GET,/bulk-previews/1/items?outcome=STALE,command",
        "POST,/bulk-previews?kind=ADD,command",
        "GET,/bulk-previews/1/file-problems?limit=2,command",
        "GET,/bulk-drafts/0199d2c4-5a00-7a11-9c3e-2f6b1d7a4e01,command",
        "POST,/bulk-drafts/0199d2c4-5a00-7a11-9c3e-2f6b1d7a4e01,command",
        "GET,/bulk-previews/template?kind=ADD,command",
        "POST,/billing-codes/import,billing",
        "GET,/bulk-mappings?limit=2,command",
        "PUT,/bulk-mappings/vendor,command",
        "GET,/bulk-mappings/vendor,command",
        "DELETE,/bulk-mappings/vendor,command",
        "GET,/bulk-recipes?limit=2,command",
        "PUT,/bulk-recipes/half-year,command",
        "GET,/bulk-recipes/half-year,command",
        "DELETE,/bulk-recipes/half-year,command",
        "POST,/bulk-recipes/half-year/previews,command",
        "POST,/bulk-operations,command",
        "GET,/bulk-operations,command",
        "GET,/bulk-operations/1,command",
        "GET,/bulk-operations/1/events,command",
        "POST,/bulk-operations/1/cancel,command",
        "POST,/bulk-operations/1/retry-failed,command",
        "POST,/bulk-operations/1/revert,command",
        "GET,/bulk-operations/1/results?outcome=REJECTED,command",
        "PUT,/billing-codes/H0031,billing",
        "GET,/billing-codes/H0031,billing",
        "DELETE,/billing-codes/H0031,billing",
        "GET,/billing-codes?q=x,billing",
        "POST,/billing-code-groups,billing",
        "GET,/billing-code-groups,billing",
        "GET,/billing-code-groups/1,billing",
        "PUT,/billing-code-groups/1,billing",
        "DELETE,/billing-code-groups/1,billing",
        "POST,/billing-code-groups/1/add-all,billing",
        "POST,/billing-code-groups/1/remove-all,billing",
        "GET,/alerts?scope=mine,alert",
        "POST,/alerts/1/acknowledge,alert",
        "POST,/alerts/1/seen,alert",
        "GET,/profiles,alert",
        "GET,/profiles/p,alert",
        "PUT,/profiles/p,alert",
        "GET,/settings,alert",
        "PUT,/settings/bulk.rows-max,alert"
    })
    void a_request_reaches_its_service_whole(String method, String path, String service) throws Exception {
        boolean hasBody = !method.equals("GET") && !method.equals("DELETE");
        HttpResponse<String> answer = send(method, path, hasBody ? "{\"a\":1}" : "", token);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"7\"");
        assertThat(answer.body())
                .isEqualTo(
                        service + " " + method + " /api/v1" + path + " \"3\" Bearer " + (hasBody ? "{\"a\":1}" : ""));
    }

    @ParameterizedTest
    @CsvSource({
        "/authorizations,query",
        "/authorizations/summary,query",
        "/clients/c-1,query",
        "/bulk-operations/1,command",
        "/billing-codes/H0031,billing",
        "/settings,alert"
    })
    void a_head_is_asked_where_a_get_would_be(String path, String service) throws Exception {
        HttpResponse<String> answer = send("HEAD", path, "", token);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"7\"");
        assertThat(answer.headers().firstValue("Answered-By")).hasValue(service);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /authorizations            | GET, HEAD, POST",
                "PUT    | /authorizations/1          | GET, HEAD, PATCH",
                "PATCH  | /authorizations/summary    | GET, HEAD",
                "POST   | /authorizations/summary    | GET, HEAD",
                "GET    | /directory/import          | POST",
                "HEAD   | /directory/import          | POST",
                "GET    | /authorizations/1/renew    | POST",
                "PATCH  | /clients/c-1               | DELETE, GET, HEAD, PUT",
                "PUT    | /bulk-operations           | GET, HEAD, POST",
                "OPTIONS| /settings/bulk.rows-max    | PUT"
            })
    void another_method_is_405_with_all_that_the_path_takes(String method, String path, String allowed)
            throws Exception {
        HttpResponse<String> answer = send(method, path, "", token);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
        if (!method.equals("HEAD")) {
            assertProblem(answer);
            assertThat(answer.body()).contains("/problems/method-not-allowed");
        }
    }

    @Test
    void an_address_that_cannot_be_read_is_a_problem_too() throws Exception {
        for (String address :
                List.of("/api/v1/authorizations?status[]=ACTIVE", "/api/v1/authorizations?q=" + "x".repeat(9 * 1024))) {
            URI to = URI.create(base);
            try (Socket caller = new Socket(to.getHost(), to.getPort())) {
                caller.getOutputStream()
                        .write(("GET " + address + " HTTP/1.1\r\nHost: " + to.getAuthority()
                                        + "\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(answer)
                        .startsWith("HTTP/1.1 400")
                        .contains("application/problem+json", "/problems/bad-request", "percent-encoded")
                        .doesNotContain("<html");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/audit/authorizations",
                "/authorizations/1?asOf=2026-12-01",
                "/audit/access",
                "/internal/selections/clients",
                "/internal/selections/authorizations",
                "/internal/alert-forecast",
                "/actuator/health",
                "/actuator/parked",
                "/../../internal/selections/clients",
                "/nothing"
            })
    void what_is_no_public_route_is_not_there(String path) throws Exception {
        for (String method : path.contains("asOf") ? List.of("GET") : List.of("GET", "POST")) {
            HttpResponse<String> answer = send(method, path, "", token);

            assertThat(answer.statusCode()).isIn(400, 404);
            assertProblem(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*/*", "application/*", "multipart/form-data", "multipart/form-data; boundary=x", "nonsense"})
    void what_names_no_single_type_is_refused_as_such(String type) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(base + "/api/v1/authorizations"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(415);
        assertProblem(answer);
        assertThat(answer.body()).contains("/problems/unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJiaWxsZXIifQ."})
    void without_a_good_token_nobody_passes(String bad) throws Exception {
        for (String path : new String[] {"/authorizations", "/nothing"}) {
            HttpResponse<String> answer = send("GET", path, "", bad);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertProblem(answer);
        }
    }

    @Test
    void every_demo_login_gets_a_token_for_eight_hours() throws Exception {
        for (DemoLoginNames login : DemoLoginNames.values()) {
            assertThat(token(login.text).path("expires_in").asInt()).isEqualTo(28_800);
        }
        assertThat(ask("stranger").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo,prod", "demo,PROD", "demo,production", "prod,demo", "demo,staging"})
    void demo_starts_beside_no_other_profile(String profiles) {
        assertThatThrownBy(() -> application(profiles, Ports.free())).hasStackTraceContaining("choose one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "production", "PROD", "staging", ""})
    void without_demo_nothing_starts_on_a_workstations_settings(String profile) {
        assertThatThrownBy(() -> new SpringApplication(ApiGateway.class)
                        .run("--spring.profiles.active=" + profile, "--server.port=0", "--management.server.port=0")
                        .close())
                .hasStackTraceContaining("AUTHZ_ISSUER")
                .hasStackTraceContaining("AUTHZ_AUDIENCE");
    }

    @Test
    void a_token_whose_claims_cannot_be_used_is_refused_by_their_names() throws Exception {
        for (String[] wrong : new String[][] {
            {"exp", "null"}, {"sub", "\"" + "x".repeat(256) + "\""}, {"sub", "\"a\\u0000\""}, {"org", "\"a\\u0000\""}
        }) {
            HttpResponse<String> answer = send("GET", "/authorizations", "", changed(token, wrong[0], wrong[1]));

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(JsonMapper.builder()
                            .build()
                            .readTree(answer.body())
                            .path("detail")
                            .asString())
                    .startsWith(wrong[0] + ": ");
        }
    }

    /** The same token with another value of a claim, or without it, signed again by the demo's issuer. */
    private static String changed(String token, String claim, String json) throws Exception {
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectNode claims =
                (ObjectNode) mapper.readTree(SignedJWT.parse(token).getPayload().toString());
        claims.remove(claim);
        if (!json.equals("null")) {
            claims.set(claim, mapper.readTree(json));
        }
        RSAKey key = RSAKey.parse(Files.readString(folder.resolve("demo-key.json")));
        SignedJWT signed = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                JWTClaimsSet.parse(claims.toString()));
        signed.sign(new RSASSASigner(key));
        return signed.serialize();
    }

    private enum DemoLoginNames {
        BILLER("biller"),
        FRONT_DESK("front-desk"),
        ADMIN("admin"),
        CLINICIAN("clinician"),
        AUDITOR("auditor"),
        OPS("ops"),
        BILLER_ADULT("biller-adult"),
        CLINICIAN_OWN("clinician-own"),
        BILLER2("biller2"),
        ADMIN2("admin2");

        private final String text;

        DemoLoginNames(String text) {
            this.text = text;
        }
    }

    private static ConfigurableApplicationContext application(String profiles, int port) {
        SpringApplication application = new SpringApplication(ApiGateway.class);
        application.setDefaultProperties(Map.of(
                "spring.profiles.active",
                profiles,
                "SERVER_PORT",
                port,
                "MANAGEMENT_SERVER_PORT",
                0,
                "AUTHZ_ISSUER",
                "http://localhost:" + port + "/demo-issuer",
                "AUTHZ_JWK_SET_URI",
                "http://localhost:" + port + "/demo-issuer/jwks",
                "AUTHZ_DEMO_KEY_FILE",
                folder.resolve("demo-key.json").toString(),
                "AUTHZ_COMMAND_URL",
                COMMAND.address(),
                "AUTHZ_QUERY_URL",
                QUERY.address(),
                "AUTHZ_BILLING_URL",
                BILLING.address(),
                "AUTHZ_ALERT_URL",
                ALERT.address()));
        return application.run();
    }

    private static JsonNode token(String login) throws Exception {
        return JsonMapper.builder().build().readTree(ask(login).body());
    }

    private static HttpResponse<String> ask(String login) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(base + "/demo-issuer/token"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"login\":\"" + login + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(String method, String path, String body, String bearer) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
                .header("If-Match", "\"3\"")
                .header("Accept", "text/csv, */*")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("content-type").orElse("none")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("\"type\":\"/problems/");
    }
}
