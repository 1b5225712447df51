package health.authz.authorization.domain;

import java.time.LocalDate;

/** Status on a day, derived from facts and never stored (rule W-6); in order of precedence. */
public enum AuthorizationStatus {
    VOIDED,
    INACTIVE,
    EXPIRED,
    EXHAUSTED,
    PENDING_START,
    ACTIVE;

    /** @param day local date in the zone of the client's first division (rule W-2) */
    public static AuthorizationStatus of(Added authorization, LocalDate day) {
        if (authorization.standing() == Standing.VOIDED) {
            return VOIDED;
        }
        if (authorization.standing() == Standing.INACTIVE) {
            return INACTIVE;
        }
        if (authorization.definition().endedBefore(day)) {
            return EXPIRED;
        }
        if (authorization.isExhausted()) {
            return EXHAUSTED;
        }
        return authorization.definition().startDate().isAfter(day) ? PENDING_START : ACTIVE;
    }
}
