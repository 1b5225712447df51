package health.authz.bulk;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.command.AuthCommandService;
import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The running service on real parts, with neighbours that answer from its tables. */
abstract class RunningBulk {
    protected static final UUID GROUP = UUID.fromString("00000000-0000-0000-0000-0000000000a1");
    protected static final List<String> BILLER =
            List.of("auth:read", "auth:write", "auth:special", "auth:bulk", "auth:bulk-revert", "note:write");
    protected static Neighbours neighbours;
    protected static final HttpClient http = HttpClient.newHttpClient();
    protected static ConfigurableApplicationContext service;
    protected static JdbcTemplate jdbc;

    @BeforeAll
    static void start() {
        neighbours = new Neighbours();
        run();
    }

    private static void run(String... settings) {
        service = new SpringApplication(AuthCommandService.class).run(instance(settings));
        jdbc = service.getBean(JdbcTemplate.class);
        neighbours.lookInto(jdbc);
    }

    /** What every instance on this store is started with. */
    protected static String[] instance(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.profiles.active=demo",
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + TestParts.postgres().url() + "?reWriteBatchedInserts=true",
                "--spring.kafka.bootstrap-servers=" + TestParts.kafka().bootstrapServers(),
                "--authz.query-url=" + neighbours.url(),
                "--authz.alert-url=" + neighbours.url(),
                "--authz.security.issuer=" + neighbours.url(),
                "--authz.security.jwk-set-uri=" + neighbours.url() + "/jwks"));
        arguments.addAll(List.of(settings));
        return arguments.toArray(String[]::new);
    }

    /** Ends the process' service and starts another on the same store. */
    protected static void restart(String... settings) {
        service.close();
        run(settings);
    }

    @AfterAll
    static void stop() {
        service.close();
        neighbours.close();
    }

    @BeforeEach
    void empty() {
        eventually(RunningBulk::truncate);
        jdbc.update("delete from domain_event_entry");
    }

    /** Workers look for work meanwhile, in their own order of tables; then one of the two is refused. */
    private static void truncate() {
        jdbc.execute("""
                truncate bulk_mapping, bulk_revert, bulk_preview, bulk_preview_chunk, bulk_operation, bulk_approval, bulk_operation_chunk, bulk_comment,
                         bulk_idempotency, authorization_window, authorization_snapshot, directory_record, billing_code_copy,
                         billing_code_group_copy, setting_copy cascade""");
    }

    protected static void world(int clients, int codes) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 1; i <= clients; i++) {
            rows.add(new Object[] {"c-%05d".formatted(i), """
                {"name":{"family":"F","given":"G"},"active":true,"divisionIds":["adult"],"payerIds":["bcbs"],\
                "clientGroupIds":[],"assignedUserIds":[]}"""});
        }
        jdbc.batchUpdate("insert into directory_record (tenant, kind, id, value) values ('abc', 'client', ?, ?)", rows);
        List<String> members = new ArrayList<>();
        for (int i = 1; i <= codes; i++) {
            jdbc.update("insert into billing_code_copy values ('abc', ?, true, false, 12)", "B" + i);
            members.add("{\"code\":\"B" + i + "\"}");
        }
        jdbc.update(
                "insert into billing_code_group_copy values ('abc', ?, 1, true, false, ?)", GROUP, members.toString());
    }

    protected static Map<String, Object> add(Object clients, String start, String end) {
        return Map.of(
                "kind",
                "ADD",
                "clients",
                clients,
                "billingCodeGroupId",
                GROUP,
                "values",
                Map.of("startDate", start, "endDate", end));
    }

    protected static Map<String, Object> update(Map<String, Object> patch) {
        return Map.of("kind", "UPDATE", "selection", Map.of("all", true), "patch", patch);
    }

    protected static Map<String, Object> confirmation(JsonNode preview, long count) {
        return Map.of("previewId", preview.path("id").stringValue(), "expectedCount", count, "reason", "PAYER_LETTER");
    }

    protected static JsonNode ready(JsonNode preview) {
        JsonNode[] now = {preview};
        eventually(() -> {
            now[0] = get("/bulk-previews/" + preview.path("id").stringValue());
            return now[0].path("state").stringValue().equals("READY");
        });
        return now[0];
    }

    protected static JsonNode confirmed(JsonNode preview) {
        JsonNode accepted = send(
                "POST",
                "/bulk-operations",
                Json.mapper()
                        .writeValueAsString(
                                confirmation(preview, preview.path("count").longValue())),
                UUID.randomUUID().toString(),
                202);
        return done(accepted.path("id").stringValue());
    }

    protected static JsonNode done(String id) {
        JsonNode[] now = {Json.mapper().createObjectNode()};
        eventually(() -> {
            now[0] = get("/bulk-operations/" + id);
            return now[0].path("done").booleanValue();
        });
        return now[0];
    }

    protected static long events(String type) {
        Long count =
                jdbc.queryForObject("select count(*) from domain_event_entry where payload_type = ?", Long.class, type);
        return count == null ? 0 : count;
    }

    protected static JsonNode get(String path) {
        return send("GET", path, null, null, 200);
    }

    protected static JsonNode post(String path, Object body, Integer... expected) {
        return send("POST", path, Json.mapper().writeValueAsString(body), null, expected);
    }

    protected static JsonNode send(String method, String path, String body, String key, Integer... expected) {
        HttpResponse<String> answer = exchange(method, path, body, key, biller());
        assertThat(answer.statusCode()).as(answer.body()).isIn((Object[]) expected);
        return json(answer);
    }

    protected static String biller() {
        return neighbours.token("abc", "biller", List.of("*"), BILLER);
    }

    protected static JsonNode json(HttpResponse<String> answer) {
        return Json.mapper().readTree(answer.body());
    }

    protected static HttpResponse<String> exchange(
            String method, String path, String body, String key, String token, String... headers) {
        String port = service.getEnvironment().getProperty("local.server.port");
        return exchangeAt(port, method, path, body, key, token, headers);
    }

    protected static HttpResponse<String> exchangeAt(
            String port, String method, String path, String body, String key, String token, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
