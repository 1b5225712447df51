package health.authz.authorization.domain;

import static health.authz.authorization.domain.Change.keep;
import static health.authz.authorization.domain.Decision.reject;

import health.authz.authorization.domain.Rejection.FallsBelowUse;
import health.authz.authorization.domain.Rejection.LeavesServiceOut;
import health.authz.events.BeforeAfter;
import health.authz.events.NoteId;
import health.authz.events.Units;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import health.authz.events.authorization.UnitTotals;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields of one row as they were before an operation, beside everything that others did since. */
final class RestoredFields {
    private final RevertHistory history;
    private final Added now;
    private final Added then;
    private final AuthFieldsPatched change;
    private final Collection<String> fields;

    /**
     * @param then the state that the operation met
     * @param change what it made of it
     * @param fields those of them that go back
     */
    RestoredFields(RevertHistory history, Added now, Added then, AuthFieldsPatched change, Collection<String> fields) {
        this.history = history;
        this.now = now;
        this.then = then;
        this.change = change;
        this.fields = fields;
    }

    static RequestedValues endingOn(LocalDate day) {
        return new RequestedValues(
                keep(), keep(), keep(), keep(), Change.set(day), keep(), keep(), keep(), keep(), keep());
    }

    Decision decide(RevertAuthorization command) {
        Units remaining = remaining();
        Units allotted = allotted();
        if (remaining != null && allotted != null) {
            Units inUse = now.totals().pending().plus(now.totals().consumed());
            if (remaining.isNegative() || allotted.isLessThan(inUse)) {
                Units used = allotted.minus(remaining);
                Units least = used.isLessThan(inUse) ? inUse : used;
                return reject(new FallsBelowUse(allotted, least, lastOnUnits()));
            }
        }
        Optional<LeavesServiceOut> leftOut = leftOut();
        if (leftOut.isPresent()) {
            return reject(leftOut.get());
        }
        Optional<ExistingWindow> follower =
                isBack(ChangedFields.END) ? command.followers().stream().findFirst() : Optional.empty();
        return follower.isPresent()
                ? reject(Rejection.Overlap.with(follower.get()))
                : RevertDecision.patched(now, values(remaining), command);
    }

    private boolean isBack(String field) {
        return fields.contains(field);
    }

    private boolean unmanaged() {
        return isBack(ChangedFields.UNMANAGED)
                ? then.definition().unmanaged()
                : now.definition().unmanaged();
    }

    private @Nullable Units allotted() {
        return isBack(ChangedFields.ALLOTTED)
                ? then.totals().allotted()
                : now.totals().allotted();
    }

    /**
     * What remains once units are as they were: the adjustment goes back, not the number, so that what notes used in
     * between stays used (rule R-2). {@code null} where no units go back, or none are counted.
     */
    private @Nullable Units remaining() {
        Units allotted = allotted();
        boolean units = isBack(ChangedFields.ALLOTTED) || isBack(ChangedFields.REMAINING);
        if (!units || unmanaged() || allotted == null) {
            return null;
        }
        UnitTotals totals = now.totals();
        Units adjustments = isBack(ChangedFields.REMAINING) ? then.totals().adjustments() : totals.adjustments();
        return allotted.minus(totals.pending())
                .minus(totals.consumed())
                .minus(totals.openingUsed())
                .plus(adjustments);
    }

    private Touch lastOnUnits() {
        return history.lastOnUnits().orElseThrow(() -> new IllegalStateException("no event moved the units"));
    }

    /** A service that is covered now and would not be any more; the latest of them. */
    private Optional<LeavesServiceOut> leftOut() {
        LocalDate start = isBack(ChangedFields.START)
                ? then.definition().startDate()
                : now.definition().startDate();
        LocalDate end = isBack(ChangedFields.END)
                ? then.definition().endDate()
                : now.definition().endDate();
        Found found = new Found();
        now.notes().forEach((id, note) -> {
            LocalDate day = note.serviceDate();
            boolean covered = !day.isBefore(start) && (end == null || !day.isAfter(end));
            if (!covered && now.definition().covers(day)) {
                found.take(id, day);
            }
        });
        NoteId note = found.note;
        LocalDate day = found.day;
        return note == null || day == null
                ? Optional.empty()
                : history.writerOf(note).map(by -> new LeavesServiceOut(day, start, end, by));
    }

    private static final class Found {
        private @Nullable NoteId note;
        private @Nullable LocalDate day;

        void take(NoteId id, LocalDate on) {
            if (day == null || on.isAfter(day)) {
                note = id;
                day = on;
            }
        }
    }

    private RequestedValues values(@Nullable Units remaining) {
        return new RequestedValues(
                back(ChangedFields.NUMBER, change.authorizationNumber()),
                back(ChangedFields.REFERENCE, change.payerReference()),
                back(ChangedFields.PAYER, change.payerId()),
                back(ChangedFields.START, change.startDate()),
                back(ChangedFields.END, change.endDate()),
                back(ChangedFields.ALLOTTED, change.allottedUnits()),
                remaining == null || !isBack(ChangedFields.REMAINING) ? keep() : Change.set(remaining),
                back(ChangedFields.LEVEL, change.unitAlertLevel()),
                back(ChangedFields.DAYS, change.expirationAlertDays()),
                back(ChangedFields.UNMANAGED, change.unmanaged()));
    }

    private <T> Change<T> back(String field, @Nullable BeforeAfter<T> moved) {
        if (moved == null || !isBack(field)) {
            return keep();
        }
        T before = moved.before();
        return before == null ? Change.clear() : Change.set(before);
    }
}
