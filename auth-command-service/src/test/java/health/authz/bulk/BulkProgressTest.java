package health.authz.bulk;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.bulk.application.BulkOperations;
import health.authz.events.TenantId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** How far operations are, how fast they go, and what still waits; nothing runs meanwhile but what a test does. */
class BulkProgressTest extends RunningBulk {
    private RowsOfOperations rows;

    @BeforeAll
    static void withoutWorkers() {
        restart("--authz.bulk.workers=0");
    }

    /** No worker of another test can read these plans. */
    @AfterEach
    void leaveNothing() {
        empty();
    }

    @BeforeEach
    void rows() {
        rows = new RowsOfOperations(jdbc);
    }

    @Test
    void the_rate_is_of_the_last_ten_seconds_and_the_rest_is_judged_by_it() {
        UUID operation = rows.confirmedSecondsAgo(60, 5);
        rows.doneSecondsAgo(operation, 0, 40);
        rows.doneSecondsAgo(operation, 1, 30);
        rows.doneSecondsAgo(operation, 2, 1);

        JsonNode progress = progress(operation);

        assertThat(progress.path("total").longValue()).isEqualTo(5_000);
        assertThat(progress.path("processed").longValue()).isEqualTo(3_000);
        assertThat(progress.path("percent").longValue()).isEqualTo(60);
        assertThat(progress.path("ratePerSecond").longValue()).isEqualTo(100);
        assertThat(progress.path("etaSeconds").longValue()).isEqualTo(20);
    }

    @Test
    void a_service_that_starts_anew_says_the_same() {
        UUID operation = rows.confirmedSecondsAgo(60, 3);
        // not yet, so that it is recent for as long as a start may take
        rows.doneSecondsAgo(operation, 0, -300);
        JsonNode before = progress(operation);

        restart("--authz.bulk.workers=0");

        assertThat(before.path("ratePerSecond").longValue()).isEqualTo(100);
        assertThat(progress(operation)).isEqualTo(before);
    }

    @Test
    void what_stands_still_has_no_rate_and_no_end_in_sight() {
        UUID operation = rows.confirmedSecondsAgo(60, 2);
        rows.doneSecondsAgo(operation, 0, 30);

        assertThat(progress(operation).path("ratePerSecond").longValue()).isZero();
        assertThat(progress(operation).path("etaSeconds").isNull()).isTrue();
    }

    @Test
    void what_has_not_begun_or_is_over_has_neither() {
        UUID waiting = rows.confirmedSecondsAgo(1, 1);
        UUID over = rows.confirmedSecondsAgo(1, 1);
        rows.doneSecondsAgo(over, 0, 0);
        rows.ended(over);

        for (UUID operation : new UUID[] {waiting, over}) {
            assertThat(progress(operation).path("ratePerSecond").isNull()).isTrue();
            assertThat(progress(operation).path("etaSeconds").isNull()).isTrue();
        }
    }

    @Test
    void chunks_that_the_engine_does_carry_the_time_of_the_store() {
        restart();
        world(3, 2);
        confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201));
        restart("--authz.bulk.workers=0");

        assertThat(jdbc.queryForObject("""
                select count(*) from bulk_operation_chunk c join bulk_operation o on o.id = c.operation_id
                 where c.done_at between o.confirmed_at and now()""", Long.class)).isEqualTo(1);
    }

    @Test
    void progress_of_a_million_rows_among_others_reads_no_chunk_but_the_index() {
        for (int others = 0; others < 9; others++) {
            rows.confirmedSecondsAgo(60, 1_000);
        }
        UUID operation = rows.confirmedSecondsAgo(60, 1_000);
        jdbc.update("update bulk_operation_chunk set done = true, changed = 1000, done_at = now()");
        jdbc.execute("vacuum analyze bulk_operation_chunk");

        Long read = service.getBean(TransactionTemplate.class).execute(status -> {
            long before = fetched();
            assertThat(service.getBean(BulkOperations.class)
                            .get(new TenantId("abc"), operation)
                            .processed())
                    .isEqualTo(1_000_000);
            return fetched() - before;
        });

        assertThat(read).isZero();
    }

    @Test
    void depth_and_age_of_the_queue_are_scraped() {
        eventually(() -> {
            assertThat(scraped("authz_bulk_queue_depth")).isZero();
            assertThat(scraped("authz_bulk_queue_age")).isZero();
        });

        UUID older = rows.confirmedSecondsAgo(3_600, 4);
        rows.confirmedSecondsAgo(5, 3);
        rows.doneSecondsAgo(older, 0, 1);

        eventually(() -> {
            assertThat(scraped("authz_bulk_queue_depth")).isEqualTo(6);
            assertThat(scraped("authz_bulk_queue_age")).isBetween(3_600.0, 4_000.0);
        });
    }

    private static JsonNode progress(UUID operation) {
        return get("/bulk-operations/" + operation).path("progress");
    }

    private static long fetched() {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables"
                        + " where relid = 'bulk_operation_chunk'::regclass",
                Long.class));
    }

    private static double scraped(String series) {
        String port = service.getEnvironment().getProperty("local.management.port");
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/prometheus"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(series))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
