package health.authz.gateway.console.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;

class TypedTest {
    @Test
    void a_form_comes_back_as_it_was_typed_and_is_read_without_blanks() {
        LinkedMultiValueMap<String, String> sent = new LinkedMultiValueMap<>();
        sent.add("name", "  Outpatient ");
        Typed form = Typed.of(sent);
        assertThat(form.raw("name")).isEqualTo("  Outpatient ");
        assertThat(form.get("name")).isEqualTo("Outpatient");
        assertThat(form.get("never sent")).isEmpty();
        assertThat(form.isWrong()).isFalse();
    }

    @Test
    void the_first_thing_that_is_wrong_with_a_field_is_said() {
        Typed form =
                Typed.empty().wrong("units", "First.").wrong("units", "Second.").wrong("As a whole.");
        assertThat(form.problem("units")).isEqualTo("First.");
        assertThat(form.general()).isEqualTo(List.of("As a whole."));
        assertThat(form.isWrong()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "is a number without quotes, such as 48 or 2.5|This is a number, such as 48 or 2.5.",
                "cannot be null; leave it out to keep it, or give a value|This cannot be left blank.",
                "has at most 50 characters|This has at most 50 characters.",
                "H0031 is not known here.|H0031 is not known here."
            })
    void what_the_api_says_of_a_field_becomes_a_sentence(String detail, String sentence) {
        assertThat(Typed.empty().wrongAs("field", detail).problem("field")).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"48|48", " 2.5 |2.5", "1,240|1240", "1,234,567.25|1234567.25", "-3|-3"})
    void numbers_are_read_as_people_write_them(String typed, String number) {
        assertThat(Numbers.read(typed)).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "forty", "1,2", "1.2.3", "1e5", "2,5", "999999999999999999999999"})
    void what_is_no_number_is_none(String typed) {
        assertThat(Numbers.read(typed)).isNull();
        assertThat(Numbers.readWhole(typed)).isNull();
    }

    @Test
    void a_whole_number_has_no_fraction_and_fits() {
        assertThat(Numbers.readWhole("14")).isEqualTo(14);
        assertThat(Numbers.readWhole("14.5")).isNull();
        assertThat(Numbers.readWhole("99999999999")).isNull();
    }

    @Test
    void a_name_without_words_of_its_own_is_spelled_out() {
        assertThat(Glossary.field("endDate")).isEqualTo("End date");
        assertThat(Glossary.field("someNewField")).isEqualTo("Some new field");
        assertThat(Glossary.alert("PROJECTED_EXHAUSTION")).isEqualTo("Projected exhaustion");
    }
}
