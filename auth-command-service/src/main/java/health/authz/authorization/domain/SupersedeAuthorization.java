package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.authorization.ChangeReason;

/** Another authorization renews this one. A link, not a state (rule W-7). */
public record SupersedeAuthorization(AuthorizationId id, AuthorizationId successor, ChangeReason reason)
        implements AuthorizationCommand {}
