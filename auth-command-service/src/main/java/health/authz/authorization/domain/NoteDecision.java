package health.authz.authorization.domain;

import static health.authz.authorization.domain.Decision.accept;
import static health.authz.authorization.domain.Decision.reject;
import static health.authz.authorization.domain.Decision.unchanged;

import health.authz.authorization.domain.Rejection.InactiveClient;
import health.authz.authorization.domain.Rejection.IsInactive;
import health.authz.authorization.domain.Rejection.LateNote;
import health.authz.authorization.domain.Rejection.NotEnoughUnits;
import health.authz.authorization.domain.Rejection.OutsideWindow;
import health.authz.authorization.domain.Rejection.TooManyUnits;
import health.authz.events.Units;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.AuthorizationEvent.ReturnCause;
import health.authz.events.authorization.AuthorizationEvent.UnitsConsumed;
import health.authz.events.authorization.AuthorizationEvent.UnitsHeld;
import health.authz.events.authorization.AuthorizationEvent.UnitsHoldAmended;
import health.authz.events.authorization.AuthorizationEvent.UnitsReturned;
import health.authz.events.authorization.UnitTotals;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Works out from a note's state what it holds, uses or gives back. One put is at most one event, whose totals are those
 * after the whole step: a released note that is corrected must not look, for a moment, as if its units had come back,
 * or an alert would be closed and raised again.
 */
final class NoteDecision {
    private static final Units MOST = new Units(Units.LARGEST);

    private final Added authorization;
    private final PutNote command;
    private final @Nullable Note existing;

    private NoteDecision(Added authorization, PutNote command) {
        this.authorization = authorization;
        this.command = command;
        this.existing = authorization.notes().find(command.noteId());
    }

    static Decision put(Added authorization, PutNote command) {
        return new NoteDecision(authorization, command).decide();
    }

    private Decision decide() {
        if (command.state() == NoteState.VOIDED) {
            return existing == null ? unchanged() : accept(returned(existing));
        }
        Note asked = new Note(command.serviceDate(), command.units(), command.state());
        if (asked.equals(existing)) {
            return unchanged();
        }
        Rejection refused = refused();
        return refused == null ? accept(event()) : reject(refused);
    }

    /**
     * A hold that was taken in time stays releasable, whatever happened to the authorization since (rules U-4, W-3); only
     * a release needs its date inside the window, and only a step that asks for more is judged as a new note.
     */
    private @Nullable Rejection refused() {
        Definition definition = authorization.definition();
        boolean asksForMore = existing == null
                || !existing.serviceDate().equals(command.serviceDate())
                || existing.units().isLessThan(command.units());
        if ((asksForMore || command.state() == NoteState.RELEASED) && !definition.covers(command.serviceDate())) {
            return new OutsideWindow(command.serviceDate(), definition.startDate(), definition.endDate());
        }
        Rejection unusable = asksForMore ? unusable(definition) : null;
        return unusable == null ? tooMuch() : unusable;
    }

    private @Nullable Rejection unusable(Definition definition) {
        if (authorization.standing() == Standing.INACTIVE) {
            return new IsInactive(command.id());
        }
        LocalDate lastDay = definition.endDate();
        ClientFacts client = command.client();
        if (client != null && !client.active()) {
            LocalDate left = client.inactiveSince();
            if (left == null || command.serviceDate().isAfter(left)) {
                return new InactiveClient(client.id());
            }
            lastDay = lastDay == null || left.isBefore(lastDay) ? left : lastDay;
        }
        return lastDay == null ? null : late(lastDay.plusDays(command.lateGraceDays()));
    }

    /** Rule W-3. */
    private @Nullable Rejection late(LocalDate graceEnd) {
        return command.today().isAfter(graceEnd) && !command.maySpecial()
                ? new LateNote(graceEnd, command.lateGraceDays())
                : null;
    }

    /** Rules U-4, U-7 and U-8. */
    private @Nullable Rejection tooMuch() {
        Units remaining = authorization.totals().remaining();
        if (remaining != null && remaining.isLessThan(more())) {
            return new NotEnoughUnits(remaining.plus(unitsOf(existing)), command.units());
        }
        BigDecimal inUse = authorization
                .totals()
                .pending()
                .value()
                .add(authorization.totals().consumed().value())
                .add(more().value());
        return inUse.compareTo(Units.LARGEST) > 0 ? new TooManyUnits(MOST) : null;
    }

    private AuthorizationEvent event() {
        UnitTotals totals = totals(unitsIf(NoteState.DRAFT), unitsIf(NoteState.RELEASED), more());
        if (command.state() == NoteState.RELEASED) {
            return new UnitsConsumed(command.id(), command.noteId(), command.serviceDate(), command.units(), totals);
        }
        return existing != null && existing.state() == NoteState.DRAFT
                ? new UnitsHoldAmended(command.id(), command.noteId(), command.serviceDate(), command.units(), totals)
                : new UnitsHeld(command.id(), command.noteId(), command.serviceDate(), command.units(), totals);
    }

    private AuthorizationEvent returned(Note note) {
        ReturnCause cause = note.state() == NoteState.DRAFT ? ReturnCause.DRAFT_VOIDED : ReturnCause.RELEASED_VOIDED;
        UnitTotals totals = totals(Units.ZERO, Units.ZERO, Units.ZERO.minus(note.units()));
        return new UnitsReturned(command.id(), command.noteId(), note.serviceDate(), note.units(), cause, totals);
    }

    /** What this note held or used before is taken out, what it holds or uses now is put in. */
    private UnitTotals totals(Units pendingNow, Units consumedNow, Units takenFromRemaining) {
        UnitTotals before = authorization.totals();
        Units remaining = before.remaining();
        return new UnitTotals(
                before.allotted(),
                remaining == null ? null : remaining.minus(takenFromRemaining),
                before.pending().minus(unitsOf(existing, NoteState.DRAFT)).plus(pendingNow),
                before.consumed().minus(unitsOf(existing, NoteState.RELEASED)).plus(consumedNow),
                before.openingUsed(),
                before.adjustments());
    }

    private Units more() {
        return command.units().minus(unitsOf(existing));
    }

    private Units unitsIf(NoteState state) {
        return command.state() == state ? command.units() : Units.ZERO;
    }

    private static Units unitsOf(@Nullable Note note) {
        return note == null ? Units.ZERO : note.units();
    }

    private static Units unitsOf(@Nullable Note note, NoteState state) {
        return note != null && note.state() == state ? note.units() : Units.ZERO;
    }
}
