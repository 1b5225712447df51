package health.authz.authorization.domain;

import static health.authz.authorization.domain.Decision.accept;
import static health.authz.authorization.domain.Decision.reject;

import health.authz.authorization.domain.Rejection.DatesReversed;
import health.authz.authorization.domain.Rejection.MissingEndDate;
import health.authz.authorization.domain.Rejection.MissingForManaged;
import health.authz.authorization.domain.Rejection.NotClearable;
import health.authz.authorization.domain.Rejection.PayerNotOfClient;
import health.authz.authorization.domain.Rejection.SpecialPermission;
import health.authz.authorization.domain.Rejection.Stale;
import health.authz.authorization.domain.Rejection.UnitsOnUnmanaged;
import health.authz.authorization.domain.Rejection.UnknownClient;
import health.authz.events.BeforeAfter;
import health.authz.events.PayerId;
import health.authz.events.Units;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import health.authz.events.authorization.UnitTotals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes the fields of one row: absent stays, the merged row must be right, and what is so already is no event. */
final class PatchDecision {
    private final Added authorization;
    private final PatchAuthorization command;
    private final Moves moves;
    private final boolean endsOpenOne;
    private final RequestedValues patch;
    private final Definition before;
    private final Definition after;
    private final List<Warning> warnings = new ArrayList<>();

    private PatchDecision(Added authorization, PatchAuthorization command) {
        this.authorization = authorization;
        this.command = command;
        this.moves = Moves.on(authorization, command.patch());
        this.endsOpenOne = !command.oneRow() && endsOpenOne(moves.patch());
        this.patch = endsOpenOne && !command.endsOpenOnes() ? moves.patch().withoutEnd() : moves.patch();
        this.before = authorization.definition();
        this.after = merged();
    }

    static Decision patch(Added authorization, PatchAuthorization command) {
        return new PatchDecision(authorization, command).decide();
    }

    private Decision decide() {
        Rejection refused = stale();
        refused = refused == null ? moves.refused() : refused;
        refused = refused == null ? refusedFields() : refused;
        if (refused != null) {
            return reject(refused);
        }
        PatchedUnits units = units();
        if (units.refused() != null) {
            return reject(units.refused());
        }
        AuthFieldsPatched event = event(units);
        Rejection notAllowed = needsSpecial(event);
        if (notAllowed != null) {
            return reject(notAllowed);
        }
        warn(event);
        return accept(isEmpty(event) ? List.of() : List.of(event), warnings);
    }

    /** Rule B-25: one that stays unmanaged and has no end is given one. */
    private boolean endsOpenOne(RequestedValues asked) {
        boolean staysUnmanaged = authorization.definition().unmanaged()
                && Boolean.TRUE.equals(asked.unmanaged().appliedTo(true));
        return staysUnmanaged
                && authorization.definition().endDate() == null
                && asked.endDate().isSet();
    }

    /** Rule B-7. */
    private @Nullable Rejection stale() {
        Long expected = command.expectedSeq();
        if (expected == null) {
            return null;
        }
        long moved = command.patch().setsUnitsOrUnmanaged() ? authorization.seq() : authorization.definitionSeq();
        return moved > expected || expected > authorization.seq() ? new Stale(expected, authorization.seq()) : null;
    }

    private @Nullable Rejection refusedFields() {
        Rejection refused = refusedClear();
        refused = refused == null ? refusedUnits() : refused;
        refused = refused == null ? refusedPayer() : refused;
        return refused == null ? refusedDates() : refused;
    }

    /** Rule B-2. */
    private @Nullable Rejection refusedClear() {
        if (patch.unmanaged().isClear()) {
            return new NotClearable("unmanaged");
        }
        if (patch.startDate().isClear()) {
            return new NotClearable("startDate");
        }
        if (after.unmanaged()) {
            return null;
        }
        if (patch.endDate().isClear()) {
            return new NotClearable("endDate");
        }
        if (patch.allottedUnits().isClear()) {
            return new NotClearable("allottedUnits");
        }
        return patch.remainingUnits().isClear() ? new NotClearable("remainingUnits") : null;
    }

    /** Rule U-7. */
    private @Nullable Rejection refusedUnits() {
        if (after.unmanaged()) {
            return command.oneRow() ? unitsOnUnmanaged() : null;
        }
        if (!before.unmanaged()) {
            return null;
        }
        if (!patch.allottedUnits().isSet()) {
            return new MissingForManaged("allottedUnits");
        }
        return patch.remainingUnits().isSet() ? null : new MissingForManaged("remainingUnits");
    }

    private @Nullable Rejection unitsOnUnmanaged() {
        if (patch.allottedUnits().isSet() || command.patch().allottedUnits().isMove()) {
            return new UnitsOnUnmanaged("allottedUnits");
        }
        return patch.remainingUnits().isSet() ? new UnitsOnUnmanaged("remainingUnits") : null;
    }

    private @Nullable Rejection refusedPayer() {
        PayerId payer = after.payerId();
        if (payer == null || payer.equals(before.payerId())) {
            return null;
        }
        ClientFacts client = command.client();
        if (client == null) {
            return new UnknownClient(authorization.identity().client());
        }
        return client.payerIds().contains(payer) ? null : new PayerNotOfClient(payer, client.id());
    }

    /** Rules W-4, W-5 and B-3. */
    private @Nullable Rejection refusedDates() {
        LocalDate end = after.endDate();
        if (end == null) {
            return after.unmanaged()
                    ? null
                    : before.unmanaged() ? new MissingForManaged("endDate") : new MissingEndDate();
        }
        return after.startDate().isAfter(end) ? new DatesReversed(after.startDate(), end) : null;
    }

