package health.authz.platform.eventstore;

import health.authz.events.DomainEvent;
import health.authz.events.envelope.StreamKind;

/**
 * An event that is about to be stored.
 *
 * @param aggregateType one of {@link StreamKind}; the relay could not place any other
 * @param sequence its place in the aggregate's stream, from 0
 */
public record NewEvent(
        String aggregateType, String aggregateId, long sequence, DomainEvent payload, EventMetadata metadata) {
    public NewEvent {
        if (StreamKind.of(aggregateType).isEmpty()) {
            throw new IllegalArgumentException("events of aggregate type " + aggregateType + " have no topic");
        }
    }
}
