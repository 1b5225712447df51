package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Service notes that are written between preview and execution, and while chunks run. */
class BulkNotesTest extends RunningBulk {
    @Test
    void a_note_in_between_stands_in_the_way_of_units_but_not_of_an_end_date() {
        world(2, 2);
        confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-11-01", "2027-05-31"), 201));
        JsonNode endDate = post("/bulk-previews", update(Map.of("endDate", "2027-04-30")), 201);
        note(authorizations().getFirst(), "n-1");

        assertThat(confirmed(endDate).path("progress").path("succeeded").longValue())
                .isEqualTo(4);

        JsonNode units = post("/bulk-previews", update(Map.of("allottedUnits", 20)), 201);
        note(authorizations().getFirst(), "n-2");
        JsonNode done = confirmed(units);
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(3);
        assertThat(get("/bulk-operations/" + done.path("id").stringValue() + "/results?outcome=STALE")
                        .path("count")
                        .longValue())
                .isEqualTo(1);
    }

    @Test
    void no_row_fails_because_of_notes_that_are_written_while_chunks_run() {
        world(100, 10);
        confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-11-01", "2027-05-31"), 201));
        List<String> noted = authorizations().subList(0, 40);
        JsonNode preview = post("/bulk-previews", update(Map.of("endDate", "2027-04-30")), 201);

        CompletableFuture<?> notes = CompletableFuture.allOf(IntStream.range(0, 4)
                .mapToObj(part -> CompletableFuture.runAsync(() ->
                        noted.subList(part * 10, part * 10 + 10).forEach(authorization -> note(authorization, "n-1"))))
                .toArray(CompletableFuture[]::new));
        JsonNode done = confirmed(preview);
        notes.join();

        assertThat(done.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(1_000);
        assertThat(events("AuthFieldsPatched")).isEqualTo(1_000);
        JsonNode changed = post("/bulk-previews", update(Map.of("remainingUnits", 11)), 201);
        assertThat(confirmed(changed).path("progress").path("unchanged").longValue())
                .isEqualTo(40);
        MeterRegistry meters = service.getBean(MeterRegistry.class);
        assertThat(meters.get("authz.bulk.rows").tag("kind", "UPDATE").counters())
                .isNotEmpty();
        assertThat(meters.get("authz.bulk.duration").tag("kind", "UPDATE").timers())
                .isNotEmpty();
    }

    private static List<String> authorizations() {
        return jdbc.queryForList(
                "select authorization_id::text from authorization_window order by authorization_id", String.class);
    }

    private static void note(String authorization, String note) {
        send(
                "PUT",
                "/authorizations/" + authorization + "/notes/" + note,
                Json.mapper().writeValueAsString(Map.of("serviceDate", "2026-11-10", "units", 1, "state", "DRAFT")),
                null,
                204);
    }
}
