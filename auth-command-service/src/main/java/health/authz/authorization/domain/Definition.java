package health.authz.authorization.domain;

import health.authz.events.PayerId;
import health.authz.events.Units;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What people say about an authorization, apart from the units in use.
 *
 * @param payerId {@code null} for internal codes
 * @param authorizationNumber as typed; {@code null} until the payer gives it
 * @param startDate first usable service date, inclusive
 * @param endDate last usable service date, inclusive; {@code null} only on an unmanaged authorization
 * @param unitAlertLevel {@code null} = none
 * @param expirationAlertDays {@code null} = none
 */
public record Definition(
        @Nullable PayerId payerId,
        @Nullable String authorizationNumber,
        @Nullable String payerReference,
        LocalDate startDate,
        @Nullable LocalDate endDate,
        @Nullable Units unitAlertLevel,
        @Nullable Integer expirationAlertDays,
        boolean unmanaged) {

    /** Rule W-1: first and last day included. */
    public boolean covers(LocalDate day) {
        return !day.isBefore(startDate) && (endDate == null || !day.isAfter(endDate));
    }

    public boolean endedBefore(LocalDate day) {
        return endDate != null && endDate.isBefore(day);
    }
}
