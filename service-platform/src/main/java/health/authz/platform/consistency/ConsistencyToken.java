package health.authz.platform.consistency;

import health.authz.events.TenantId;

/**
 * What was committed when a change was answered: all of one organisation's rows, in one service's store, up to here.
 *
 * @param service whose store it is, by application name
 * @param events number in the event store; 0 = none
 * @param outbox number in the outbox; 0 = none
 */
public record ConsistencyToken(String service, TenantId tenant, long events, long outbox) {}
