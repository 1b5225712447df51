package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.BeforeAfter;
import health.authz.events.NoteId;
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
import org.jspecify.annotations.Nullable;

/**
 * An authorization that was entered.
 *
 * @param successor the one that renewed it last; a link, not a state (rule W-7)
 * @param notes those that hold or have used units
 */
public record Added(
        Identity identity,
        Definition definition,
        UnitTotals totals,
        Standing standing,
        @Nullable AuthorizationId successor,
        Notes notes,
        long seq,
        long definitionSeq)
        implements Authorization {

    static Added from(AuthAdded event, long seq) {
        return new Added(
                new Identity(
                        event.authorizationId(),
                        event.tenantId(),
                        event.systemAuthNo(),
                        event.clientId(),
                        event.billingCode(),
                        event.operationId(),
                        event.supersedes()),
                new Definition(
                        event.payerId(),
                        event.authorizationNumber(),
                        event.payerReference(),
                        event.startDate(),
                        event.endDate(),
                        event.unitAlertLevel(),
                        event.expirationAlertDays(),
                        event.unmanaged()),
                event.totals(),
                Standing.IN_USE,
                null,
                Notes.NONE,
                seq,
                seq);
    }

    @Override
    public Added evolve(AuthorizationEvent event, long next) {
        return switch (event) {
            case AuthAdded e -> throw new IllegalStateException(e.authorizationId() + " was added twice");
            case AuthFieldsPatched e ->
                new Added(identity, patched(e), e.totals(), standing, successor, notes, next, next);
            case UnitsHeld e ->
                used(e.totals(), e.noteId(), new Note(e.serviceDate(), e.units(), NoteState.DRAFT), next);
            case UnitsHoldAmended e ->
                used(e.totals(), e.noteId(), new Note(e.serviceDate(), e.units(), NoteState.DRAFT), next);
            case UnitsConsumed e ->
                used(e.totals(), e.noteId(), new Note(e.serviceDate(), e.units(), NoteState.RELEASED), next);
            case UnitsReturned e ->
                new Added(
                        identity,
                        definition,
                        e.totals(),
                        standing,
                        successor,
                        notes.without(e.noteId()),
                        next,
                        definitionSeq);
            case AuthInactivated e -> standing(Standing.INACTIVE, next);
            case AuthReactivated e -> standing(Standing.IN_USE, next);
            case AuthVoided e -> standing(Standing.VOIDED, next);
            case AuthRestored e -> standing(Standing.IN_USE, next);
            case AuthSuperseded e ->
                new Added(identity, definition, totals, standing, e.successor(), notes, next, next);
        };
    }

    public boolean isManaged() {
        return !definition.unmanaged();
    }

    /** Managed, and nothing remains (rule U-6). */
    public boolean isExhausted() {
        return isManaged() && (totals.remaining() == null || totals.remaining().compareTo(Units.ZERO) <= 0);
    }

    /** How it counts against new authorizations of the same client and code. */
    public WindowState windowState() {
        return switch (standing) {
            case VOIDED -> WindowState.VOIDED;
            case INACTIVE -> WindowState.INACTIVE;
            case IN_USE -> isExhausted() ? WindowState.EXHAUSTED : WindowState.USABLE;
        };
    }

    private Added used(UnitTotals after, NoteId id, Note note, long next) {
        return new Added(identity, definition, after, standing, successor, notes.with(id, note), next, definitionSeq);
    }

    private Added standing(Standing after, long next) {
        return new Added(identity, definition, totals, after, successor, notes, next, next);
    }

    private Definition patched(AuthFieldsPatched event) {
        return new Definition(
                after(event.payerId(), definition.payerId()),
                after(event.authorizationNumber(), definition.authorizationNumber()),
                after(event.payerReference(), definition.payerReference()),
                required(event.startDate(), definition.startDate()),
                after(event.endDate(), definition.endDate()),
                after(event.unitAlertLevel(), definition.unitAlertLevel()),
                after(event.expirationAlertDays(), definition.expirationAlertDays()),
                required(event.unmanaged(), definition.unmanaged()));
    }

    private static <T> @Nullable T after(@Nullable BeforeAfter<T> change, @Nullable T current) {
        return change == null ? current : change.after();
    }

    private static <T> T required(@Nullable BeforeAfter<T> change, T current) {
        T after = after(change, current);
        return after == null ? current : after;
    }
}
