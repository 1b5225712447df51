package health.authz.authorization.domain;

import health.authz.events.authorization.AuthorizationEvent;

/**
 * What the facts on one authorization add up to.
 *
 * <p>Its life: it is entered with a window and units; draft notes hold units, released ones use them, voided ones give
 * them back; people correct its fields, take it out of use, put it back, renew it, or void it if it was a mistake. Whether
 * it is active, exhausted or expired is not kept here: that follows from these facts and a day ({@link
 * AuthorizationStatus}).
 */
public sealed interface Authorization permits NotAdded, Added {
    Authorization NOT_ADDED = NotAdded.INSTANCE;

    /** @throws IllegalStateException if the event cannot follow on what is there: the stream is damaged */
    Authorization evolve(AuthorizationEvent event, long seq);

    /** Sequence of the last event, which is the ETag; -1 before the first. */
    long seq();

    /** Sequence of the last event that changed more than units in use; -1 before the first. */
    long definitionSeq();
}
