package health.authz.authorization.domain;

import health.authz.events.Units;
import java.time.LocalDate;

/**
 * How far a value moves from what is there: days for a date, units for a quantity; both may be below zero.
 *
 * @param <T> type of what moves
 */
public sealed interface Step<T> {
    /** @throws IllegalArgumentException or a date's own exception if there is no such value */
    T from(T value);

    record Days(int days) implements Step<LocalDate> {
        @Override
        public LocalDate from(LocalDate date) {
            return date.plusDays(days);
        }
    }

    record More(Units units) implements Step<Units> {
        @Override
        public Units from(Units value) {
            return value.plus(units);
        }
    }
}
