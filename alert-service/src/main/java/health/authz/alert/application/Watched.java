package health.authz.alert.application;

import health.authz.alert.domain.Arming;
import health.authz.alert.domain.Facts;
import health.authz.events.authorization.AuthorizationEvent;

/**
 * An authorization under watch.
 *
 * @param seq its last event that was applied
 */
record Watched(Facts facts, long seq, Arming lowUnits, Arming expiring) {
    static Watched of(Facts facts) {
        return new Watched(facts, 0, Arming.FIRST, Arming.FIRST);
    }

    Watched evolve(AuthorizationEvent event, long at) {
        return new Watched(facts.evolve(event), at, lowUnits, expiring);
    }

    Watched withLowUnits(Arming arming) {
        return new Watched(facts, seq, arming, expiring);
    }

    Watched withExpiring(Arming arming) {
        return new Watched(facts, seq, lowUnits, arming);
    }
}
