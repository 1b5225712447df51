package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Rule B-25: an end date for a list, and the unmanaged authorizations in it that have no end. */
class BulkOpenEndedTest extends RunningBulk {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final String START = TODAY.minusDays(10).toString();
    private static final String END = TODAY.plusDays(100).toString();
    private static final String LATER = TODAY.plusDays(130).toString();

    /** Three clients with a managed code each, and an unmanaged one that has no end. */
    private static void added() {
        world(3, 2);
        jdbc.update("update billing_code_copy set unmanaged = true where code = 'B2'");
        confirmed(post("/bulk-previews", add(Map.of("all", true), START, END), 201));
        assertThat(ends("B2")).containsOnlyNulls();
    }

    private static List<String> ends(String code) {
        return jdbc.queryForList(
                "select end_date::text from authorization_window where billing_code = ? order by client_id",
                String.class,
                code);
    }

    private static JsonNode previewed(Map<String, Object> patch, Object includeOpenEnded) {
        Map<String, Object> request = new HashMap<>(update(patch));
        request.put("includeOpenEnded", includeOpenEnded);
        return post("/bulk-previews", request, 201);
    }

    private static Map<String, Long> warnings(JsonNode preview) {
        return preview.path("warnings")
                .valueStream()
                .collect(Collectors.toMap(each -> each.path("type").stringValue(), each -> each.path("count")
                        .longValue()));
    }

    private static JsonNode listed(JsonNode preview) {
        return get("/bulk-previews/" + preview.path("id").stringValue() + "/items?warning=ENDS_AN_OPEN_ONE");
    }

    private static long outcome(JsonNode preview, String outcome) {
        return preview.path("outcomes").path(outcome).longValue();
    }

    @Test
    void they_keep_having_none_and_are_counted_and_listed() {
        added();

        JsonNode preview = post("/bulk-previews", update(Map.of("endDate", LATER)), 201);

        assertThat(outcome(preview, "WOULD_CHANGE")).isEqualTo(3);
        assertThat(outcome(preview, "UNCHANGED")).isEqualTo(3);
        assertThat(warnings(preview)).containsEntry("ENDS_AN_OPEN_ONE", 3L);
        assertThat(listed(preview).path("count").longValue()).isEqualTo(3);
        assertThat(listed(preview).path("items").get(0).path("outcome").stringValue())
                .isEqualTo("UNCHANGED");
        assertThat(preview.has("includeOpenEnded")).isFalse();
        JsonNode done = confirmed(preview);
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(3);
        assertThat(ends("B1")).containsOnly(LATER);
        assertThat(ends("B2")).containsOnlyNulls();
    }

    @Test
    void the_other_fields_of_the_patch_change_on_them() {
        added();

        JsonNode preview = previewed(Map.of("endDate", LATER, "payerReference", "call 7"), false);

        assertThat(outcome(preview, "WOULD_CHANGE")).isEqualTo(6);
        assertThat(warnings(preview)).containsEntry("ENDS_AN_OPEN_ONE", 3L);
        assertThat(listed(preview).path("items").get(0).path("after").toString())
                .isEqualTo("{\"payerReference\":\"call 7\"}");
        confirmed(preview);
        assertThat(ends("B2")).containsOnlyNulls();
        assertThat(events("AuthFieldsPatched")).isEqualTo(6);
    }

    @Test
    void where_they_are_meant_too_they_end_and_are_counted_all_the_same() {
        added();

        JsonNode preview = previewed(Map.of("endDate", LATER), true);

        assertThat(preview.path("includeOpenEnded").booleanValue()).isTrue();
        assertThat(outcome(preview, "WOULD_CHANGE")).isEqualTo(6);
        assertThat(warnings(preview)).containsEntry("ENDS_AN_OPEN_ONE", 3L);
        JsonNode done = confirmed(preview);
        assertThat(ends("B2")).containsOnly(LATER);

        JsonNode undone =
                ready(post("/bulk-operations/" + done.path("id").stringValue() + "/revert", Map.of(), 201, 202));
        assertThat(warnings(undone)).doesNotContainKey("ENDS_AN_OPEN_ONE");
        confirmed(undone);
        assertThat(ends("B2")).as("a revert gives back what was").containsOnlyNulls();
        assertThat(ends("B1")).containsOnly(END);
    }

    @Test
    void an_update_without_an_end_date_says_nothing_of_them() {
        added();
        assertThat(warnings(previewed(Map.of("payerReference", "call 7"), false)))
                .doesNotContainKey("ENDS_AN_OPEN_ONE");
    }

    @Test
    void it_is_true_or_false_and_of_an_update_alone() {
        world(1, 1);
        Map<String, Object> wrong = new HashMap<>(update(Map.of("endDate", LATER)));
        wrong.put("includeOpenEnded", "yes");
        assertThat(post("/bulk-previews", wrong, 400)
                        .path("errors")
                        .get(0)
                        .path("field")
                        .stringValue())
                .isEqualTo("includeOpenEnded");
        Map<String, Object> adding = new HashMap<>(add(Map.of("all", true), START, END));
        adding.put("includeOpenEnded", true);
        assertThat(post("/bulk-previews", adding, 400)
                        .path("errors")
                        .get(0)
                        .path("field")
                        .stringValue())
                .isEqualTo("includeOpenEnded");
    }
}