    private Definition merged() {
        boolean unmanaged = Boolean.TRUE.equals(patch.unmanaged().appliedTo(before.unmanaged()));
        LocalDate start = patch.startDate().appliedTo(before.startDate());
        return new Definition(
                patch.payerId().appliedTo(before.payerId()),
                patch.authorizationNumber().appliedTo(before.authorizationNumber()),
                patch.payerReference().appliedTo(before.payerReference()),
                start == null ? before.startDate() : start,
                patch.endDate().appliedTo(before.endDate()),
                unmanaged ? null : patch.unitAlertLevel().appliedTo(before.unitAlertLevel()),
                patch.expirationAlertDays().appliedTo(before.expirationAlertDays()),
                unmanaged);
    }

    private PatchedUnits units() {
        UnitTotals totals = authorization.totals();
        if (after.unmanaged()) {
            UnitTotals uncounted = new UnitTotals(
                    null, null, totals.pending(), totals.consumed(), totals.openingUsed(), totals.adjustments());
            return new PatchedUnits(uncounted, !before.unmanaged(), null);
        }
        Units allotted = Objects.requireNonNull(patch.allottedUnits().appliedTo(totals.allotted()));
        return PatchedUnits.of(
                totals,
                allotted,
                patch.remainingUnits().appliedTo(null),
                authorization.identity().code());
    }

    private AuthFieldsPatched event(PatchedUnits units) {
        UnitTotals had = authorization.totals();
        UnitTotals has = units.totals();
        return new AuthFieldsPatched(
                command.id(),
                change(before.authorizationNumber(), after.authorizationNumber()),
                change(before.payerReference(), after.payerReference()),
                change(before.payerId(), after.payerId()),
                change(before.startDate(), after.startDate()),
                change(before.endDate(), after.endDate()),
                change(had.allotted(), has.allotted()),
                units.corrected() ? change(had.remaining(), has.remaining()) : null,
                change(before.unitAlertLevel(), after.unitAlertLevel()),
                change(before.expirationAlertDays(), after.expirationAlertDays()),
                change(before.unmanaged(), after.unmanaged()),
                has,
                command.reason(),
                command.operationId(),
                null);
    }

    private static <T> @Nullable BeforeAfter<T> change(@Nullable T had, @Nullable T has) {
        return Objects.equals(had, has) ? null : new BeforeAfter<>(had, has);
    }

    /** Rule B-4. */
    private static boolean isEmpty(AuthFieldsPatched event) {
        return event.authorizationNumber() == null
                && event.payerReference() == null
                && event.payerId() == null
                && event.startDate() == null
                && event.endDate() == null
                && event.allottedUnits() == null
                && event.remainingUnits() == null
                && event.unitAlertLevel() == null
                && event.expirationAlertDays() == null
                && event.unmanaged() == null;
    }

    /** Rule B-10: judged by what would change, so asking for what is so already needs no permission. */
    private @Nullable Rejection needsSpecial(AuthFieldsPatched event) {
        if (command.maySpecial() || before.unmanaged()) {
            return null;
        }
        if (event.unmanaged() != null) {
            return new SpecialPermission("unmanaged");
        }
        if (event.remainingUnits() != null) {
            return new SpecialPermission("remainingUnits");
        }
        return event.endDate() == null ? null : new SpecialPermission("endDate");
    }

    private void warn(AuthFieldsPatched event) {
        if (endsOpenOne) {
            warnings.add(Warning.ENDS_AN_OPEN_ONE);
        }
        if (after.unmanaged()
                && (patch.allottedUnits().isSet()
                        || command.patch().allottedUnits().isMove()
                        || patch.remainingUnits().isSet()
                        || patch.unitAlertLevel().isSet())) {
            warnings.add(Warning.IGNORED_ON_UNMANAGED);
        }
        if (event.payerId() != null) {
            warnings.addAll(Warnings.payer(after.payerId(), command.client()));
        }
        if (event.authorizationNumber() != null && before.authorizationNumber() != null) {
            warnings.add(Warning.NUMBER_REPLACED);
            if (!authorization.totals().consumed().isZero()) {
                warnings.add(Warning.NUMBER_REPLACED_AFTER_USE);
            }
        }
        if (NumberDamage.isLikely(before.authorizationNumber(), after.authorizationNumber())
                || NumberDamage.isLikely(before.payerReference(), after.payerReference())) {
            warnings.add(Warning.NUMBER_LOOKS_DAMAGED);
        }
        if (event.allottedUnits() != null || event.remainingUnits() != null) {
            warnings.addAll(Warnings.units(authorization.totals(), event.totals()));
        }
        boolean datesMove = event.startDate() != null || event.endDate() != null;
        if (datesMove) {
            warnings.addAll(Warnings.window(after, command.today()));
            if (authorization.notes().anyMatch(note -> !after.covers(note.serviceDate()))) {
                warnings.add(Warning.NOTES_OUTSIDE_WINDOW);
            }
            if (before.endedBefore(command.today()) && !after.endedBefore(command.today())) {
                warnings.add(Warning.REACTIVATES_EXPIRED);
            }
        }
        if (datesMove
                || event.allottedUnits() != null
                || event.unitAlertLevel() != null
                || event.expirationAlertDays() != null) {
            warnings.addAll(Warnings.alerts(after, event.totals().allotted()));
        }
    }
}
