package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;

/** Everything one may ask of one authorization. */
public sealed interface AuthorizationCommand
        permits AddAuthorization,
                PatchAuthorization,
                PutNote,
                InactivateAuthorization,
                ReactivateAuthorization,
                VoidAuthorization,
                SupersedeAuthorization {
    AuthorizationId id();
}
