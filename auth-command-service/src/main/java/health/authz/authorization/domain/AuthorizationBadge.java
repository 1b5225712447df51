package health.authz.authorization.domain;

import health.authz.events.Units;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person should notice beside the status (rule W-6). */
public enum AuthorizationBadge {
    EXPIRING_SOON,
    LOW_UNITS,
    AWAITING_NUMBER,
    OVERUSED;

    /** @param day local date in the zone of the client's first division */
    public static Set<AuthorizationBadge> of(Added authorization, LocalDate day) {
        EnumSet<AuthorizationBadge> badges = EnumSet.noneOf(AuthorizationBadge.class);
        AuthorizationStatus status = AuthorizationStatus.of(authorization, day);
        if (status == AuthorizationStatus.VOIDED || status == AuthorizationStatus.INACTIVE) {
            return badges;
        }
        Definition definition = authorization.definition();
        if (status != AuthorizationStatus.EXPIRED && isExpiring(definition, day)) {
            badges.add(EXPIRING_SOON);
        }
        if ((status == AuthorizationStatus.ACTIVE || status == AuthorizationStatus.EXHAUSTED)
                && isLow(authorization.totals().remaining(), definition.unitAlertLevel())) {
            badges.add(LOW_UNITS);
        }
        if (definition.authorizationNumber() == null && definition.payerId() != null) {
            badges.add(AWAITING_NUMBER);
        }
        Units remaining = authorization.totals().remaining();
        if (remaining != null && remaining.isNegative()) {
            badges.add(OVERUSED);
        }
        return badges;
    }

    private static boolean isExpiring(Definition definition, LocalDate day) {
        LocalDate end = definition.endDate();
        Integer days = definition.expirationAlertDays();
        return end != null && days != null && ChronoUnit.DAYS.between(day, end) <= days;
    }

    private static boolean isLow(@Nullable Units remaining, @Nullable Units level) {
        return remaining != null && level != null && remaining.compareTo(level) <= 0;
    }
}
