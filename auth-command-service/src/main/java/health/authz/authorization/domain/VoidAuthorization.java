package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.OperationId;
import health.authz.events.authorization.ChangeReason;
import org.jspecify.annotations.Nullable;

/** It was entered in error; possible while no note has used units (rule W-8). */
public record VoidAuthorization(
        AuthorizationId id, ChangeReason reason, @Nullable OperationId operationId) implements AuthorizationCommand {}
