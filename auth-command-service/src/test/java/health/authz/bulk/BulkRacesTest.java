package health.authz.bulk;

import static health.authz.stack.Eventually.closely;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import health.authz.stack.AtOnce;
import health.authz.stack.TestParts;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What happens to a bulk change while it runs: its database sessions end, its rows are changed by others. */
class BulkRacesTest extends RunningBulk {
    private static final int KILLS = 3;

    @Test
    void chunks_whose_sessions_are_ended_are_done_again_and_each_row_stands_once() throws SQLException {
        world(400, 10);
        JsonNode preview =
                ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202));
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("sessions ended with seed " + seed);
        Random random = new Random(seed);
        int[] killed = {0};

        String id = send(
                        "POST",
                        "/bulk-operations",
                        Json.mapper().writeValueAsString(confirmation(preview, 4_000)),
                        UUID.randomUUID().toString(),
                        202)
                .path("id")
                .stringValue();
        try (Connection admin = TestParts.postgres().admin();
                Statement statement = admin.createStatement()) {
            closely(() -> {
                if (random.nextBoolean()) {
                    killed[0] += endOneChunk(statement);
                }
                return killed[0] >= KILLS || isOver(statement);
            });
        }

        JsonNode done = done(id);
        assertThat(killed[0]).as("sessions ended, seed %d", seed).isPositive();
        assertThat(done.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(4_000);
        assertThat(events("AuthAdded")).isEqualTo(4_000);
        assertThat(events("BulkOperationCompleted")).isEqualTo(1);
        assertThat(jdbc.queryForObject("select count(*) from authorization_window", Long.class))
                .isEqualTo(4_000);
    }

    @Test
    void of_many_who_confirm_a_preview_at_once_under_one_key_or_several_one_operation_is_made() {
        world(3, 2);
        for (int round = 0; round < 10; round++) {
            JsonNode preview = ready(post(
                    "/bulk-previews",
                    add(Map.of("all", true), (2030 + round) + "-01-01", (2030 + round) + "-06-30"),
                    201,
                    202));
            String body = Json.mapper()
                    .writeValueAsString(
                            confirmation(preview, preview.path("count").longValue()));
            String key = UUID.randomUUID().toString();

            List<HttpResponse<String>> answers = AtOnce.each(
                    6,
                    n -> exchange(
                            "POST",
                            "/bulk-operations",
                            body,
                            n % 2 == 0 ? key : UUID.randomUUID().toString(),
                            biller()));

            assertThat(answers.stream().map(HttpResponse::statusCode)).isSubsetOf(202, 409);
            assertThat(answers.stream()
                            .filter(each -> each.statusCode() == 202)
                            .map(each -> json(each).path("id").stringValue())
                            .distinct())
                    .hasSize(1);
            assertThat(jdbc.queryForObject(
                            "select count(*) from bulk_operation where preview_id = ?",
                            Long.class,
                            UUID.fromString(preview.path("id").stringValue())))
                    .isEqualTo(1);
            done(answers.stream()
                    .filter(each -> each.statusCode() == 202)
                    .findFirst()
                    .map(each -> json(each).path("id").stringValue())
                    .orElseThrow());
        }
    }

    @Test
    void of_many_who_retry_an_operation_at_once_one_does() {
        world(2, 1);
        jdbc.update("update billing_code_copy set active = false");
        String failed = idOf(confirmed(
                ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202))));
        jdbc.update("update billing_code_copy set active = true");

        List<HttpResponse<String>> answers = AtOnce.each(
                6,
                n -> exchange(
                        "POST",
                        "/bulk-operations/" + failed + "/retry-failed",
                        "{\"reason\":\"CORRECTION\"}",
                        UUID.randomUUID().toString(),
                        biller()));

        assertThat(answers.stream().map(HttpResponse::statusCode))
                .containsOnlyOnce(202)
                .isSubsetOf(202, 409);
        done(onlyOne(answers));
        assertThat(events("AuthAdded")).isEqualTo(2);
    }

    @Test
    void of_many_who_confirm_reverts_of_an_operation_at_once_one_does() {
        world(2, 1);
        String adding = idOf(confirmed(
                ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202))));
        List<JsonNode> previews = Stream.generate(
                        () -> ready(send("POST", "/bulk-operations/" + adding + "/revert", null, null, 201, 202)))
                .limit(6)
                .toList();

        List<HttpResponse<String>> answers = AtOnce.each(6, n -> {
            JsonNode preview = previews.get(n);
            return exchange(
                    "POST",
                    "/bulk-operations",
                    Json.mapper()
                            .writeValueAsString(
                                    confirmation(preview, preview.path("count").longValue())),
                    UUID.randomUUID().toString(),
                    biller());
        });

        assertThat(answers.stream().map(HttpResponse::statusCode))
                .containsOnlyOnce(202)
                .isSubsetOf(202, 409);
        done(onlyOne(answers));
        assertThat(events("AuthVoided")).isEqualTo(2);
    }

    private static String onlyOne(List<HttpResponse<String>> answers) {
        return answers.stream()
                .filter(each -> each.statusCode() == 202)
                .map(each -> idOf(json(each)))
                .findFirst()
                .orElseThrow();
    }

    private static String idOf(JsonNode operation) {
        return operation.path("id").stringValue();
    }

    @Test
    void a_row_changed_after_the_preview_is_stale_and_left_alone() {
        world(3, 2);
        confirmed(ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202)));
        JsonNode late = ready(post("/bulk-previews", update(Map.of("endDate", "2026-12-20")), 201, 202));

        confirmed(ready(post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 201, 202)));
        JsonNode done = confirmed(late);

        assertThat(done.path("progress").path("succeeded").longValue()).isZero();
        assertThat(events("AuthFieldsPatched")).isEqualTo(6);
        JsonNode results = get("/bulk-operations/" + done.path("id").stringValue() + "/results?outcome=STALE");
        assertThat(results.path("count").longValue()).isEqualTo(6);
        assertThat(jdbc.queryForObject(
                        "select count(*) from authorization_window where end_date = date '2026-12-15'", Long.class))
                .isEqualTo(6);
    }

    private static int endOneChunk(Statement admin) throws SQLException {
        try (ResultSet ended = admin.executeQuery("""
                select pg_terminate_backend(pid) from pg_locks
                 where relation = 'auth_command.bulk_operation_chunk'::regclass
                   and mode in ('RowShareLock', 'RowExclusiveLock') and granted limit 1""")) {
            return ended.next() && ended.getBoolean(1) ? 1 : 0;
        }
    }

    private static boolean isOver(Statement admin) throws SQLException {
        try (ResultSet open = admin.executeQuery(
                "select not exists (select 1 from auth_command.bulk_operation where ended_at is null)")) {
            return open.next() && open.getBoolean(1);
        }
    }
}
