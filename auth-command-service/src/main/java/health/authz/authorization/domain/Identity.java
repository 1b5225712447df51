package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import org.jspecify.annotations.Nullable;

/** What never changes about an authorization. */
public record Identity(
        AuthorizationId id,
        TenantId tenant,
        long systemAuthNo,
        ClientId client,
        BillingCode code,
        @Nullable OperationId operationId,
        @Nullable AuthorizationId supersedes) {}
