package health.authz.gateway.console.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.console.words.Typed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FieldChangesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode AUTHORIZATION = JSON.readTree("""
            {"authorizationNumber": "PA-881", "payerReference": null, "payerId": "bcbs", "startDate": "2026-12-01",
             "endDate": "2027-05-31", "allottedUnits": 48, "remainingUnits": 40.50, "unitAlertLevel": null,
             "expirationAlertDays": 14, "unmanaged": false, "seq": 3}""");

    private final Typed form = FieldChanges.filled(Typed.empty(), "", AUTHORIZATION);

    @Test
    void a_form_that_nobody_touched_changes_nothing() {
        assertThat(form.raw("remainingUnits")).isEqualTo("40.5");
        assertThat(form.raw("payerReference")).isEmpty();
        assertThat(FieldChanges.of(form, "").isEmpty()).isTrue();
    }

    @Test
    void only_what_was_changed_is_sent() {
        form.put("endDate", "2027-06-30").put("unitAlertLevel", "4").put("allottedUnits", "1,000.5");
        assertThat(FieldChanges.of(form, ""))
                .hasToString("{\"endDate\":\"2027-06-30\",\"allottedUnits\":1000.5,\"unitAlertLevel\":4}");
    }

    @Test
    void the_same_number_written_otherwise_is_no_change() {
        form.put("allottedUnits", " 48.0 ").put("remainingUnits", "40.50");
        assertThat(FieldChanges.of(form, "").isEmpty()).isTrue();
    }

    @Test
    void a_field_left_blank_is_cleared_where_that_is_allowed() {
        form.put("authorizationNumber", "  ").put("endDate", "");
        assertThat(FieldChanges.of(form, ""))
                .isEqualTo(JSON.readTree("{\"authorizationNumber\": null, \"endDate\": null}"));
        assertThat(form.isWrong()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "startDate|''|This cannot be left blank.",
                "startDate|31.12.2026|Write a date of the calendar such as 2026-12-31.",
                "allottedUnits|many|Write a number such as 48 or 2.5.",
                "remainingUnits|-1|Write 0 or more.",
                "expirationAlertDays|2.5|Write a whole number such as 14."
            })
    void what_cannot_be_read_is_said_at_its_field_and_stays_typed(String field, String typed, String sentence) {
        form.put(field, typed);
        assertThat(FieldChanges.of(form, "").isEmpty()).isTrue();
        assertThat(form.problem(field)).isEqualTo(sentence);
        assertThat(form.raw(field)).isEqualTo(typed);
    }

    @Test
    void a_field_that_the_form_did_not_offer_is_left_alone() {
        Typed few = Typed.empty().put("was.endDate", "2027-05-31");
        assertThat(FieldChanges.of(few, "").isEmpty()).isTrue();
    }

    @Test
    void a_conflict_shows_what_moved_and_keeps_what_was_typed() {
        form.put("endDate", "2027-06-30");
        JsonNode now = JSON.readTree("""
                {"authorizationNumber": "PA-900", "payerReference": null, "payerId": "bcbs", "startDate": "2026-12-01",
                 "endDate": "2027-04-30", "allottedUnits": 48, "remainingUnits": 40.5, "unitAlertLevel": null,
                 "expirationAlertDays": 14, "unmanaged": false, "seq": 4}""");
        Conflict conflict = Conflict.found(form, now);
        assertThat(conflict.lines())
                .containsExactly(
                        new Conflict.Line(
                                "authorizationNumber", "Authorization number", "PA-881", "PA-900", "PA-881", false),
                        new Conflict.Line("endDate", "End date", "2027-05-31", "2027-04-30", "2027-06-30", true));
        assertThat(form.raw("authorizationNumber")).isEqualTo("PA-900");
        assertThat(FieldChanges.of(form, "")).isEqualTo(JSON.readTree("{\"endDate\": \"2027-06-30\"}"));
    }
}
