package health.authz.bulk;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.command.AuthCommandService;
import health.authz.platform.json.Json;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Operations that somebody stops, on a real PostgreSQL; a client that a test locks holds the chunk in which it stands. */
class BulkCancelTest extends RunningBulk {
    private static final String FEW_ROWS = "--authz.bulk.chunk-rows=10";

    @BeforeAll
    static void smallChunks() {
        restart(FEW_ROWS, "--authz.bulk.workers=1");
    }

    @AfterEach
    void leaveNothing() {
        empty();
    }

    @Test
    void the_chunk_in_work_is_finished_and_kept_and_no_other_is_begun() throws InterruptedException {
        world(50, 2);
        String id;
        try (HeldClient held = new HeldClient("c-00001")) {
            id = begun();
            assertThat(cancel(id).path("state").stringValue()).isEqualTo("CANCELLING");
            JsonNode stopping = cancel(id);
            assertThat(stopping.path("state").stringValue())
                    .as("a second time changes nothing")
                    .isEqualTo("CANCELLING");
            assertThat(stopping.path("done").booleanValue()).isFalse();
            assertThat(stopping.path("links").has("cancel")).isFalse();
        }

        JsonNode done = done(id);

        assertThat(done.path("state").stringValue()).isEqualTo("CANCELLED");
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(10);
        assertThat(done.path("progress").path("notProcessed").longValue()).isEqualTo(90);
        assertThat(events("AuthAdded")).isEqualTo(10);
        assertThat(events("BulkOperationCancelled")).isEqualTo(1);
        assertThat(events("BulkOperationCompleted")).isZero();
        assertThat(jdbc.queryForList("""
            select sequence_number from domain_event_entry where aggregate_identifier = ? order by 1""", Long.class, id)).containsExactly(0L, 1L);
        refusedAsEnded(id, "CANCELLED");
    }

    @Test
    void what_was_done_before_it_was_stopped_can_be_taken_back() throws InterruptedException {
        world(50, 2);
        String id;
        try (HeldClient held = new HeldClient("c-00001")) {
            id = begun();
            cancel(id);
        }
        done(id);

        JsonNode preview = send("POST", "/bulk-operations/" + id + "/revert", null, null, 201);
        assertThat(preview.path("count").longValue()).isEqualTo(10);
        JsonNode undo = confirmed(preview);

        assertThat(undo.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(events("AuthVoided")).isEqualTo(10);
        assertThat(get("/bulk-operations/" + id).path("revertedBy").stringValue())
                .isEqualTo(undo.path("id").stringValue());
    }

    @Test
    void a_revert_that_was_stopped_bars_no_other_which_does_the_rest() throws InterruptedException {
        world(50, 2);
        String all = confirmed(
                        ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202)))
                .path("id")
                .stringValue();
        String undo = confirmed(send("POST", "/bulk-operations/" + all + "/revert", null, null, 201))
                .path("id")
                .stringValue();
        JsonNode preview = send("POST", "/bulk-operations/" + undo + "/revert", null, null, 201);
        String stopped;
        try (HeldClient held = new HeldClient("c-00001")) {
            stopped = confirmedOnly(preview);
            awaitHeldChunk();
            cancel(stopped);
        }
        assertThat(done(stopped).path("state").stringValue()).isEqualTo("CANCELLED");
        assertThat(events("AuthRestored")).isEqualTo(10);

        JsonNode rest = confirmed(send("POST", "/bulk-operations/" + undo + "/revert", null, null, 201));

