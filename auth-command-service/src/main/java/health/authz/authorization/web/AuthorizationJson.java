package health.authz.authorization.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import health.authz.authorization.application.AuthorizationCommands.Answer;
import health.authz.authorization.application.ClientInView;
import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.AuthorizationBadge;
import health.authz.authorization.domain.AuthorizationStatus;
import health.authz.authorization.domain.Definition;
import health.authz.authorization.domain.Identity;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.OperationId;
import health.authz.events.PayerId;
import health.authz.events.Units;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An authorization as answers show it; the same shape as the list's, with blank fields as {@code null}. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record AuthorizationJson(
        AuthorizationId authorizationId,
        long systemAuthNo,
        ClientId clientId,
        @Nullable String clientName,
        List<String> divisionIds,
        BillingCode billingCode,
        @Nullable PayerId payerId,
        @Nullable String authorizationNumber,
        @Nullable String payerReference,
        LocalDate startDate,
        @Nullable LocalDate endDate,
        @Nullable Units allottedUnits,
        @Nullable Units remainingUnits,
        Units pendingUnits,
        Units consumedUnits,
        @Nullable Units unitAlertLevel,
        @Nullable Integer expirationAlertDays,
        boolean unmanaged,
        AuthorizationStatus status,
        Set<AuthorizationBadge> badges,
        @Nullable OperationId operationId,
        long seq) {

    static AuthorizationJson of(Answer answer) {
        Added authorization = answer.outcome().authorization();
        ClientInView client = answer.client();
        Identity identity = authorization.identity();
        Definition definition = authorization.definition();
        return new AuthorizationJson(
                identity.id(),
                identity.systemAuthNo(),
                identity.client(),
                client.name(),
                client.divisionIds(),
                identity.code(),
                definition.payerId(),
                definition.authorizationNumber(),
                definition.payerReference(),
                definition.startDate(),
                definition.endDate(),
                authorization.totals().allotted(),
                authorization.totals().remaining(),
                authorization.totals().pending(),
                authorization.totals().consumed(),
                definition.unitAlertLevel(),
                definition.expirationAlertDays(),
                definition.unmanaged(),
                AuthorizationStatus.of(authorization, answer.today()),
                AuthorizationBadge.of(authorization, answer.today()),
                identity.operationId(),
                authorization.seq());
    }
}
