package health.authz.alert.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.BeforeAfter;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import health.authz.events.authorization.AuthorizationEvent.AuthInactivated;
import health.authz.events.authorization.AuthorizationEvent.AuthReactivated;
import health.authz.events.authorization.AuthorizationEvent.AuthRestored;
import health.authz.events.authorization.AuthorizationEvent.AuthSuperseded;
import health.authz.events.authorization.AuthorizationEvent.AuthVoided;
import health.authz.events.authorization.AuthorizationEvent.UnitsConsumed;
import health.authz.events.authorization.AuthorizationEvent.UnitsHeld;
import health.authz.events.authorization.AuthorizationEvent.UnitsHoldAmended;
import health.authz.events.authorization.AuthorizationEvent.UnitsReturned;
import health.authz.events.authorization.UnitTotals;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What alerts need to know of one authorization, copied from its events and never computed.
 *
 * @param endDate last usable day; {@code null} only when unmanaged
 * @param remaining {@code null} when unmanaged
 * @param used whether any of its units are on notes; units used before it was entered here do not count
 * @param unitAlertLevel {@code null} = no alert on units
 * @param expirationAlertDays {@code null} = no alert on the end date
 */
public record Facts(
        AuthorizationId id,
        TenantId tenant,
        ClientId client,
        BillingCode code,
        @Nullable PayerId payer,
        LocalDate startDate,
        @Nullable LocalDate endDate,
        boolean unmanaged,
        @Nullable Units allotted,
        @Nullable Units remaining,
        boolean used,
        @Nullable Units unitAlertLevel,
        @Nullable Integer expirationAlertDays,
        Condition condition) {

    /** Whether people took it out of use. */
    public enum Condition {
        IN_USE,
        INACTIVATED,
        VOIDED
    }

    public static Facts of(AuthAdded added) {
        return new Facts(
                added.authorizationId(),
                added.tenantId(),
                added.clientId(),
                added.billingCode(),
                added.payerId(),
                added.startDate(),
                added.endDate(),
                added.unmanaged(),
                added.totals().allotted(),
                added.totals().remaining(),
                used(added.totals()),
                added.unitAlertLevel(),
                added.expirationAlertDays(),
                Condition.IN_USE);
    }

    public Facts evolve(AuthorizationEvent event) {
        return switch (event) {
            case AuthAdded added -> of(added);
            case AuthFieldsPatched patched -> patched(patched);
            case UnitsHeld held -> with(held.totals());
            case UnitsHoldAmended amended -> with(amended.totals());
            case UnitsConsumed consumed -> with(consumed.totals());
            case UnitsReturned returned -> with(returned.totals());
            case AuthInactivated inactivated -> with(Condition.INACTIVATED);
            case AuthReactivated reactivated -> with(Condition.IN_USE);
            case AuthVoided voided -> with(Condition.VOIDED);
            case AuthRestored restored -> with(Condition.IN_USE);
            case AuthSuperseded superseded -> this;
        };
    }

    /** Its first day has come. */
    public boolean startedBy(LocalDate day) {
        return !startDate.isAfter(day);
    }

    /** Its last day has passed. */
    public boolean endedBefore(LocalDate day) {
        return endDate != null && endDate.isBefore(day);
    }

    /** In use, and there is something left to use. */
    public boolean usable() {
        return condition == Condition.IN_USE && (unmanaged || (remaining != null && remaining.isMoreThan(Units.ZERO)));
    }

    private Facts patched(AuthFieldsPatched patch) {
        return new Facts(
                id,
                tenant,
                client,
                code,
                after(patch.payerId(), payer),
                patch.startDate() == null || patch.startDate().after() == null
                        ? startDate
                        : patch.startDate().after(),
                after(patch.endDate(), endDate),
                patch.unmanaged() == null
                        ? unmanaged
                        : Boolean.TRUE.equals(patch.unmanaged().after()),
                patch.totals().allotted(),
                patch.totals().remaining(),
                used(patch.totals()),
                after(patch.unitAlertLevel(), unitAlertLevel),
                after(patch.expirationAlertDays(), expirationAlertDays),
                condition);
    }

    private Facts with(UnitTotals totals) {
        return new Facts(
                id,
                tenant,
                client,
                code,
                payer,
                startDate,
                endDate,
                unmanaged,
                totals.allotted(),
                totals.remaining(),
                used(totals),
                unitAlertLevel,
                expirationAlertDays,
                condition);
    }

    private Facts with(Condition now) {
        return new Facts(
                id,
                tenant,
                client,
                code,
                payer,
                startDate,
                endDate,
                unmanaged,
                allotted,
                remaining,
                used,
                unitAlertLevel,
                expirationAlertDays,
                now);
    }

    private static <T> @Nullable T after(@Nullable BeforeAfter<T> change, @Nullable T otherwise) {
        return change == null ? otherwise : change.after();
    }

    private static boolean used(UnitTotals totals) {
        return totals.pending().isMoreThan(Units.ZERO) || totals.consumed().isMoreThan(Units.ZERO);
    }
}
