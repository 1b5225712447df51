package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.authorization.ChangeReason;

/** Take it out of use, until reactivated. */
public record InactivateAuthorization(AuthorizationId id, ChangeReason reason) implements AuthorizationCommand {}
