package health.authz.authorization.domain;

import java.time.Instant;

/**
 * Who moved something, and when; ids only.
 *
 * @param what a field by its name on the wire, or a note by its id
 * @param actor a user's id, or the name of the process that acted
 */
public record Touch(String what, String actor, Instant at) {
    static Touch of(String what, Happened fact) {
        return new Touch(what, fact.actor(), fact.at());
    }

    /** For a sentence: {@code endDate by u-7 at 2026-12-10T10:00:00Z}. */
    String told() {
        return what + " by " + actor + " at " + at;
    }
}
