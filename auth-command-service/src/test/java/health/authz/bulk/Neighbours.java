package health.authz.bulk;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import health.authz.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.StreamSupport;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Stands for the issuer, the list and the alerts; what it lists, it reads from the store. */
final class Neighbours implements AutoCloseable {
    private final HttpServer server;
    private final RSAKey key;
    private volatile long announced;
    private volatile boolean rebuilding;
    private volatile boolean behind;
    private volatile boolean withoutKafka;
    private volatile String awaited = "";
    private final ReentrantReadWriteLock selections = new ReentrantReadWriteLock();
    private volatile JdbcTemplate jdbc;

    Neighbours() {
        try {
            key = new RSAKeyGenerator(2048).keyID("test").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
        server.createContext("/jwks", http -> answer(http, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/internal/selections/clients", http -> answer(http, clients(body(http))));
        server.createContext("/internal/selections/authorizations", http -> answer(http, authorizations(body(http))));
        server.createContext("/internal/alert-forecast", http -> answer(http, forecast(body(http))));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Selections are not answered until the holder, the same thread, lets go. */
    void holdSelections() {
        selections.writeLock().lock();
    }

    void answerSelections() {
        selections.writeLock().unlock();
    }

    void lookInto(JdbcTemplate store) {
        jdbc = store;
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    String token(String organisation, String user, List<String> divisions, List<String> permissions) {
        return token(organisation, user, divisions, "all", permissions);
    }

    /** @param clients {@code all} of the divisions' clients, or those {@code assigned} to the user */
    String token(String organisation, String user, List<String> divisions, String clients, List<String> permissions) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test").build(),
                    new JWTClaimsSet.Builder()
                            .issuer(url())
                            .audience("authz")
                            .subject(user)
                            .expirationTime(Date.from(Instant.now().plusSeconds(3_600)))
                            .claim("org", organisation)
                            .claim("divisions", divisions)
                            .claim("clients", clients)
                            .claim("permissions", permissions)
                            .build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private String clients(JsonNode selection) {
        passGate();
        List<String> ids = selection.has("ids")
                ? StreamSupport.stream(selection.get("ids").spliterator(), false)
                        .map(JsonNode::stringValue)
                        .sorted()
                        .toList()
                : jdbc.queryForList(
                        "select id from directory_record where kind = 'client' order by id collate \"C\"",
                        String.class);
        StringBuilder lines = new StringBuilder();
        ids.forEach(id -> lines.append("{\"id\":\"").append(id).append("\"}\n"));
        return lines + "{\"end\":true,\"count\":" + ids.size() + "}\n";
    }

    private void passGate() {
        selections.readLock().lock();
        selections.readLock().unlock();
    }

    private String authorizations(JsonNode selection) {
        passGate();
        StringBuilder lines = new StringBuilder();
        int[] count = {0};
        jdbc.query("""
                select aggregate_identifier, max(sequence_number) from domain_event_entry
                 where type = 'Authorization' group by 1 order by 1""", row -> {
            lines.append("{\"id\":\"%s\",\"seq\":%d}\n".formatted(row.getString(1), row.getLong(2)));
            count[0]++;
        });
        return lines + "{\"end\":true,\"count\":" + count[0] + "}\n";
    }

    private static String forecast(JsonNode asked) {
        long count = StreamSupport.stream(asked.get("candidates").spliterator(), false)
                .mapToLong(each -> each.get("count").longValue())
                .sum();
        return "{\"alerts\":[{\"kind\":\"EXPIRING\",\"count\":" + count + ",\"recipients\":[]}]}";
    }

    private static JsonNode body(HttpExchange http) throws IOException {
        return Json.mapper().readTree(http.getRequestBody().readAllBytes());
    }

    /** What the list says of every selection before its first line; 0 = it knows nothing. */
    void announce(long atLeast) {
        announced = atLeast;
    }

    /** From now on the list is, or is no longer, only partly there. */
    void rebuildTheList(boolean on) {
        rebuilding = on;
    }

    /** From now on the list has, or has no longer, what a selection is to wait for; without Kafka it cannot get it. */
    void listIsBehind(boolean on, boolean kafkaIsAway) {
        behind = on;
        withoutKafka = kafkaIsAway;
    }

    /** How far the last selection wanted the list to have read. */
    String awaited() {
        return awaited;
    }

    private void refuse(HttpExchange http, String slug, String detail) throws IOException {
        byte[] bytes = """
                {"type":"/problems/%s","title":"Not available now","status":503,"kafkaIsAway":%s,"detail":"%s"}""".formatted(slug, withoutKafka, detail).getBytes(StandardCharsets.UTF_8);
        http.sendResponseHeaders(503, bytes.length);
        try (var out = http.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void answer(HttpExchange http, String text) throws IOException {
        if (rebuilding && http.getRequestURI().getPath().startsWith("/internal/selections/")) {
            refuse(http, "list-is-being-rebuilt", "The list is being rebuilt (3 of 10 records read).");
            return;
        }
        if (http.getRequestURI().getPath().startsWith("/internal/selections/")) {
            awaited = String.valueOf(http.getRequestHeaders().getFirst("Authz-Reach"));
            if (behind && http.getRequestHeaders().containsKey("Authz-Reach")) {
                refuse(http, "list-behind", "The list has not read yet what it is to be read with.");
                return;
            }
        }
        http.getResponseHeaders().set("Selection-At-Least", Long.toString(announced));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        http.sendResponseHeaders(200, bytes.length);
        try (var out = http.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
