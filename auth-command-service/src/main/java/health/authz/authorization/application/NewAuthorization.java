package health.authz.authorization.application;

import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.RequestedValues;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;

/** One row as somebody asks for it. */
public record NewAuthorization(ClientId client, BillingCode code, RequestedValues values, AddPolicies policies) {}
