package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.authorization.ChangeReason;

/** Put it back into use; what it is then follows from its facts. */
public record ReactivateAuthorization(AuthorizationId id, ChangeReason reason) implements AuthorizationCommand {}
