package health.authz.platform.eventstore;

import health.authz.events.DomainEvent;

/** An event as the store holds it. */
public record StoredEvent(String aggregateId, long sequence, DomainEvent payload) {}
