package health.authz.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellsTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+48 30 1", "-x", "@SUM(A1)", "\tx", "\rx", "\nx", "-1-1", "-1", "\uFF1D1"})
    void a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(String text) {
        assertThat(CsvCells.cell(text).replace("\"", "")).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00481516", "471104000123", "1E5", "1.50", "1-2", "3/4/27", "MAR1", "Dec 12", "12-Jan"})
    void a_text_that_a_spreadsheet_would_write_otherwise_gets_an_apostrophe(String text) {
        assertThat(CsvCells.cell(text)).isEqualTo("'" + text);
        assertThat(CsvCells.original("'" + text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "90834",
                "H0031",
                "2026-12-01",
                "PA-881",
                "c-1",
                "01a20000-0000-8000-8000-000000000001",
                "0",
                "12.5",
                "Marvin",
                "May",
                "July Street"
            })
    void other_texts_stay_as_they_are(String text) {
        assertThat(CsvCells.cell(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "-0.25", "12"})
    void a_number_stays_a_number_below_zero_too(String number) {
        assertThat(CsvCells.cell(new BigDecimal(number))).isEqualTo(number);
    }

    @Test
    void quotes_separators_and_line_ends_are_quoted() {
        assertThat(CsvCells.line(Arrays.asList("a,b", "say \"yes\"", "two\nlines", null, 4L, "O'Brien")))
                .isEqualTo("\"a,b\",\"say \"\"yes\"\"\",\"two\nlines\",,4,O'Brien\r\n");
    }

    static Stream<String> texts() {
        return Stream.of(
                "=1", "'=1", "''=1", "'", "''", "'abc", "O'Brien", "-5", "-x", "'-5", "", "a=b", "\\clear", "'0012",
                "0012", "''0012");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void what_is_read_back_is_what_was_written(String text) {
        assertThat(CsvCells.original(CsvCells.cell(text))).isEqualTo(text);
    }
}
