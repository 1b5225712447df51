package health.authz.alert.domain;

import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.events.alert.AlertEvent.CloseCause;
import java.math.BigDecimal;
import java.util.Optional;

/** Whenever this, then an alert; whenever that, no more. */
public sealed interface AlertPolicy permits LowUnitsPolicy, ExpiryPolicy {
    AlertKind kind();

    /** What was reached, if the rule's condition holds. */
    Optional<Reached> reached(Facts facts, Circumstances now);

    /** Why an alert that was raised at this threshold is moot, if it is. */
    Optional<CloseCause> moot(Facts facts, BigDecimal threshold, Circumstances now);

    /** The number that was looked at, and the one that it has come down to. */
    record Reached(BigDecimal value, BigDecimal threshold) {}

    /** What closes an alert of any kind (rule A-7). */
    static Optional<CloseCause> outOfUse(Facts facts, Circumstances now) {
        return switch (facts.condition()) {
            case VOIDED -> Optional.of(CloseCause.VOIDED);
            case INACTIVATED -> Optional.of(CloseCause.INACTIVATED);
            case IN_USE -> now.clientActive() ? Optional.empty() : Optional.of(CloseCause.CLIENT_INACTIVE);
        };
    }
}
