package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a preview warns of: counted over all rows, and listed with the rows themselves. */
class BulkWarningsTest extends RunningBulk {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final String NOTED = day(-10);

    private static String day(int fromToday) {
        return TODAY.plusDays(fromToday).toString();
    }

    @Test
    void a_window_that_leaves_out_a_note_is_counted_and_its_row_listed() {
        world(2, 2);
        confirmed(post("/bulk-previews", add(Map.of("all", true), day(-40), day(180)), 201));
        String noted = authorizations().getFirst();
        note(noted, NOTED, "DRAFT");

        JsonNode preview = post("/bulk-previews", update(Map.of("endDate", day(-11))), 201);

        assertThat(warnings(preview)).containsEntry("NOTES_OUTSIDE_WINDOW", 1L).containsEntry("ENDS_IN_THE_PAST", 4L);
        JsonNode listed = items(preview, "warning=NOTES_OUTSIDE_WINDOW");
        assertThat(listed.path("count").longValue()).isEqualTo(1);
        assertThat(listed.path("items").get(0).path("authorizationId").stringValue())
                .isEqualTo(noted);
        assertThat(listed.path("items").get(0).path("warnings").toString()).contains("NOTES_OUTSIDE_WINDOW");
        assertThat(items(preview, "warning=ENDS_IN_THE_PAST&limit=3")
                        .path("items")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void extending_what_has_expired_and_replacing_a_number_after_use_is_listed() {
        world(2, 1);
        confirmed(post("/bulk-previews", add(Map.of("all", true), day(-40), day(-5)), 201));
        confirmed(post("/bulk-previews", update(Map.of("authorizationNumber", "PENDING")), 201));
        note(authorizations().getFirst(), NOTED, "DRAFT");
        note(authorizations().getFirst(), NOTED, "RELEASED");

        JsonNode preview =
                post("/bulk-previews", update(Map.of("endDate", day(180), "authorizationNumber", "PA-1")), 201);

        assertThat(warnings(preview))
                .containsEntry("REACTIVATES_EXPIRED", 2L)
                .containsEntry("NUMBER_REPLACED_AFTER_USE", 1L)
                .containsEntry("SAME_NUMBER_MANY_CLIENTS", 2L);
        assertThat(items(preview, "warning=NUMBER_REPLACED_AFTER_USE")
                        .path("items")
                        .size())
                .isEqualTo(1);
        assertThat(items(preview, "warning=REACTIVATES_EXPIRED").path("items").size())
                .isEqualTo(2);
    }

    @Test
    void replaced_numbers_are_counted_and_clients_of_one_number_named() {
        world(2, 2);
        confirmed(post("/bulk-previews", add(Map.of("all", true), day(-40), day(180)), 201));
        JsonNode first = post("/bulk-previews", update(Map.of("authorizationNumber", "PA-1")), 201);
        assertThat(warnings(first)).doesNotContainKey("NUMBER_REPLACED");
        assertThat(first.path("clients").longValue()).isEqualTo(2);
        JsonNode shared = first.path("warnings")
                .valueStream()
                .filter(each -> each.path("type").stringValue().equals("SAME_NUMBER_MANY_CLIENTS"))
                .findFirst()
                .orElseThrow();
        assertThat(shared.path("clients").toString()).isEqualTo("[\"c-00001\",\"c-00002\"]");
        confirmed(first);

        JsonNode second = post("/bulk-previews", update(Map.of("authorizationNumber", "PA-2")), 201);

        assertThat(warnings(second))
                .containsEntry("NUMBER_REPLACED", 4L)
                .doesNotContainKey("NUMBER_REPLACED_AFTER_USE");
        assertThat(items(second, "warning=NUMBER_REPLACED&limit=3")
                        .path("items")
                        .size())
                .isEqualTo(3);
        assertThat(warnings(post("/bulk-previews", update(Map.of("payerReference", "call 7")), 201)))
                .doesNotContainKey("NUMBER_REPLACED");
    }

    @Test
    void the_same_units_for_many_codes_are_said_with_the_codes() {
        world(2, 2);
        JsonNode added = post("/bulk-previews", add(Map.of("all", true), day(-40), day(180)), 201);
        assertThat(warnings(added)).as("each code's own").doesNotContainKey("SAME_UNITS_MANY_CODES");
        confirmed(added);

        JsonNode preview = post("/bulk-previews", update(Map.of("allottedUnits", 20)), 201);

        assertThat(warnings(preview)).containsEntry("SAME_UNITS_MANY_CODES", 2L);
        assertThat(preview.path("warnings").toString()).contains("\"codes\":[\"B1\",\"B2\"]");
        assertThat(warnings(post("/bulk-previews", update(Map.of("allottedUnits", Map.of("add", 2))), 201)))
                .as("a step")
                .doesNotContainKey("SAME_UNITS_MANY_CODES");
        assertThat(warnings(post("/bulk-previews", update(Map.of("endDate", day(200))), 201)))
                .doesNotContainKey("SAME_UNITS_MANY_CODES");
    }

    @Test
    void an_alert_level_reached_at_once_is_listed_beside_the_forecast() {
        world(3, 1);
        confirmed(post("/bulk-previews", add(Map.of("all", true), day(-40), day(180)), 201));
        note(authorizations().getFirst(), NOTED, "DRAFT");

        JsonNode preview = post("/bulk-previews", update(Map.of("unitAlertLevel", 11)), 201);

        assertThat(warnings(preview)).containsEntry("LOW_UNITS_AT_ONCE", 1L);
        assertThat(items(preview, "warning=LOW_UNITS_AT_ONCE").path("items").size())
                .isEqualTo(1);
    }

    @Test
    void units_are_summed_before_and_after_over_the_rows_that_would_change() {
        world(2, 2);
        JsonNode added = post("/bulk-previews", add(Map.of("all", true), day(-40), day(180)), 201);
        confirmed(added);
        note(authorizations().getFirst(), NOTED, "DRAFT");

        JsonNode remaining = post("/bulk-previews", update(Map.of("remainingUnits", 11)), 201);
        assertThat(remaining.path("outcomes").path("UNCHANGED").longValue()).isEqualTo(1);
        assertThat(remaining.path("units").path("before").path("remainingUnits").intValue())
                .isEqualTo(36);
        assertThat(remaining.path("units").path("after").path("remainingUnits").intValue())
                .isEqualTo(33);
        JsonNode unmanaged = post("/bulk-previews", update(Map.of("unmanaged", true)), 201);
        assertThat(unmanaged.path("units").path("before").path("remainingUnits").intValue())
                .isEqualTo(47);
        assertThat(unmanaged.path("units").path("after").path("remainingUnits").intValue())
                .isZero();
    }

    @Test
    void rows_of_several_payers_changed_at_once_are_told_with_each_payers_rows() {
        world(3, 1);
        confirmed(post("/bulk-previews", add(Map.of("all", true), day(-40), day(180)), 201));
        jdbc.update(
                "update directory_record set version = version + 1, value = replace(value, 'bcbs', 'aetna') where id ="
                        + " 'c-00003'");
        confirmed(post("/bulk-previews", add(Map.of("all", true), day(181), day(300)), 201));

        JsonNode mixed = post("/bulk-previews", update(Map.of("expirationAlertDays", 7)), 201);

        assertThat(warnings(mixed)).containsEntry("MIXED_PAYERS", 2L);
        Map<String, Long> rows = mixed.path("payers")
                .valueStream()
                .collect(Collectors.toMap(each -> each.path("payerId").stringValue(), each -> each.path("count")
                        .longValue()));
        assertThat(rows).isEqualTo(Map.of("bcbs", 5L, "aetna", 1L));
    }

    @Test
    void refused_rows_are_listed_by_reason_and_filters_are_not_combined() {
        world(2, 1);
        confirmed(post("/bulk-previews", add(Map.of("all", true), day(-40), day(180)), 201));
        JsonNode preview = post("/bulk-previews", update(Map.of("endDate", day(-41))), 201);

        assertThat(items(preview, "problem=dates-reversed").path("count").longValue())
                .isEqualTo(2);
        assertThat(items(preview, "problem=below-used").path("items").size()).isZero();
        String path = "/bulk-previews/" + preview.path("id").stringValue() + "/items?";
        for (String wrong : List.of(
                "warning=MIXED_PAYERS",
                "warning=nothing",
                "problem=A%20B",
                "outcome=REJECTED&problem=dates-reversed")) {
            assertThat(send("GET", path + wrong, null, null, 400).path("type").stringValue())
                    .as(wrong)
                    .endsWith("invalid-field");
        }
    }

    private static JsonNode items(JsonNode preview, String query) {
        return get("/bulk-previews/" + preview.path("id").stringValue() + "/items?" + query);
    }

    private static Map<String, Long> warnings(JsonNode preview) {
        return preview.path("warnings")
                .valueStream()
                .collect(Collectors.toMap(each -> each.path("type").stringValue(), each -> each.path("count")
                        .longValue()));
    }

    private static List<String> authorizations() {
        return jdbc.queryForList(
                "select authorization_id::text from authorization_window order by authorization_id", String.class);
    }

    private static void note(String authorization, String date, String state) {
        send(
                "PUT",
                "/authorizations/" + authorization + "/notes/n-1",
                Json.mapper().writeValueAsString(Map.of("serviceDate", date, "units", 1, "state", state)),
                null,
                204);
    }
}
