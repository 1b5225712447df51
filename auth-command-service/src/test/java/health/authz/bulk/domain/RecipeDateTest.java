package health.authz.bulk.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.bulk.domain.RecipeDate.DaysFromStart;
import health.authz.bulk.domain.RecipeDate.DaysFromToday;
import health.authz.bulk.domain.RecipeDate.FirstOfMonth;
import health.authz.bulk.domain.RecipeDate.LastOfMonth;
import health.authz.bulk.domain.RecipeDate.MonthsFromStart;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeDateTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    @ParameterizedTest
    @CsvSource({"0,2026-11-01", "1,2026-12-01", "2,2027-01-01", "-1,2026-10-01"})
    void the_first_of_a_month_counts_from_this_one(int months, LocalDate day) {
        assertThat(new FirstOfMonth(months).on(TODAY, null)).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource({"0,2026-11-30", "1,2026-12-31", "3,2027-02-28", "15,2028-02-29"})
    void the_last_of_a_month_is_its_last_day_however_long_it_is(int months, LocalDate day) {
        assertThat(new LastOfMonth(months).on(TODAY, null)).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource({"0,2026-11-24", "30,2026-12-24", "-24,2026-10-31"})
    void days_count_from_today(int days, LocalDate day) {
        assertThat(new DaysFromToday(days).on(TODAY, null)).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01,6,2027-05-31",
        "2026-12-15,1,2027-01-14",
        "2027-01-31,1,2027-02-28",
        "2028-01-30,1,2028-02-29",
        "2026-12-01,12,2027-11-30"
    })
    void months_from_the_start_end_the_day_before_the_next_ones_begin(LocalDate start, int months, LocalDate end) {
        assertThat(new MonthsFromStart(months).on(TODAY, start)).isEqualTo(end);
    }

    @Test
    void the_start_is_the_first_of_the_days_from_it() {
        assertThat(new DaysFromStart(1).on(TODAY, TODAY)).isEqualTo(TODAY);
        assertThat(new DaysFromStart(90).on(TODAY, LocalDate.of(2026, 12, 1))).isEqualTo(LocalDate.of(2027, 2, 28));
    }

    @Test
    void nothing_counts_from_a_start_that_is_not_there() {
        assertThat(new MonthsFromStart(6).isFromStart()).isTrue();
        assertThat(new LastOfMonth(6).isFromStart()).isFalse();
        assertThatThrownBy(() -> new DaysFromStart(6).on(TODAY, null)).isInstanceOf(IllegalArgumentException.class);
    }
}
