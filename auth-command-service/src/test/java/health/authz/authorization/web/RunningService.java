package health.authz.authorization.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import health.authz.command.AuthCommandService;
import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The service as it runs, on a real PostgreSQL and broker, with an issuer of its own. */
final class RunningService implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer issuer;
    private final RSAKey key;
    private final ConfigurableApplicationContext service;

    RunningService() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("test").generate();
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        issuer.createContext("/jwks", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        issuer.start();
        service = new SpringApplication(AuthCommandService.class)
                .run(
                        "--spring.profiles.active=demo",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.datasource.url=" + TestParts.postgres().url() + "?reWriteBatchedInserts=true",
                        "--spring.kafka.bootstrap-servers=" + TestParts.kafka().bootstrapServers(),
                        "--authz.security.issuer=" + issuerUrl(),
                        "--authz.security.jwk-set-uri=" + issuerUrl() + "/jwks");
    }

    /** Who asks. */
    record Login(String organisation, String user, List<String> divisions, String clients, List<String> permissions) {}

    JdbcTemplate jdbc() {
        return service.getBean(JdbcTemplate.class);
    }

    Answer send(Login login, String method, String path, @Nullable Object body, String... headers) {
        String port = service.getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1" + path))
                .header("Authorization", "Bearer " + token(login))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(text(body)));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What came back. */
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        JsonNode json() {
            return Json.mapper().readTree(http.body());
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        /** Last part of the problem's type. */
        String problem() {
            String type = json().path("type").stringValue();
            return type.substring(type.lastIndexOf('/') + 1);
        }
    }

    private static String text(@Nullable Object body) {
        if (body == null) {
            return "";
        }
        return body instanceof String text ? text : Json.mapper().writeValueAsString(body);
    }

    private String issuerUrl() {
        return "http://localhost:" + issuer.getAddress().getPort();
    }

    private String token(Login login) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test").build(),
                    new JWTClaimsSet.Builder()
                            .issuer(issuerUrl())
                            .audience("authz")
                            .subject(login.user())
                            .expirationTime(Date.from(Instant.now().plusSeconds(3_600)))
                            .claim("org", login.organisation())
                            .claim("divisions", login.divisions())
                            .claim("clients", login.clients())
                            .claim("permissions", login.permissions())
                            .build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** A client of the adult division, insured with Blue Cross and Medicaid, and two billing codes. */
    void cast(String organisation) {
        Login admin = admin(organisation);
        send(admin, "PUT", "/payers/bcbs", Map.of("name", "Blue Cross"));
        send(admin, "PUT", "/payers/medicaid", Map.of("name", "Medicaid"));
        send(admin, "PUT", "/payers/aetna", Map.of("name", "Aetna"));
        send(admin, "PUT", "/divisions/adult", Map.of("name", "Adult", "timeZone", "America/New_York"));
        client(admin, "c-1", true);
        client(admin, "c-gone", false);
        code(organisation, "H0031", false, 12);
        code(organisation, "PHONE", true, null);
    }

    private static Login admin(String organisation) {
        return new Login(organisation, "admin", List.of("*"), "all", List.of("directory:write"));
    }

    /** The client leaves the clinic, or comes back. */
    void client(String organisation, String id, boolean active) {
        client(admin(organisation), id, active);
    }

    /** The client is forgotten. */
    void erase(String organisation, String id) {
        send(admin(organisation), "DELETE", "/clients/" + id, null);
    }

    private void client(Login admin, String id, boolean active) {
        send(
                admin,
                "PUT",
                "/clients/" + id,
                Map.of(
                        "name", Map.of("family", "Alder", "given", "Ada"),
                        "active", active,
                        "divisionIds", List.of("adult"),
                        "payerIds", List.of("bcbs", "medicaid"),
                        "assignedUserIds", List.of("u-7")));
    }

    private void code(String organisation, String code, boolean unmanaged, @Nullable Integer units) {
        jdbc().update(
                        "insert into billing_code_copy (tenant, code, active, unmanaged, default_units)"
                                + " values (?, ?, true, ?, ?) on conflict do nothing",
                        organisation,
                        code,
                        unmanaged,
                        units);
    }

    @Override
    public void close() {
        service.close();
        issuer.stop(0);
    }
}
