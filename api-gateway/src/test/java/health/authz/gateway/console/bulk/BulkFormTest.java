package health.authz.gateway.console.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BulkFormTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode STARTER = JSON.readTree("""
        { "id": "g-1", "name": "Starter", "codes": [
          { "code": "H0031", "units": 4, "unitAlertLevel": 1, "unitLabel": "visit" },
          { "code": "H2014", "units": 96, "unitLabel": "15 min" } ] }\
        """);

    private static MultiValueMap<String, String> box(String... namesAndValues) {
        MultiValueMap<String, String> given = new LinkedMultiValueMap<>();
        given.add("box", "1");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return given;
    }

    @Test
    void what_stays_blank_is_not_in_the_patch() {
        MultiValueMap<String, String> given =
                box("filter.payerId", "bcbs", "endDate", "2026-12-15", "allottedUnits", " ");

        assertThat(new BulkForm(given).update(BulkTarget.of(given)))
                .isEqualTo(Map.of(
                        "kind", "UPDATE",
                        "selection", Map.of("filter", Map.of("payerId", "bcbs")),
                        "patch", Map.of("endDate", "2026-12-15")));
    }

    @Test
    void authorizations_without_an_end_are_meant_only_where_that_is_ticked() {
        MultiValueMap<String, String> given =
                box("filter.payerId", "bcbs", "endDate", "2026-12-15", "includeOpenEnded", "1");

        assertThat(new BulkForm(given).update(BulkTarget.of(given))).containsEntry("includeOpenEnded", true);
    }

    @Test
    void a_ticked_clear_box_clears_and_beats_what_was_typed_beside_it() {
        MultiValueMap<String, String> given =
                box("filter.payerId", "bcbs", "clear.unitAlertLevel", "1", "unitAlertLevel", "4");

        assertThat(patch(new BulkForm(given).update(BulkTarget.of(given)))).containsEntry("unitAlertLevel", null);
    }

    @Test
    void only_fields_that_may_be_blank_can_be_cleared() {
        MultiValueMap<String, String> given = box("filter.payerId", "bcbs", "clear.startDate", "1");

        assertThat(patch(new BulkForm(given).update(BulkTarget.of(given)))).isEmpty();
    }

    @Test
    void numbers_go_as_numbers_and_what_is_none_as_it_was_typed() {
        MultiValueMap<String, String> given =
                box("filter.payerId", "bcbs", "allottedUnits", "1,200.5", "unitAlertLevel", "<script>");

        assertThat(patch(new BulkForm(given).update(BulkTarget.of(given))))
                .containsEntry("allottedUnits", new BigDecimal("1200.5"))
                .containsEntry("unitAlertLevel", "<script>");
    }

    @Test
    void a_comma_that_parts_no_thousands_makes_no_number_ten_times_too_large() {
        MultiValueMap<String, String> given =
                box("filter.payerId", "bcbs", "allottedUnits", "2,5", "unitAlertLevel", "1e9");

        assertThat(patch(new BulkForm(given).update(BulkTarget.of(given))))
                .containsEntry("allottedUnits", "2,5")
                .containsEntry("unitAlertLevel", "1e9");
    }

    @Test
    void a_hundred_thousand_digits_are_left_to_the_api_to_refuse() {
        String digits = "9".repeat(100_000);
        MultiValueMap<String, String> given = box("filter.payerId", "bcbs", "allottedUnits", digits);

        assertThat(patch(new BulkForm(given).update(BulkTarget.of(given)))).containsEntry("allottedUnits", digits);
    }

    @Test
    void filters_of_the_list_are_not_taken_for_values_of_the_box() {
        MultiValueMap<String, String> address = new LinkedMultiValueMap<>();
        address.add("of", "clients");
        address.add("payerId", "bcbs");

        assertThat(new BulkForm(address).value("payerId")).isEmpty();
        assertThat(BulkTarget.of(address).filter().values()).containsEntry("payerId", "bcbs");
    }

    @Test
    void lines_that_the_screen_filled_say_what_each_code_gets() {
        MultiValueMap<String, String> given = box(
                "of",
                "clients",
                "filter.payerId",
                "bcbs",
                "billingCodeGroupId",
                "g-1",
                "lines",
                "g-1",
                "live",
                "true",
                "allottedUnits",
                "12",
                "perCode.H0031.allottedUnits",
                "4",
                "perCode.H2014.allottedUnits",
                "12");

        assertThat(new BulkForm(given).add(BulkTarget.of(given), STARTER).get("perCode"))
                .isEqualTo(Map.of(
                        "H0031", Map.of("allottedUnits", new BigDecimal("4")),
                        "H2014", Map.of("allottedUnits", new BigDecimal("12"))));
    }

    @Test
    void without_scripts_the_box_above_counts_for_lines_that_nobody_touched() {
        MultiValueMap<String, String> given = box(
                "of",
                "clients",
                "filter.payerId",
                "bcbs",
                "billingCodeGroupId",
                "g-1",
                "lines",
                "g-1",
                "live",
                "false",
                "allottedUnits",
                "12",
                "perCode.H0031.allottedUnits",
                "6",
                "perCode.H2014.allottedUnits",
                "96");

        assertThat(new BulkForm(given).add(BulkTarget.of(given), STARTER).get("perCode"))
                .isEqualTo(Map.of("H0031", Map.of("allottedUnits", new BigDecimal("6"))));
    }

    @Test
    void lines_of_a_group_that_is_no_longer_chosen_do_not_count() {
        MultiValueMap<String, String> given = box(
                "of",
                "clients",
                "filter.payerId",
                "bcbs",
                "billingCodeGroupId",
                "g-1",
                "lines",
                "g-0",
                "live",
                "true",
                "perCode.H0031.allottedUnits",
                "6");

        assertThat(new BulkForm(given).add(BulkTarget.of(given), STARTER)).doesNotContainKey("perCode");
    }

    @Test
    void an_add_from_the_authorizations_goes_to_the_clients_of_exactly_those_listed() {
        MultiValueMap<String, String> given =
                box("of", "authorizations", "filter.status", "ACTIVE,EXPIRED", "except", "a-1", "except", "a-2");

        assertThat(new BulkForm(given).add(BulkTarget.of(given), STARTER).get("clients"))
                .isEqualTo(Map.of(
                        "ofAuthorizations",
                        Map.of(
                                "filter", Map.of("status", List.of("ACTIVE", "EXPIRED")),
                                "except", List.of("a-1", "a-2"))));
    }

    @Test
    void an_add_to_one_client_names_the_client_who_may_have_no_authorization_yet() {
        MultiValueMap<String, String> given = box("of", "client", "filter.clientId", "c-7");

        assertThat(new BulkForm(given).add(BulkTarget.of(given), STARTER).get("clients"))
                .isEqualTo(Map.of("ids", List.of("c-7")));
    }

    @Test
    void nobody_is_meant_by_an_empty_filter_unless_everyone_is_said() {
        assertThat(BulkTarget.of(box("of", "clients")).isUnsaid()).isTrue();

        BulkTarget everyone = BulkTarget.of(box("of", "clients", "everyone", "true"));
        assertThat(everyone.isUnsaid()).isFalse();
        assertThat(everyone.selection()).isEqualTo(Map.of("all", true));
    }

    @Test
    void a_blank_field_of_a_list_is_no_filter_of_a_change() {
        for (String nothing : List.of("", "  ", "\u00a0", "\u200b", ", ,")) {
            assertThat(BulkTarget.of(box("of", "clients", "filter.q", nothing, "filter.payerId", nothing))
                            .isUnsaid())
                    .as("'%s'", nothing)
                    .isTrue();
        }

        MultiValueMap<String, String> given =
                box("filter.status", "", "filter.status", "ACTIVE", "filter.q", "Reed, Ann", "filter.clientId", " ");
        assertThat(BulkTarget.of(given).selection())
                .isEqualTo(Map.of("filter", Map.of("status", List.of("ACTIVE"), "q", "Reed, Ann")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> patch(Map<String, Object> body) {
        return (Map<String, Object>) body.get("patch");
    }
}
