package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import health.authz.gateway.Browser.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * An organisation's own provider: on another origin, with a client secret, signing with ES256, and with access tokens so short that each
 * page needs another one. It lets everybody in at once.
 */
class OtherIssuerTest {
    private static final EchoService ANY = EchoService.saying("{}");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private final AtomicReference<String> audience = new AtomicReference<>("authz");
    private final AtomicReference<Map<String, String>> asked = new AtomicReference<>(Map.of());
    private final AtomicReference<String> nonce = new AtomicReference<>("");
    private final AtomicInteger refreshed = new AtomicInteger();
    private final AtomicReference<String> client = new AtomicReference<>("");
    private final List<String> issued = new CopyOnWriteArrayList<>();
    private ECKey key;
    private HttpServer issuer;
    private RunningGateway gateway;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).keyID("other").generate();
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", this::answer);
        issuer.start();
        gateway = new RunningGateway(
                folder,
                RunningGateway.allServicesAt(
                        ANY.address(),
                        "--authz.security.issuer=" + address(),
                        "--authz.security.jwk-set-uri=" + address() + "/jwks",
                        "--authz.sign-in.same-origin=false",
                        "--authz.sign-in.client-id=the-client",
                        "--authz.sign-in.client-secret=the-secret",
                        "--authz.sign-in.scopes=openid,offline_access",
                        "--authz.sign-in.parameters.audience=authz"));
        browser = new Browser(gateway.base);
    }

    @AfterEach
    void stop() {
        gateway.close();
        issuer.stop(0);
    }

    @AfterAll
    static void stopServices() {
        ANY.close();
    }

    @Test
    void people_sign_in_with_proof_of_the_code_and_the_clients_secret() throws Exception {
        Page page = browser.open("/console?x=1");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.at()).hasToString(gateway.base + "/console?x=1");
        assertThat(asked.get())
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("audience", "authz")
                .containsEntry("client_id", "the-client")
                .containsEntry("scope", "openid offline_access")
                .containsKeys("code_challenge", "state", "nonce");
        assertThat(client.get()).startsWith("Basic ");
        assertThat(page.body()).contains("Kim Example").doesNotContain(issued);
        assertThat(page.header("Content-Security-Policy")).contains("form-action 'self' " + address());
    }

    @Test
    void a_token_that_is_about_to_end_is_renewed_before_it_is_used() throws Exception {
        browser.open("/console");
        int before = refreshed.get();

        assertThat(browser.open("/console").status()).isEqualTo(200);
        assertThat(refreshed.get()).isEqualTo(before + 1);
        assertThat(browser.way).as("without leaving").hasSize(1);
    }

    @Test
    void nobody_is_let_in_with_a_token_that_the_api_would_refuse() throws Exception {
        audience.set("payroll");

        Page page = browser.open("/console");

        assertThat(page.at()).hasPath("/sign-in/failed").hasQuery("why=token");
        assertThat(page.status()).isEqualTo(401);
    }

    @Test
    void log_off_ends_the_providers_session_too_and_says_where_to_go_then() throws Exception {
        Page page = browser.open("/console");

        Page after = browser.logOff(page);

        assertThat(after.body()).isEqualTo("ended " + gateway.base + "/");
    }

    @Test
    void a_provider_that_is_away_is_said_and_asked_again() throws Exception {
        issuer.stop(0);
        Page page = browser.open("/");
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.body()).contains("does not answer just now");

        issuer = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), issuer.getAddress().getPort()),
                0);
        issuer.createContext("/", this::answer);
        issuer.start();
        assertThat(browser.open("/console").at()).hasPath("/console");
    }

    private String address() {
        return "http://localhost:" + issuer.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/openid-configuration" -> json(exchange, description());
            case "/jwks" -> json(exchange, new JWKSet(key.toPublicJWK()).toJSONObject());
            case "/authorize" -> {
                Map<String, String> request =
                        parameters(exchange.getRequestURI().getRawQuery());
                asked.set(request);
                nonce.set(request.get("nonce"));
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                request.get("redirect_uri") + "?code=c&state=" + encoded(request.get("state")));
                exchange.sendResponseHeaders(302, -1);
            }
            case "/token" -> {
                client.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                if ("refresh_token".equals(parameters(body).get("grant_type"))) {
                    refreshed.incrementAndGet();
                }
                json(exchange, tokens());
            }
            case "/end" -> {
                byte[] said = ("ended "
                                + parameters(exchange.getRequestURI().getRawQuery())
                                        .get("post_logout_redirect_uri"))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, said.length);
                exchange.getResponseBody().write(said);
            }
            default -> exchange.sendResponseHeaders(404, -1);
        }
        exchange.close();
    }

    private Map<String, Object> description() {
        return Map.of(
                "issuer",
                address(),
                "jwks_uri",
                address() + "/jwks",
                "authorization_endpoint",
                address() + "/authorize",
                "token_endpoint",
                address() + "/token",
                "end_session_endpoint",
                address() + "/end",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("ES256"));
    }

    private Map<String, Object> tokens() {
        JWTClaimsSet.Builder access = claims().audience(audience.get())
                .claim("org", "abc-therapeutic")
                .claim("permissions", List.of("auth:read"));
        JWTClaimsSet.Builder id =
                claims().audience("the-client").claim("nonce", nonce.get()).claim("name", "Kim Example");
        return Map.of(
                "access_token",
                signed(access),
                "id_token",
                signed(id),
                "refresh_token",
                "r",
                "token_type",
                "Bearer",
                "expires_in",
                30);
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(address())
                .subject("u-7")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(30)));
    }

    private String signed(JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("other").build(), claims.build());
            token.sign(new ECDSASigner(key));
            issued.add(token.serialize());
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void json(HttpExchange exchange, Map<String, Object> document) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(document);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> parameters.put(decoded(pair[0]), decoded(pair[1])));
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
