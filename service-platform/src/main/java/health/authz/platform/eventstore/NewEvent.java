package health.authz.platform.eventstore;

import health.authz.events.DomainEvent;

/**
 * An event that is about to be stored.
 *
 * @param sequence its place in the aggregate's stream, from 0
 */
public record NewEvent(
        String aggregateType, String aggregateId, long sequence, DomainEvent payload, EventMetadata metadata) {}
