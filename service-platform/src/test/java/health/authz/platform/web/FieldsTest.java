package health.authz.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import health.authz.events.Units;
import health.authz.platform.json.Json;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** What people send: each wrong field is named with its bound, all of them at once. */
class FieldsTest {
    private static Fields of(String json) {
        return Fields.of(Json.strict().readTree(json));
    }

    private static ProblemException refused(Fields fields) {
        return catchThrowableOfType(ProblemException.class, fields::done);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -1 | is 0 or more
            "5" | is a number without quotes, such as 48 or 2.5
            1.005 | has at most two decimals
            10000000 | is at most 9999999.99
            1e400 | is at most 9999999.99
            true | is a number without quotes, such as 48 or 2.5""")
    void units_out_of_bounds_are_named(String value, String detail) {
        Fields fields = of("{\"allottedUnits\": " + value + "}");
        assertThat(fields.units("allottedUnits")).isEmpty();
        assertThat(refused(fields).errors()).containsExactly(new ProblemException.FieldError("allottedUnits", detail));
    }

    @Test
    void good_values_are_read() {
        Fields fields = of("{\"allottedUnits\": 2.50, \"endDate\": \"2028-02-29\", \"name\": \" Blue \"}");
        assertThat(fields.units("allottedUnits")).contains(Units.units("2.5"));
        assertThat(fields.date("endDate")).contains(LocalDate.of(2028, 2, 29));
        assertThat(fields.text("name", 10)).contains("Blue");
        fields.done();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2027-02-29\"", "\"31.12.2026\"", "20261231", "\"9999-01-01\""})
    void days_that_are_not_in_the_calendar_are_refused(String value) {
        Fields fields = of("{\"endDate\": " + value + "}");
        fields.date("endDate");
        assertThat(refused(fields).errors()).singleElement().extracting("field").isEqualTo("endDate");
    }

    @Test
    void unknown_missing_and_nested_fields_are_named_together() {
        Fields fields = of("{\"nmae\": \"x\", \"codes\": [{\"cod\": \"H0031\"}]}");
        fields.requiredText("name", 10);
        fields.objects("codes", 5).forEach(each -> each.requiredText("code", 50));
        assertThat(refused(fields).errors())
                .extracting(ProblemException.FieldError::field)
                .containsExactlyInAnyOrder("name", "nmae", "codes[0].code", "codes[0].cod");
    }

    @Test
    void null_and_absent_can_be_told_apart() {
        Fields fields = of("{\"endDate\": null}");
        assertThat(fields.isNull("endDate")).isTrue();
        assertThat(fields.has("startDate")).isFalse();
    }

    @Test
    void a_key_twice_is_no_json_of_ours() {
        assertThatThrownBy(() -> of("{\"a\": 1, \"a\": 2}")).isInstanceOf(JacksonException.class);
    }

    @Test
    void a_cursor_that_was_altered_is_refused() {
        Cursors cursors = new Cursors("secret");
        String cursor = cursors.sign("c-7");
        assertThat(cursors.verify(cursor)).isEqualTo("c-7");
        String altered = (cursor.charAt(0) == 'A' ? 'B' : 'A') + cursor.substring(1);
        assertThatThrownBy(() -> cursors.verify(altered)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new Cursors("other").verify(cursor)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> cursors.verify("?")).isInstanceOf(ProblemException.class);
    }

    @Test
    void limits_and_unknown_parameters_are_bounded() {
        assertThat(QueryParameters.of(Map.of(), Set.of("limit")).limit()).isEqualTo(50);
        assertThatThrownBy(() -> QueryParameters.of(Map.of("limit", "501"), Set.of("limit"))
                        .limit())
                .hasMessageContaining("1 to 500");
        assertThatThrownBy(() -> QueryParameters.of(Map.of("lmit", "5"), Set.of("limit")))
                .hasMessageContaining("lmit");
    }
}
