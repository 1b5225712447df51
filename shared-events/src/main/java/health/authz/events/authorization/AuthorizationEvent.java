package health.authz.events.authorization;

import health.authz.events.AuthorizationId;
import health.authz.events.BeforeAfter;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.ClientId;
import health.authz.events.DomainEvent;
import health.authz.events.NoteId;
import health.authz.events.OperationId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to one authorization. Past tense; never edited, never removed. */
public sealed interface AuthorizationEvent extends DomainEvent {
    AuthorizationId authorizationId();

    /**
     * An authorization was entered: one billing code, one client, one date window.
     *
     * @param systemAuthNo number that the system gave, unique within the organisation; not the payer's
     * @param payerId insurance company, {@code null} for internal codes
     * @param authorizationNumber the payer's number as typed; {@code null} until it is known
     * @param startDate first usable service date, inclusive
     * @param endDate last usable service date, inclusive; {@code null} only on an unmanaged authorization
     * @param unitAlertLevel alert when remaining reaches it; {@code null} = none
     * @param expirationAlertDays alert that many days before the end date; {@code null} = none
     * @param operationId bulk operation that made it, {@code null} when entered singly
     * @param billingCodeGroupId group that was expanded, with {@code groupVersion}
     * @param supersedes the authorization that this one renews
     */
    record AuthAdded(
            AuthorizationId authorizationId,
            TenantId tenantId,
            long systemAuthNo,
            ClientId clientId,
            BillingCode billingCode,
            @Nullable PayerId payerId,
            @Nullable String authorizationNumber,
            @Nullable String payerReference,
            LocalDate startDate,
            @Nullable LocalDate endDate,
            @Nullable Units unitAlertLevel,
            @Nullable Integer expirationAlertDays,
            boolean unmanaged,
            UnitTotals totals,
            @Nullable OperationId operationId,
            @Nullable BillingCodeGroupId billingCodeGroupId,
            @Nullable Integer billingCodeGroupVersion,
            @Nullable AuthorizationId supersedes)
            implements AuthorizationEvent {}

    /**
     * Fields were changed: only those present did, each with before and after.
     *
     * @param remainingUnits present where the correction of remaining was asked for; a shift that follows from
     *     {@code allottedUnits} shows in {@code totals} alone
     * @param reverts operation whose change of this authorization it takes back; {@code null} = none
     */
    record AuthFieldsPatched(
            AuthorizationId authorizationId,
            @Nullable BeforeAfter<String> authorizationNumber,
            @Nullable BeforeAfter<String> payerReference,
            @Nullable BeforeAfter<PayerId> payerId,
            @Nullable BeforeAfter<LocalDate> startDate,
            @Nullable BeforeAfter<LocalDate> endDate,
            @Nullable BeforeAfter<Units> allottedUnits,
            @Nullable BeforeAfter<Units> remainingUnits,
            @Nullable BeforeAfter<Units> unitAlertLevel,
            @Nullable BeforeAfter<Integer> expirationAlertDays,
            @Nullable BeforeAfter<Boolean> unmanaged,
            UnitTotals totals,
            ChangeReason reason,
            @Nullable OperationId operationId,
            @Nullable OperationId reverts)
            implements AuthorizationEvent {}

    /** A draft note reserved units. */
    record UnitsHeld(
            AuthorizationId authorizationId, NoteId noteId, LocalDate serviceDate, Units units, UnitTotals totals)
            implements AuthorizationEvent {}

    /** A draft note's reservation moved to another date or quantity; {@code units} is the quantity now. */
    record UnitsHoldAmended(
            AuthorizationId authorizationId, NoteId noteId, LocalDate serviceDate, Units units, UnitTotals totals)
            implements AuthorizationEvent {}

    /** A note was released: its units are used. */
    record UnitsConsumed(
            AuthorizationId authorizationId, NoteId noteId, LocalDate serviceDate, Units units, UnitTotals totals)
            implements AuthorizationEvent {}

    /** A note was voided or deleted: its units came back. */
    record UnitsReturned(
            AuthorizationId authorizationId,
            NoteId noteId,
            LocalDate serviceDate,
            Units units,
            ReturnCause cause,
            UnitTotals totals)
            implements AuthorizationEvent {}

    /** A person took it out of use, until reactivated. */
    record AuthInactivated(AuthorizationId authorizationId, ChangeReason reason) implements AuthorizationEvent {}

    /** A person put it back into use; what it is then follows from its facts. */
    record AuthReactivated(AuthorizationId authorizationId, ChangeReason reason) implements AuthorizationEvent {}

    /**
     * It was entered in error. Only units of notes that are voided follow after this, unless a revert did it and is itself taken back.
     *
     * @param reverts operation whose adding or restoring of it is taken back; {@code null} = none
     */
    record AuthVoided(
            AuthorizationId authorizationId,
            ChangeReason reason,
            @Nullable OperationId operationId,
            @Nullable OperationId reverts)
            implements AuthorizationEvent {}

    /**
     * It is in use again as it was before it was voided: the operation that voided it was taken back.
     *
     * @param operationId the operation that brought it back; nobody else may
     * @param reverts the operation that had voided it
     */
    record AuthRestored(
            AuthorizationId authorizationId, ChangeReason reason, OperationId operationId, OperationId reverts)
            implements AuthorizationEvent {}

    /** Another authorization renews it. A link, not a state: it stays usable through its own end date. */
    record AuthSuperseded(AuthorizationId authorizationId, AuthorizationId successor, ChangeReason reason)
            implements AuthorizationEvent {}

    /** Which kind of use came back. */
    enum ReturnCause {
        DRAFT_VOIDED,
        RELEASED_VOIDED
    }
}
