package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Changes that are made of every row or of none. */
class BulkAllOrNothingTest extends RunningBulk {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate START = TODAY.minusDays(10);
    private static final LocalDate END = TODAY.plusDays(100);

    private static Map<String, Object> whole(Map<String, Object> request) {
        Map<String, Object> whole = new HashMap<>(request);
        whole.put("allOrNothing", true);
        return whole;
    }

    private static JsonNode previewed(Map<String, Object> request) {
        return ready(post("/bulk-previews", request, 201, 202));
    }

    private static Map<String, Object> adding() {
        return add(Map.of("all", true), START.toString(), END.toString());
    }

    private static void added(int clients, int codes) {
        world(clients, codes);
        confirmed(previewed(adding()));
    }

    private static List<String> authorizations() {
        return jdbc.queryForList(
                "select authorization_id::text from authorization_window order by authorization_id", String.class);
    }

    private static Map<String, Long> problems(JsonNode operation) {
        return get("/bulk-operations/" + operation.path("id").stringValue() + "/results?limit=500")
                .path("items")
                .valueStream()
                .collect(Collectors.groupingBy(
                        row -> row.path("outcome").stringValue() + " "
                                + row.path("problem")
                                        .path("type")
                                        .asString("none")
                                        .replace("/problems/", ""),
                        Collectors.counting()));
    }

    @Test
    void five_thousand_rows_are_one_chunk_and_one_row_more_is_refused_at_the_preview() {
        world(500, 10);
        JsonNode preview = previewed(whole(adding()));
        assertThat(preview.path("allOrNothing").booleanValue()).isTrue();
        assertThat(preview.path("refusesAll").booleanValue()).isFalse();

        JsonNode done = confirmed(preview);

        assertThat(done.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(5_000);
        assertThat(events("AuthAdded")).isEqualTo(5_000);
        assertThat(events("BulkChunkCompleted")).isEqualTo(1);

        jdbc.update("insert into directory_record (tenant, kind, id, value)"
                + " select tenant, kind, 'c-99999', value from directory_record where id = 'c-00001'");
        JsonNode refused = post("/bulk-previews", whole(adding()), 422);
        assertThat(refused.path("type").stringValue()).endsWith("too-many-rows-for-all-or-nothing");
        assertThat(refused.path("detail").stringValue()).contains("5000");
        assertThat(refused.path("errors").get(0).path("field").stringValue()).isEqualTo("allOrNothing");
        assertThat(jdbc.queryForObject("select count(*) from bulk_preview where state = 'FAILED'", Long.class))
                .isEqualTo(1);
        assertThat(previewed(adding()).path("count").longValue()).isEqualTo(5_010);
    }

    @Test
    void a_row_that_is_stale_refuses_all_and_nothing_is_written() {
        added(3, 2);
        JsonNode preview = previewed(whole(update(Map.of("allottedUnits", Map.of("add", 6)))));
        assertThat(preview.path("refusesAll").booleanValue()).isFalse();
        note(authorizations().get(2), "n-1");

        JsonNode done = confirmed(preview);

        assertThat(done.path("state").stringValue()).isEqualTo("FAILED");
        assertThat(done.path("progress").path("failed").longValue()).isEqualTo(6);
        assertThat(problems(done)).isEqualTo(Map.of("STALE stale", 1L, "REJECTED refused-with-others", 5L));
        assertThat(events("AuthFieldsPatched")).isZero();
        assertThat(events("BulkChunkCompleted")).as("of the add, and of this").isEqualTo(2);
        assertThat(get("/bulk-operations/" + done.path("id").stringValue() + "/results?outcome=REJECTED&limit=1")
                        .path("items")
                        .get(0)
                        .path("problem")
                        .path("detail")
                        .stringValue())
                .contains("1 row ", "line 3");
    }

    @Test
    void that_it_would_be_refused_shows_in_the_preview_with_what_each_row_is_by_itself() {
        added(3, 1);
        note(authorizations().getFirst(), "n-1");
        JsonNode preview = previewed(whole(update(Map.of("remainingUnits", 12))));

        assertThat(preview.path("refusesAll").booleanValue()).isTrue();
        assertThat(preview.path("outcomes").path("REJECTED").longValue()).isEqualTo(1);
        assertThat(preview.path("outcomes").path("UNCHANGED").longValue()).isEqualTo(2);
        assertThat(preview.path("warnings").toString()).contains("REFUSES_ALL");
        JsonNode done = confirmed(preview);
        assertThat(done.path("state").stringValue()).isEqualTo("FAILED");
        assertThat(problems(done))
                .isEqualTo(Map.of("REJECTED remaining-above-allotted", 1L, "REJECTED refused-with-others", 2L));
    }

    @Test
    void skipped_rows_refuse_nothing() {
        added(2, 1);
        jdbc.update("insert into directory_record (tenant, kind, id, value)"
                + " select tenant, kind, 'c-00003', value from directory_record where id = 'c-00001'");
        JsonNode done = confirmed(previewed(whole(adding())));
        assertThat(done.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(problems(done)).isEqualTo(Map.of("SKIPPED duplicate-authorization", 2L, "ADDED none", 1L));

        Map<String, Object> strict = whole(add(Map.of("all", true), START.toString(), END.toString()));
        strict.put("onDuplicate", "REJECT");
        assertThat(confirmed(previewed(strict)).path("state").stringValue()).isEqualTo("FAILED");
        assertThat(events("AuthAdded")).isEqualTo(3);
    }

    @Test
    void notes_that_come_between_repeat_it_whole() {
        added(200, 10);
        List<String> noted = authorizations().subList(0, 60);
        JsonNode preview = previewed(whole(update(Map.of("endDate", Map.of("addDays", 7)))));

        CompletableFuture<?> notes = CompletableFuture.runAsync(() -> noted.forEach(id -> note(id, "n-1")));
        JsonNode done = confirmed(preview);
        notes.join();

        assertThat(done.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(2_000);
        assertThat(jdbc.queryForObject("""
                        select count(*) from bulk_operation_chunk where operation_id = ?::uuid""", Long.class, done.path("id").stringValue()))
                .as("never halved")
                .isEqualTo(1);
        assertThat(jdbc.queryForList("select distinct end_date::text from authorization_window", String.class))
                .containsExactly(END.plusDays(7).toString());
    }

    @Test
    void it_is_true_or_false() {
        world(1, 1);
        Map<String, Object> wrong = new HashMap<>(adding());
        wrong.put("allOrNothing", "yes");
        assertThat(post("/bulk-previews", wrong, 400)
                        .path("errors")
                        .get(0)
                        .path("field")
                        .stringValue())
                .isEqualTo("allOrNothing");
    }

    private static void note(String authorization, String note) {
        send(
                "PUT",
                "/authorizations/" + authorization + "/notes/" + note,
                Json.mapper().writeValueAsString(Map.of("serviceDate", TODAY.toString(), "units", 1, "state", "DRAFT")),
                null,
                204);
    }
}
