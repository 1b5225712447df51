package health.authz.authorization.application;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.Definition;
import health.authz.authorization.domain.RequestedValues;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the successor of an authorization looks like where nobody says otherwise: it begins the day after, and carries on
 * with payer, alerts and units. The payer's number and reference belong to the old letter, so they stay blank.
 */
final class Renewals {
    private Renewals() {}

    static RequestedValues values(RequestedValues given, Added old) {
        Definition definition = old.definition();
        return given.over(new RequestedValues(
                Change.clear(),
                Change.clear(),
                orNone(definition.payerId()),
                dayAfter(definition.endDate()),
                Change.keep(),
                old.totals().allotted() == null
                        ? Change.keep()
                        : Change.set(old.totals().allotted()),
                Change.keep(),
                orNone(definition.unitAlertLevel()),
                orNone(definition.expirationAlertDays()),
                Change.set(definition.unmanaged())));
    }

    private static Change<LocalDate> dayAfter(@Nullable LocalDate end) {
        return end == null ? Change.keep() : Change.set(end.plusDays(1));
    }

    private static <T> Change<T> orNone(@Nullable T value) {
        return value == null ? Change.clear() : Change.set(value);
    }
}
