package health.authz.bulk.domain;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.AuthorizationStatus;
import health.authz.authorization.domain.Warning;
import health.authz.events.Units;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which alerts a change would set off at once, as far as one row tells (docs/rules/alerts.md). */
final class AlertCandidates {
    private AlertCandidates() {}

    /** Kinds of alert that a row can set off. */
    enum Kind {
        LOW_UNITS(Warning.LOW_UNITS_AT_ONCE),
        EXPIRING(Warning.EXPIRING_AT_ONCE);

        private final Warning warning;

        Kind(Warning warning) {
            this.warning = warning;
        }

        Warning warning() {
            return warning;
        }
    }

    /** What holds after the change and did not before. */
    static Set<Kind> of(@Nullable Added before, @Nullable Added after, LocalDate today) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        if (after != null) {
            for (Kind kind : Kind.values()) {
                if (holds(kind, after, today) && (before == null || !holds(kind, before, today))) {
                    kinds.add(kind);
                }
            }
        }
        return kinds;
    }

    private static boolean holds(Kind kind, Added authorization, LocalDate today) {
        return kind == Kind.LOW_UNITS ? isLow(authorization, today) : isExpiring(authorization, today);
    }

    /** A level that is not below allotted speaks at the first unit used, not when it is entered. */
    private static boolean isLow(Added authorization, LocalDate today) {
        Units level = authorization.definition().unitAlertLevel();
        Units remaining = authorization.totals().remaining();
        Units allotted = authorization.totals().allotted();
        AuthorizationStatus status = AuthorizationStatus.of(authorization, today);
        return level != null
                && remaining != null
                && allotted != null
                && (status == AuthorizationStatus.ACTIVE || status == AuthorizationStatus.EXHAUSTED)
                && !remaining.isMoreThan(level)
                && (level.isLessThan(allotted) || remaining.isLessThan(allotted));
    }

    private static boolean isExpiring(Added authorization, LocalDate today) {
        Integer days = authorization.definition().expirationAlertDays();
        LocalDate end = authorization.definition().endDate();
        AuthorizationStatus status = AuthorizationStatus.of(authorization, today);
        if (days == null
                || end == null
                || (status != AuthorizationStatus.ACTIVE && status != AuthorizationStatus.PENDING_START)) {
            return false;
        }
        long left = ChronoUnit.DAYS.between(today, end);
        return left >= 0 && left <= days;
    }
}
