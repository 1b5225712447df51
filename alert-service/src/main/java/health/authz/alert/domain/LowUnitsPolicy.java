package health.authz.alert.domain;

import health.authz.events.Units;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.events.alert.AlertEvent.CloseCause;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Few units are left. Rules.
 *
 * <p>It looks at where remaining stands, not at the step that brought it there, so a jump past the level to 0 counts, and
 * so does being there on the first day. A level that is not below allotted would be reached before any work is done: it
 * waits for the first unit on a note.
 */
public record LowUnitsPolicy() implements AlertPolicy {
    @Override
    public AlertKind kind() {
        return AlertKind.LOW_UNITS;
    }

    @Override
    public Optional<Reached> reached(Facts facts, Circumstances now) {
        Units level = facts.unitAlertLevel();
        Units remaining = facts.remaining();
        if (level == null
                || remaining == null
                || facts.unmanaged()
                || AlertPolicy.outOfUse(facts, now).isPresent()
                || !facts.startedBy(now.today())
                || facts.endedBefore(now.today())
                || remaining.isMoreThan(level)
                || !(isBelowAllotted(level, facts) || facts.used())) {
            return Optional.empty();
        }
        return Optional.of(new Reached(remaining.value(), level.value()));
    }

    @Override
    public Optional<CloseCause> moot(Facts facts, BigDecimal threshold, Circumstances now) {
        Optional<CloseCause> outOfUse = AlertPolicy.outOfUse(facts, now);
        Units remaining = facts.remaining();
        if (outOfUse.isPresent()) {
            return outOfUse;
        }
        if (facts.unmanaged() || remaining == null) {
            return Optional.of(CloseCause.UNMANAGED);
        }
        if (facts.endedBefore(now.today())) {
            return Optional.of(CloseCause.EXPIRED);
        }
        Units level = facts.unitAlertLevel();
        if (level == null || level.value().compareTo(threshold) != 0) {
            return Optional.of(CloseCause.LEVEL_CHANGED);
        }
        return remaining.isMoreThan(level) ? Optional.of(CloseCause.UNITS_ABOVE_LEVEL) : Optional.empty();
    }

    private static boolean isBelowAllotted(Units level, Facts facts) {
        return facts.allotted() != null && level.isLessThan(facts.allotted());
    }
}
