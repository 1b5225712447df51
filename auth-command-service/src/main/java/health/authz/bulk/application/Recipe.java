package health.authz.bulk.application;

import health.authz.events.UserId;
import java.time.Instant;

/**
 * A bulk form with a name, which everybody in the organisation may run and its owner alone may change.
 *
 * @param version from 1, one more with each change
 * @param form JSON as it was sent
 */
public record Recipe(String name, UserId owner, long version, String form, Instant changedAt) {}
