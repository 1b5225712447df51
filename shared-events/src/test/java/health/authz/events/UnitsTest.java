package health.authz.events;

import static health.authz.events.Units.units;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.01", "2.5", "9999999.99", "-9999999.99", "1E+3", "2.500"})
    void accepts_up_to_its_bounds(String text) {
        assertThat(units(text).value()).isEqualByComparingTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.001", "2.555", "10000000", "-10000000", "9999999.991", "1E+9"})
    void refuses_beyond_its_bounds(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> units(text));
    }

    @Test
    void two_quantities_are_equal_when_their_numbers_are() {
        assertThat(units("2.50")).isEqualTo(units("2.5")).hasSameHashCodeAs(units("2.5"));
        assertThat(units("0.00")).isEqualTo(Units.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"1000,1000", "1E+3,1000", "2.50,2.5", "-0.10,-0.1", "0.0,0"})
    void is_written_plain_and_short(String given, String written) {
        assertThat(units(given)).hasToString(written);
    }

    @Test
    void counts_exactly() {
        assertThat(units("0.1").plus(units("0.2"))).isEqualTo(units("0.3"));
        assertThat(units("3").minus(units("5"))).isEqualTo(units("-2"));
        assertThat(units("3").minus(units("5")).isNegative()).isTrue();
        assertThat(units("1").minus(units("1")).isZero()).isTrue();
    }

    @Test
    void compares_at_the_edge() {
        assertThat(units("2").isLessThan(units("2.01"))).isTrue();
        assertThat(units("2").isLessThan(units("2"))).isFalse();
        assertThat(units("2.01").isMoreThan(units("2"))).isTrue();
        assertThat(units("2").isMoreThan(units("2"))).isFalse();
    }
}
