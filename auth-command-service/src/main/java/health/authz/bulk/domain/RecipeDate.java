package health.authz.bulk.domain;

import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** A date of a recipe, which means another day each time that the recipe is run. */
public sealed interface RecipeDate {
    int MONTHS_MAX = 120;
    int DAYS_MAX = 3_650;

    /** First day of a month: 0 = of this one, 1 = of the next. */
    record FirstOfMonth(int months) implements RecipeDate {}

    /** Last day of a month: 0 = of this one, 1 = of the next. */
    record LastOfMonth(int months) implements RecipeDate {}

    /** So many days from today; 0 = today, below 0 = before it. */
    record DaysFromToday(int days) implements RecipeDate {}

    /** Last day of so many months that begin with the start: six from 1 December last through 31 May. */
    record MonthsFromStart(int months) implements RecipeDate {}

    /** Last of so many days of which the start is the first. */
    record DaysFromStart(int days) implements RecipeDate {}

    default boolean isFromStart() {
        return this instanceof MonthsFromStart || this instanceof DaysFromStart;
    }

    /**
     * The day that is meant.
     *
     * @param start {@code null} = there is none, and nothing counts from it
     */
    default LocalDate on(LocalDate today, @Nullable LocalDate start) {
        return switch (this) {
            case FirstOfMonth first ->
                YearMonth.from(today).plusMonths(first.months()).atDay(1);
            case LastOfMonth last ->
                YearMonth.from(today).plusMonths(last.months()).atEndOfMonth();
            case DaysFromToday days -> today.plusDays(days.days());
            case MonthsFromStart months -> lastOf(from(start), months.months());
            case DaysFromStart days -> from(start).plusDays(days.days() - 1L);
        };
    }

    private static LocalDate from(@Nullable LocalDate start) {
        if (start == null) {
            throw new IllegalArgumentException("there is no start to count from");
        }
        return start;
    }

    /** The day before the same day of the later month; where that month has no such day, its last one. */
    private static LocalDate lastOf(LocalDate start, int months) {
        LocalDate then = start.plusMonths(months);
        return then.getDayOfMonth() < start.getDayOfMonth() ? then : then.minusDays(1);
    }
}
