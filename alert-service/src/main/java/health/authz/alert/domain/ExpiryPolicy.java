package health.authz.alert.domain;

import static java.time.temporal.ChronoUnit.DAYS;

import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.events.alert.AlertEvent.CloseCause;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/** The last usable day is near, and nothing carries on after it. Rules. */
public record ExpiryPolicy() implements AlertPolicy {
    @Override
    public AlertKind kind() {
        return AlertKind.EXPIRING;
    }

    @Override
    public Optional<Reached> reached(Facts facts, Circumstances now) {
        LocalDate end = facts.endDate();
        Integer days = facts.expirationAlertDays();
        if (end == null
                || days == null
                || !facts.usable()
                || !now.clientActive()
                || !facts.startedBy(now.today())
                || facts.endedBefore(now.today())
                || now.successor()) {
            return Optional.empty();
        }
        long left = DAYS.between(now.today(), end);
        return left <= days
                ? Optional.of(new Reached(BigDecimal.valueOf(left), BigDecimal.valueOf(days)))
                : Optional.empty();
    }

    @Override
    public Optional<CloseCause> moot(Facts facts, BigDecimal threshold, Circumstances now) {
        Optional<CloseCause> outOfUse = AlertPolicy.outOfUse(facts, now);
        if (outOfUse.isPresent()) {
            return outOfUse;
        }
        if (facts.endedBefore(now.today())) {
            return Optional.of(CloseCause.EXPIRED);
        }
        Integer days = facts.expirationAlertDays();
        if (days == null || BigDecimal.valueOf(days).compareTo(threshold) != 0) {
            return Optional.of(CloseCause.DAYS_CHANGED);
        }
        LocalDate end = facts.endDate();
        if (end == null || DAYS.between(now.today(), end) > days) {
            return Optional.of(CloseCause.END_DATE_MOVED);
        }
        return now.successor() ? Optional.of(CloseCause.SUCCESSOR_ADDED) : Optional.empty();
    }
}
