package health.authz.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import health.authz.events.Units;
import health.authz.platform.web.ProblemException.FieldError;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers in an address: bounded before they are computed with, and named when they are not. */
class QueryParametersTest {
    private static Optional<Units> units(String text) {
        return QueryParameters.of(Map.of("remainingAtMost", text), Set.of("remainingAtMost"))
                .units("remainingAtMost");
    }

    private static FieldError refused(String text) {
        return catchThrowableOfType(ProblemException.class, () -> units(text))
                .errors()
                .getFirst();
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "2.5, 2.5", "2.500, 2.5", "1e2, 100", "9999999.99, 9999999.99", "-9999999.99, -9999999.99"})
    void units_are_read(String text, String number) {
        assertThat(units(text)).contains(Units.units(number));
    }

    @Test
    void no_more_digits_are_taken_than_units_have() {
        String outside = "lies between -9999999.99 and 9999999.99";
        assertThat(refused("9".repeat(2_000))).isEqualTo(new FieldError("remainingAtMost", outside));
        assertThat(refused("0." + "1".repeat(2_000)))
                .isEqualTo(new FieldError("remainingAtMost", "has at most two decimals"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10000000", "-10000000", "1e999999999", "-1e999999999"})
    void units_beyond_the_largest_are_refused(String text) {
        assertThat(refused(text).detail()).isEqualTo("lies between -9999999.99 and 9999999.99");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.505", "1e-999999999"})
    void parts_of_a_hundredth_are_refused(String text) {
        assertThat(refused(text).detail()).isEqualTo("has at most two decimals");
    }

    @Test
    void what_is_no_number_is_refused_and_what_is_endless_is_not_read_as_one() {
        assertThat(refused("few").detail()).isEqualTo("is a number such as 4 or 2.5");
        assertThat(refused("9".repeat(3_001)).detail()).isEqualTo("is a number such as 4 or 2.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sam\0ple", "4\n", "\u0085"})
    void control_characters_are_refused_and_not_repeated(String text) {
        assertThat(refused(text)).isEqualTo(new FieldError("remainingAtMost", "has a control character; leave it out"));
    }
}
