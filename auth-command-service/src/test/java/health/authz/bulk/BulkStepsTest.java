package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Updates by steps: each row moves from what it has, and exactly once. */
class BulkStepsTest extends RunningBulk {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate START = TODAY.minusDays(10);
    private static final LocalDate END = TODAY.plusDays(100);

    private static JsonNode previewed(Map<String, Object> patch) {
        return ready(post("/bulk-previews", update(patch), 201, 202));
    }

    private static void added(int clients, int codes) {
        world(clients, codes);
        confirmed(ready(post("/bulk-previews", add(Map.of("all", true), START.toString(), END.toString()), 201, 202)));
    }

    private static List<String> ends() {
        return jdbc.queryForList("select distinct end_date::text from authorization_window order by 1", String.class);
    }

    @Test
    void the_preview_shows_each_result_and_the_operation_makes_it_so() {
        added(2, 2);
        confirmed(previewed(Map.of("allottedUnits", 20)));
        JsonNode preview = previewed(Map.of("endDate", Map.of("addDays", 30), "allottedUnits", Map.of("add", -2.5)));

        assertThat(preview.path("outcomes").path("WOULD_CHANGE").longValue()).isEqualTo(4);
        JsonNode first = preview.path("sample").get(0);
        assertThat(first.path("after").path("endDate").stringValue())
                .isEqualTo(END.plusDays(30).toString());
        assertThat(first.path("before").path("allottedUnits").decimalValue()).isEqualByComparingTo("20");
        assertThat(first.path("after").path("allottedUnits").decimalValue()).isEqualByComparingTo("17.5");
        assertThat(preview.path("changes").toString())
                .contains("\"to\":17.5", END.plusDays(30).toString());

        JsonNode done = confirmed(preview);
        assertThat(done.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(ends()).containsExactly(END.plusDays(30).toString());
    }

    @Test
    void a_preview_confirmed_after_another_moved_the_rows_moves_none_of_them_again() {
        added(3, 1);
        Map<String, Object> step = Map.of("endDate", Map.of("addDays", 30), "allottedUnits", Map.of("add", 6));
        JsonNode one = previewed(step);
        JsonNode two = previewed(step);

        confirmed(one);
        JsonNode late = confirmed(two);

        assertThat(late.path("state").stringValue()).isEqualTo("FAILED");
        assertThat(get("/bulk-operations/" + late.path("id").stringValue() + "/results?outcome=STALE")
                        .path("count")
                        .longValue())
                .isEqualTo(3);
        assertThat(ends()).containsExactly(END.plusDays(30).toString());
    }

    @Test
    void chunks_that_break_off_and_are_done_again_move_no_row_twice() {
        added(250, 10);
        JsonNode preview = previewed(Map.of("endDate", Map.of("addDays", 7), "allottedUnits", Map.of("add", 6)));
        String id = send(
                        "POST",
                        "/bulk-operations",
                        Json.mapper().writeValueAsString(confirmation(preview, 2_500)),
                        UUID.randomUUID().toString(),
                        202)
                .path("id")
                .stringValue();
        int ended = Sessions.endWhileChunksRun(2);

        JsonNode done = done(id);
        assertThat(ended).as("sessions ended").isPositive();
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(2_500);
        assertThat(ends()).containsExactly(END.plusDays(7).toString());
        assertThat(events("AuthFieldsPatched")).isEqualTo(2_500);
        JsonNode all = previewed(Map.of("allottedUnits", 18));
        assertThat(all.path("outcomes").path("UNCHANGED").longValue())
                .as("12 and 6 once")
                .isEqualTo(2_500);
    }

    @Test
    void a_restart_between_preview_and_confirmation_keeps_the_steps() {
        added(2, 1);
        JsonNode preview = previewed(Map.of("startDate", Map.of("addDays", -3), "allottedUnits", Map.of("add", 0.25)));
        restart();
        assertThat(confirmed(preview).path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(jdbc.queryForList("select distinct start_date::text from authorization_window", String.class))
                .containsExactly(START.minusDays(3).toString());
    }

    @Test
    void rows_without_an_end_and_steps_over_the_bounds_are_refused_row_by_row() {
        added(2, 1);
        confirmed(previewed(Map.of("unmanaged", true)));
        JsonNode open = previewed(Map.of("endDate", Map.of("addDays", -30)));
        assertThat(open.path("outcomes").path("WOULD_CHANGE").longValue()).isEqualTo(2);
        jdbc.update("update authorization_window set end_date = end_date");
        Map<String, Object> clear = new java.util.HashMap<>();
        clear.put("endDate", null);
        confirmed(previewed(clear));

        JsonNode blank = previewed(Map.of("endDate", Map.of("addDays", 30)));
        assertThat(blank.path("rejectedByReason").get(0).path("type").stringValue())
                .endsWith("nothing-to-move");
        JsonNode items = get("/bulk-previews/" + blank.path("id").stringValue() + "/items?problem=nothing-to-move");
        assertThat(items.path("items").get(0).path("problem").path("field").stringValue())
                .isEqualTo("endDate");
    }

    @Test
    void a_wrong_step_is_refused_at_its_field() {
        added(1, 1);
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                        "endDate.addDays", Map.of("endDate", Map.of("addDays", 0)),
                        "startDate.addDays", Map.of("startDate", Map.of("addDays", 3_651)),
                        "endDate.days", Map.of("endDate", Map.of("days", 1)),
                        "allottedUnits.add", Map.of("allottedUnits", Map.of("add", 0.001)),
                        "allottedUnits.addDays", Map.of("allottedUnits", Map.of("addDays", 6)),
                        "remainingUnits", Map.of("remainingUnits", Map.of("add", 1)))
                .entrySet()) {
            @SuppressWarnings("unchecked")
            Map<String, Object> patch = (Map<String, Object>) wrong.getValue();
            JsonNode problem = post("/bulk-previews", update(patch), 400);
            assertThat(problem.path("errors").toString())
                    .as(wrong.getKey())
                    .contains("\"patch." + wrong.getKey() + "\"");
        }
    }
}
