package health.authz.authorization.domain;

import health.authz.events.authorization.AuthorizationEvent;
import java.time.Instant;

/**
 * A stored fact with its place, and who caused it when.
 *
 * @param actor a user's id, or the name of the process that acted
 */
public record Happened(AuthorizationEvent event, long seq, String actor, Instant at) {}
