package health.authz.platform.security;

import health.authz.events.UserId;

/**
 * Somebody who runs the services, of no organisation: from a signed token without {@code org} that may {@code ops:replay}. What waits in
 * a parking lot or is told again is of all organisations at once, and a record parked because it names none belongs to nobody.
 */
public record Operator(UserId userId) {}
