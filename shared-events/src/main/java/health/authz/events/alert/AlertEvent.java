package health.authz.events.alert;

import health.authz.events.AlertId;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.DomainEvent;
import health.authz.events.OperationId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to one alert. */
public sealed interface AlertEvent extends DomainEvent {
    AlertId alertId();

    /**
     * A rule's condition became true.
     *
     * @param armingEpoch how often this kind was armed on this authorization; with it an alert is raised once
     * @param value remaining units (LOW_UNITS) or days left (EXPIRING) at that moment
     * @param threshold the level or the days that were reached
     * @param recipients fixed now; empty when the alert reaches nobody, which is counted and shown
     */
    record AlertRaised(
            AlertId alertId,
            TenantId tenantId,
            AlertKind kind,
            AuthorizationId authorizationId,
            ClientId clientId,
            BillingCode billingCode,
            @Nullable PayerId payerId,
            @Nullable LocalDate endDate,
            int armingEpoch,
            BigDecimal value,
            BigDecimal threshold,
            List<UserId> recipients,
            @Nullable OperationId operationId)
            implements AlertEvent {}

    /** A recipient looked at it; each person's own. */
    record AlertSeen(AlertId alertId, UserId userId) implements AlertEvent {}

    /** A recipient took it on; closes nothing. */
    record AlertAcknowledged(AlertId alertId, UserId userId) implements AlertEvent {}

    /** Facts made it moot. */
    record AlertClosed(AlertId alertId, CloseCause cause) implements AlertEvent {}

    /** What an alert warns of. */
    enum AlertKind {
        LOW_UNITS,
        EXPIRING
    }

    /** Why an alert was closed; only facts close one. */
    enum CloseCause {
        UNITS_ABOVE_LEVEL,
        LEVEL_CHANGED,
        END_DATE_MOVED,
        DAYS_CHANGED,
        SUCCESSOR_ADDED,
        EXPIRED,
        INACTIVATED,
        VOIDED,
        UNMANAGED,
        CLIENT_INACTIVE
    }
}
