package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.OperationId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Enter one billing code for one client. Values come in layers, the first that speaks decides (rule B-8).
 *
 * @param forCode values addressed to this very code: {@code perCode} of a bulk add, or everything of a single add
 * @param forAll values given for the whole group
 * @param ofMember the group member's own values
 * @param selectionPayer payer that the selection's filter names, used where no layer names one (rule B-11)
 * @param existing authorizations that the client already has; other codes among them do no harm
 * @param maySpecial the caller holds {@code auth:special}
 * @param today in the client's zone
 * @param groupVersion version of the group that was expanded, with {@code groupId}
 * @param supersedes the authorization that this one renews
 */
public record AddAuthorization(
        AuthorizationId id,
        TenantId tenant,
        long systemAuthNo,
        ClientFacts client,
        CodeFacts code,
        RequestedValues forCode,
        RequestedValues forAll,
        RequestedValues ofMember,
        @Nullable PayerId selectionPayer,
        AddPolicies policies,
        List<ExistingWindow> existing,
        boolean maySpecial,
        LocalDate today,
        @Nullable OperationId operationId,
        @Nullable BillingCodeGroupId groupId,
        @Nullable Integer groupVersion,
        @Nullable AuthorizationId supersedes)
        implements AuthorizationCommand {}
