package health.authz.platform.eventstore;

import health.authz.events.DomainEvent;
import java.time.Instant;

/**
 * An event with who caused it and when.
 *
 * @param actor a user's id, or the name of the process that acted
 */
public record RecordedEvent(String aggregateId, long sequence, DomainEvent payload, String actor, Instant recordedAt) {}
