package health.authz.bulk.application;

import health.authz.events.UserId;
import java.time.Instant;

/**
 * A form with a name, which everybody in the organisation may use and its owner alone may change: a recipe or a mapping.
 *
 * @param version from 1, one more with each change
 * @param form JSON as it was sent
 */
public record NamedForm(String name, UserId owner, long version, String form, Instant changedAt) {}
