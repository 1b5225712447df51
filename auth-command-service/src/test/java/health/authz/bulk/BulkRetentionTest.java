package health.authz.bulk;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is removed after its time, on a clock that days are added to. */
class BulkRetentionTest extends RunningBulk {
    private static final int BATCH = 3;
    private static final int PREVIEWS = 8;

    @TempDir
    Path folder;

    @BeforeEach
    void lookOften() throws IOException {
        daysAhead(0);
        restart(
                "--authz.demo.clock-file=" + clockFile(),
                "--authz.bulk.retention.every=50ms",
                "--authz.bulk.retention.batch-rows-max=" + BATCH);
    }

    @AfterEach
    void noMoreTrigger() {
        jdbc.execute("drop function if exists at_most_a_batch cascade");
    }

    @Test
    void previews_nobody_confirmed_go_a_week_after_they_expired_and_confirmed_ones_stay() throws IOException {
        world(3, 2);
        for (int i = 0; i < PREVIEWS; i++) {
            preview();
        }
        jdbc.update("insert into bulk_preview (id, tenant, made_by, kind, state, plan, touched_at)"
                + " values (gen_random_uuid(), 'abc', 'biller', 'ADD', 'FAILED', '{}', now() + interval '15 minutes')");
        JsonNode used = preview();
        String operation = confirmed(used).path("id").stringValue();
        refuseLargerBatches("bulk_preview");
        refuseLargerBatches("bulk_preview_chunk");

        daysAhead(7);
        looksAgain(7);
        assertThat(rows("bulk_preview")).isEqualTo(PREVIEWS + 2);

        daysAhead(8);
        eventually(() -> rows("bulk_preview") == 1);
        assertThat(rows("bulk_preview_chunk")).isEqualTo(1);
        assertThat(jdbc.queryForObject("select id::text from bulk_preview", String.class))
                .isEqualTo(used.path("id").stringValue());
        assertThat(get("/bulk-operations/" + operation + "/results")
                        .path("count")
                        .longValue())
                .isEqualTo(6);
        eventually(() -> {
            assertThat(removed("previews")).isEqualTo(PREVIEWS + 1);
            assertThat(removed("preview-chunks")).isEqualTo(PREVIEWS);
        });
    }

    @Test
    void keys_hold_for_thirty_days_and_their_operations_stay() throws IOException {
        world(3, 2);
        for (int i = 0; i < BATCH + 1; i++) {
            confirmed(preview());
        }
        JsonNode preview = preview();
        String body = Json.mapper().writeValueAsString(confirmation(preview, 6));
        JsonNode first = send("POST", "/bulk-operations", body, "k-old", 202);
        done(first.path("id").stringValue());
        refuseLargerBatches("bulk_idempotency");

        daysAhead(29);
        looksAgain(29);
        assertThat(send("POST", "/bulk-operations", body, "k-old", 202).path("id"))
                .isEqualTo(first.path("id"));
        assertThat(rows("bulk_idempotency")).isEqualTo(BATCH + 2);

        daysAhead(31);
        eventually(() -> rows("bulk_idempotency") == 0);
        eventually(() ->
                assertThat(removed("idempotency-keys")).as("with the witness").isEqualTo(BATCH + 3));
        assertThat(send("POST", "/bulk-operations", body, "k-old", 409).path("operationId"))
                .as("one preview is one operation, also where its key is forgotten")
                .isEqualTo(first.path("id"));
        assertThat(rows("bulk_operation")).isEqualTo(BATCH + 2);
    }

    @Test
    void what_another_instance_holds_is_passed_over_and_removed_later() throws IOException, SQLException {
        world(3, 2);
        List<String> held =
                List.of(preview().path("id").stringValue(), preview().path("id").stringValue());
        preview();
        try (Connection other = TestParts.postgres().admin();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select 1 from auth_command.bulk_preview_chunk where preview_id = '%s' for update"
                    .formatted(held.getFirst()));
            statement.execute(
                    "select 1 from auth_command.bulk_preview where id = '%s' for update".formatted(held.getLast()));
            daysAhead(8);
            eventually(() -> rows("bulk_preview") == 2);
            assertThat(jdbc.queryForList("select id::text from bulk_preview", String.class))
                    .containsExactlyInAnyOrderElementsOf(held);
            other.rollback();
        }
        eventually(() -> rows("bulk_preview") == 0);
    }

    /** A statement that removes more than a batch fails, and with it every later one. */
    private static void refuseLargerBatches(String table) {
        jdbc.execute("""
                create or replace function at_most_a_batch() returns trigger language plpgsql as $$
                begin
                    if (select count(*) from gone) > %d then raise exception 'too many at once'; end if;
                    return null;
                end $$""".formatted(BATCH));
        jdbc.execute("create trigger at_most_a_batch after delete on " + table
                + " referencing old table as gone for each statement execute function at_most_a_batch()");
    }

    /** By then the removal has run on the clock as it stands: what is due by this clock alone is gone. */
    private static void looksAgain(int daysAhead) {
        jdbc.update("""
                insert into bulk_idempotency (tenant, user_id, key, body_hash, operation_id, sent_at)
                values ('abc', 'biller', 'witness', '', gen_random_uuid(), now() - make_interval(days => ?))""", 31 - daysAhead);
        eventually(() -> jdbc.queryForList("select 1 from bulk_idempotency where key = 'witness'")
                .isEmpty());
    }

    private static JsonNode preview() {
        return post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);
    }

    private static long rows(String table) {
        Long count = jdbc.queryForObject("select count(*) from " + table, Long.class);
        return count == null ? 0 : count;
    }

    private static double removed(String what) {
        return service.getBean(MeterRegistry.class)
                .get("authz.bulk.removed")
                .tag("what", what)
                .counter()
                .count();
    }

    private Path clockFile() {
        return folder.resolve("days");
    }

    private void daysAhead(int days) throws IOException {
        Files.writeString(clockFile(), Integer.toString(days));
    }
}
