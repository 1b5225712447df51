package health.authz.authorization.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What spreadsheets do to numbers, and what only looks like it. */
class NumberDamageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4.71104E+11", "2.02612E+14", "1.23E+11", "1,23E+11", "1E+05", "4.7e+11", "-1E-05", "2.02612E14",
                        "#N/A", "#NV", "#VALUE!",
                "#NAME?", "#REF!", "#DIV/0!", "#NUM!", "#NULL!", "#WERT!", "#\u00a1VALOR!", "#GETTING_DATA", "########",
                        "Err:502", "NULL",
                "null", "(null)", "[NULL]", "<NA>", "NaN", "nan", "undefined"
            })
    void what_was_put_in_place_of_a_number_is_none(String text) {
        assertThat(NumberDamage.isDestroyed(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PA-881",
                "471104000123",
                "00481516",
                "12E4",
                "4E12",
                "123E+11",
                "#881",
                "A#1",
                "NULL-1",
                "Nan",
                "N/A",
                "PENDING",
                "1.5",
                "call 4471, spoke with #2",
                "E+11",
                "Error"
            })
    void a_payers_own_number_is_left_alone(String text) {
        assertThat(NumberDamage.isDestroyed(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "00481516,481516",
        "00481516,0481516",
        "00481516,481516.0",
        "123456789,123456789.0",
        "123456789,'123456789,00'",
        "12345678901234567,12345678901234500",
        "12345678901234567,12345678901234568",
        "0012345678901234567,12345678901234500",
        "PA-2026-000123,PA-2026-0001",
        "471104000123,4711"
    })
    void a_change_that_a_spreadsheet_makes_by_itself_is_likely_its(String before, String after) {
        assertThat(NumberDamage.isLikely(before, after)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "481516,00481516",
        "123456789.0,123456789",
        "PA-1,PA-2",
        "PENDING,PA-1",
        "4711,4711",
        "4711,47",
        "12345678901234567,12345678901234566",
        "123456789,1234567891",
        "call 4471 on Monday,call 4471"
    })
    void another_number_is_another(String before, String after) {
        assertThat(NumberDamage.isLikely(before, after)).isFalse();
    }
}