        assertThat(rest.path("progress").path("succeeded").longValue()).isEqualTo(90);
        assertThat(rest.path("progress").path("unchanged").longValue()).isEqualTo(10);
        assertThat(events("AuthRestored")).isEqualTo(100);
    }

    @Test
    void rows_that_nobody_got_to_are_listed_as_pages_lines_and_csv() throws InterruptedException {
        world(50, 2);
        String id;
        try (HeldClient held = new HeldClient("c-00001")) {
            id = begun();
            cancel(id);
        }
        done(id);

        String results = "/bulk-operations/" + id + "/results";
        JsonNode page = get(results + "?outcome=NOT_PROCESSED&limit=50");
        assertThat(page.path("count").longValue()).isEqualTo(90);
        JsonNode first = page.path("items").get(0);
        assertThat(first.path("line").longValue()).isEqualTo(11);
        assertThat(first.path("clientId").stringValue()).isEqualTo("c-00006");
        assertThat(first.path("billingCode").stringValue()).isEqualTo("B1");
        assertThat(first.path("outcome").stringValue()).isEqualTo("NOT_PROCESSED");
        assertThat(first.path("problem").isNull()).isTrue();
        JsonNode rest = get(results + "?outcome=NOT_PROCESSED&limit=50&cursor="
                + page.path("nextCursor").stringValue());
        assertThat(rest.path("items").size()).isEqualTo(40);
        assertThat(rest.path("items").get(39).path("line").longValue()).isEqualTo(100);
        assertThat(rest.path("nextCursor").isNull()).isTrue();
        assertThat(get(results + "?limit=500").path("items").size()).isEqualTo(100);
        assertThat(lines(results + "?outcome=NOT_PROCESSED", "application/x-ndjson"))
                .hasSize(90);
        assertThat(lines(results + "?outcome=NOT_PROCESSED", "text/csv"))
                .hasSize(91)
                .contains("11,c-00006,B1,,NOT_PROCESSED,,,,,,,,2026-12-01,2027-05-31,,,,,");
        assertThat(lines(results, "text/csv")).hasSize(101);
    }

    @Test
    void stopped_in_its_last_chunk_it_is_done_and_not_called_cancelled() throws InterruptedException {
        world(5, 2);
        String id;
        try (HeldClient held = new HeldClient("c-00003")) {
            id = begun();
            assertThat(cancel(id).path("state").stringValue()).isEqualTo("CANCELLING");
        }

        JsonNode done = done(id);

        assertThat(done.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(10);
        assertThat(done.path("progress").path("notProcessed").longValue()).isZero();
        assertThat(events("BulkOperationCompleted")).isEqualTo(1);
        assertThat(events("BulkOperationCancelled")).isZero();
        refusedAsEnded(id, "SUCCEEDED");
    }

    @Test
    void what_nobody_has_begun_ends_with_the_request() {
        world(50, 2);
        JsonNode preview = previewOfAll();
        restart(FEW_ROWS, "--authz.bulk.workers=0");
        String id = confirmedOnly(preview);

        JsonNode cancelled = cancel(id);

        assertThat(cancelled.path("state").stringValue()).isEqualTo("CANCELLED");
        assertThat(cancelled.path("progress").path("notProcessed").longValue()).isEqualTo(100);
        assertThat(jdbc.queryForObject("select count(*) from bulk_operation_chunk where not done", Long.class))
                .as("the queue")
                .isZero();
        restart(FEW_ROWS, "--authz.bulk.workers=1");
    }

    @Test
    void what_waits_until_the_store_has_room_ends_too() {
        world(50, 2);
        JsonNode preview = previewOfAll();
        jdbc.execute("""
            create function no_room() returns trigger language plpgsql as $$
            begin raise exception 'no space left on device' using errcode = '53100'; end $$""");
        jdbc.execute("""
            create trigger no_room before insert on authorization_window for each row execute function no_room()""");
        try {
            String id = confirmedOnly(preview);
            eventually(() ->
                    get("/bulk-operations/" + id).path("state").stringValue().equals("WAITING"));

            assertThat(cancel(id).path("state").stringValue()).isIn("CANCELLING", "CANCELLED");

            JsonNode done = done(id);
            assertThat(done.path("state").stringValue()).isEqualTo("CANCELLED");
            assertThat(done.path("progress").path("notProcessed").longValue()).isEqualTo(100);
        } finally {
            jdbc.execute("drop trigger no_room on authorization_window");
            jdbc.execute("drop function no_room()");
        }
    }

    @Test
    void what_this_version_cannot_read_can_be_stopped() {
        world(50, 2);
        JsonNode preview = previewOfAll();
        restart(FEW_ROWS, "--authz.bulk.workers=0");
        String id = confirmedOnly(preview);
        jdbc.update("update bulk_operation set plan = '{\"of\": \"tomorrow\"}'");

        JsonNode cancelled = cancel(id);

        assertThat(cancelled.path("state").stringValue()).isEqualTo("CANCELLED");
        assertThat(cancelled.path("progress").path("notProcessed").longValue()).isEqualTo(100);
        restart(FEW_ROWS, "--authz.bulk.workers=1");
    }

    @Test
    void a_process_that_dies_while_it_works_on_the_last_chunk_leaves_an_end_to_others() {
        world(50, 2);
        JsonNode preview = previewOfAll();
        restart(FEW_ROWS, "--authz.bulk.workers=0");
        String id = confirmedOnly(preview);
        jdbc.update("""
            update bulk_operation set state = 'CANCELLING', cancelled_by = 'biller' where id = ?""", UUID.fromString(id));
        jdbc.update("""
            update bulk_operation_chunk set done = true, not_processed = 10 where operation_id = ? and chunk > 0""", UUID.fromString(id));

        restart(FEW_ROWS, "--authz.bulk.workers=1");

        JsonNode done = done(id);
        assertThat(done.path("state").stringValue()).isEqualTo("CANCELLED");
        assertThat(done.path("progress").path("notProcessed").longValue()).isEqualTo(100);
    }

    @Test
    void whichever_instance_is_asked_all_stop() throws InterruptedException {
        world(50, 2);
        String id;
        try (HeldClient held = new HeldClient("c-00001");
                ConfigurableApplicationContext other = otherInstance("--authz.bulk.workers=0")) {
            id = begun();
            String port = other.getEnvironment().getProperty("local.server.port");
            HttpResponse<String> answer =
                    exchangeAt(port, "POST", "/bulk-operations/" + id + "/cancel", null, null, biller());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        }

        JsonNode done = done(id);

        assertThat(done.path("state").stringValue()).isEqualTo("CANCELLED");
        assertThat(events("AuthAdded")).isEqualTo(10);
    }

    @Test
    void what_has_ended_what_nobody_knows_and_who_may_not_are_refused() {
        world(3, 2);
        String id = confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201))
                .path("id")
                .stringValue();
        refusedAsEnded(id, "SUCCEEDED");
        send("POST", "/bulk-operations/" + UUID.randomUUID() + "/cancel", null, null, 404);
        send("POST", "/bulk-operations/none/cancel", null, null, 404);
        String stranger = neighbours.token("other", "biller", List.of("*"), BILLER);
        assertThat(exchange("POST", "/bulk-operations/" + id + "/cancel", null, null, stranger)
                        .statusCode())
                .isEqualTo(404);
        String reader = neighbours.token("abc", "reader", List.of("*"), List.of("auth:read"));
        assertThat(exchange("POST", "/bulk-operations/" + id + "/cancel", null, null, reader)
                        .statusCode())
                .isEqualTo(403);
    }

    private static void refusedAsEnded(String id, String state) {
        JsonNode problem = send("POST", "/bulk-operations/" + id + "/cancel", null, null, 409);
        assertThat(problem.path("type").stringValue()).endsWith("/operation-ended");
        assertThat(problem.path("detail").stringValue()).contains(state);
    }

    private static JsonNode cancel(String id) {
        return send("POST", "/bulk-operations/" + id + "/cancel", null, null, 202);
    }

    /** Confirmed, and its first chunk is in work. */
    private static String begun() {
        JsonNode preview = previewOfAll();
        String id = confirmedOnly(preview);
        awaitHeldChunk();
        return id;
    }

    private static void awaitHeldChunk() {
        eventually(() -> jdbc.queryForObject("""
            select count(*) from pg_stat_activity
             where wait_event_type = 'Lock' and query like '%for no key update%'""", Long.class) > 0);
    }

    private static String confirmedOnly(JsonNode preview) {
        return send(
                        "POST",
                        "/bulk-operations",
                        Json.mapper()
                                .writeValueAsString(confirmation(
                                        preview, preview.path("count").longValue())),
                        UUID.randomUUID().toString(),
                        202)
                .path("id")
                .stringValue();
    }

    private static JsonNode previewOfAll() {
        return ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202));
    }

    private static List<String> lines(String path, String accept) {
        HttpResponse<String> answer = exchange("GET", path, null, null, biller(), "Accept", accept);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().lines().toList();
    }

    /** A second instance on the same store. */
    private static ConfigurableApplicationContext otherInstance(String... settings) {
        return new SpringApplication(AuthCommandService.class).run(instance(settings));
    }

    /** Holds a client as a bulk add does, until it is closed. */
    private static final class HeldClient implements AutoCloseable {
        private final CountDownLatch taken = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final Thread holder;

        HeldClient(String id) throws InterruptedException {
            holder = Thread.ofVirtual()
                    .start(() -> service.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
                        jdbc.queryForList(
                                "select id from directory_record where id = ? for no key update", String.class, id);
                        taken.countDown();
                        awaitUninterruptibly(release);
                    }));
            taken.await();
        }

        private static void awaitUninterruptibly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            release.countDown();
            try {
                holder.join(Duration.ofSeconds(10));
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
