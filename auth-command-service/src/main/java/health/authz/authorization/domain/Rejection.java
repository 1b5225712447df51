package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.PayerId;
import health.authz.events.Units;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every reason to say no, with its numbers. Texts carry ids and numbers, never a name, and say the way out. */
public sealed interface Rejection {
    /** Last part of the problem's type, for example {@code dates-reversed}; also how rows are counted by reason. */
    String slug();

    /** What blocks, and what to do about it. */
    String sentence();

    /** The field that the caller should look at; {@code null} = the row as a whole. */
    default @Nullable String field() {
        return null;
    }

    /** The number or date that was not kept; {@code null} = there is none. */
    default @Nullable String bound() {
        return null;
    }

    /** Who stands in the way since when, where it is somebody's doing; {@code null} = nobody's in particular. */
    default @Nullable Touch touch() {
        return null;
    }

    record UnknownClient(ClientId client) implements Rejection {
        @Override
        public String slug() {
            return "unknown-client";
        }

        @Override
        public String sentence() {
            return "Client " + client + " is not known here; send it to the directory first.";
        }

        @Override
        public String field() {
            return "clientId";
        }
    }

    record InactiveClient(ClientId client) implements Rejection {
        @Override
        public String slug() {
            return "inactive-client";
        }

        @Override
        public String sentence() {
            return "Client " + client + " is inactive; make it active in the directory first.";
        }

        @Override
        public String field() {
            return "clientId";
        }
    }

    record UnknownPayer(PayerId payer) implements Rejection {
        @Override
        public String slug() {
            return "unknown-payer";
        }

        @Override
        public String sentence() {
            return "Payer " + payer + " is not known here; send it to the directory first.";
        }

        @Override
        public String field() {
            return "payerId";
        }
    }

    record PayerNotOfClient(PayerId payer, ClientId client) implements Rejection {
        @Override
        public String slug() {
            return "payer-not-of-client";
        }

        @Override
        public String sentence() {
            return "Client " + client + " is not insured with payer " + payer
                    + "; name one of the client's payers, or null for none.";
        }

        @Override
        public String field() {
            return "payerId";
        }
    }

    record UnknownCode(BillingCode code) implements Rejection {
        @Override
        public String slug() {
            return "unknown-code";
        }

        @Override
        public String sentence() {
            return "Billing code " + code + " is not known here; define it first, or try again in a moment.";
        }

        @Override
        public String field() {
            return "billingCode";
        }
    }

    record InactiveCode(BillingCode code) implements Rejection {
        @Override
        public String slug() {
            return "inactive-code";
        }

        @Override
        public String sentence() {
            return "Billing code " + code + " is inactive; activate it first.";
        }

        @Override
        public String field() {
            return "billingCode";
        }
    }

    /** Allotted is missing everywhere, or 0, on a managed row. */
    record NoUnits(BillingCode code) implements Rejection {
        @Override
        public String slug() {
            return "no-units";
        }

        @Override
        public String sentence() {
            return "Billing code " + code
                    + " needs allotted units above 0; give allottedUnits, or set default units on the code.";
        }

        @Override
        public String field() {
            return "allottedUnits";
        }

        @Override
        public String bound() {
            return "more than 0";
        }
    }

    /** Units given to an unmanaged authorization itself (not merely to a list in which it stands). */
    record UnitsOnUnmanaged(String field) implements Rejection {
        @Override
        public String slug() {
            return "units-on-unmanaged";
        }

        @Override
        public String sentence() {
            return "An unmanaged authorization never counts down, so " + field
                    + " cannot be set; leave it out, or set unmanaged to false.";
        }
    }

    /** Rule U-5; on a new row the bound is allotted itself. */
    record RemainingAboveAllotted(Units remaining, Units highest) implements Rejection {
        @Override
        public String slug() {
            return "remaining-above-allotted";
        }

        @Override
        public String sentence() {
            return "Remaining " + remaining + " is more than the " + highest
                    + " that allotted leaves after pending and consumed units; raise allottedUnits.";
        }

        @Override
        public String field() {
            return "remainingUnits";
        }

        @Override
        public String bound() {
            return "at most " + highest;
        }
    }

    /** Rule U-3: allotted would fall below what is used. */
    record BelowUsed(Units allotted, Units least) implements Rejection {
        @Override
        public String slug() {
            return "below-used";
        }

        @Override
        public String sentence() {
            return "Allotted " + allotted + " is less than the " + least
                    + " used already; give at least that, or correct remainingUnits too.";
        }

        @Override
        public String field() {
            return "allottedUnits";
        }

        @Override
        public String bound() {
            return "at least " + least;
        }
    }

    record MissingStartDate() implements Rejection {
        @Override
        public String slug() {
            return "missing-start-date";
        }

        @Override
        public String sentence() {
            return "An authorization needs its first service date; give startDate.";
        }

        @Override
        public String field() {
            return "startDate";
        }
    }

    /** Rule W-5. */
    record MissingEndDate() implements Rejection {
        @Override
        public String slug() {
            return "missing-end-date";
        }

        @Override
        public String sentence() {
            return "A managed authorization needs its last service date; give endDate.";
        }

        @Override
        public String field() {
            return "endDate";
        }
    }

    /** Rule W-4, on the merged row. */
    record DatesReversed(LocalDate start, LocalDate end) implements Rejection {
        @Override
        public String slug() {
            return "dates-reversed";
        }

        @Override
        public String sentence() {
            return "The end " + end + " lies before the start " + start
                    + "; give an endDate on or after it, or an earlier startDate.";
        }

        @Override
        public String field() {
            return "endDate";
        }

        @Override
        public String bound() {
            return "on or after " + start;
        }
    }

    /** Rule U-7: what an unmanaged authorization lacks to become managed. */
    record MissingForManaged(String field) implements Rejection {
        @Override
        public String slug() {
            return "missing-for-managed";
        }

        @Override
        public String sentence() {
            return "To become managed an authorization needs allottedUnits, remainingUnits and an endDate; give "
                    + field + ".";
        }
    }

    /** Rule B-2. */
    record NotClearable(String field) implements Rejection {
        @Override
        public String slug() {
            return "not-clearable";
        }

        @Override
        public String sentence() {
            return field + " cannot be blank here; leave it out to keep it, or give a value.";
        }
    }

    /** Rule B-21: a step from blank leads nowhere. */
    record NothingToMove(String field) implements Rejection {
        @Override
        public String slug() {
            return "nothing-to-move";
        }

        @Override
        public String sentence() {
            return field
                    + " is blank here, so there is nothing to move it from; leave this row out, or give it a value.";
        }
    }

    /** Rule B-21. */
    record StepOutOfBounds(String field, String step, String bound) implements Rejection {
        @Override
        public String slug() {
            return "step-out-of-bounds";
        }

        @Override
        public String sentence() {
            return "The step from " + step + ", and " + field + " lies within " + bound
                    + "; take a smaller step, or leave this row out.";
        }
    }

    /** Rule B-10. */
    record SpecialPermission(String field) implements Rejection {
        @Override
        public String slug() {
            return "special-permission";
        }

        @Override
        public String sentence() {
            return "Changing " + field
                    + " on a managed authorization, or adding one as unmanaged whose code is not, needs the permission"
                    + " auth:special.";
        }
    }

    record Duplicate(AuthorizationId existing) implements Rejection {
        @Override
        public String slug() {
            return "duplicate-authorization";
        }

        @Override
        public String sentence() {
            return "Authorization " + existing
                    + " has the same client, code, payer, number and dates; change that one instead.";
        }
    }

    record Overlap(
            AuthorizationId existing,
            LocalDate start,
            @Nullable LocalDate end) implements Rejection {
        static Overlap with(ExistingWindow other) {
            return new Overlap(other.id(), other.start(), other.end());
        }

        @Override
        public String slug() {
            return "overlapping-authorization";
        }

        @Override
        public String sentence() {
            return "Authorization " + existing + " for the same client and code runs from " + start
                    + (end == null ? " without an end" : " through " + end)
                    + "; choose dates outside it, or change that one.";
        }

        @Override
        public String field() {
            return "startDate";
        }
    }

    /**
     * Rule B-22.
     *
     * @param keeps last day that the older one must keep: a service date, or its own first day
     */
    record CannotEndPrevious(AuthorizationId older, LocalDate newStart, LocalDate keeps, boolean isServiceDate)
            implements Rejection {
        @Override
        public String slug() {
            return "cannot-end-previous";
        }

        @Override
        public String sentence() {
            String why = isServiceDate
                    ? " holds or has used units on " + keeps + ", which an end before " + newStart + " would cut off"
                    : " starts on " + keeps + ", so it cannot end before " + newStart;
            return "Authorization " + older + why + "; choose a later startDate, or change that one first.";
        }

        @Override
        public String field() {
            return "startDate";
        }

        @Override
        public String bound() {
            return "after " + keeps;
        }
    }

    /** Rule B-23: the row itself stands, but nothing is made of a change in which others fail. */
    record RefusedWithOthers(long failed, long firstLine) implements Rejection {
        @Override
        public String slug() {
            return "refused-with-others";
        }

        @Override
        public String sentence() {
            return "This change is all or nothing, and " + failed + (failed == 1 ? " row" : " rows")
                    + " of it failed, the first in line " + firstLine
                    + "; correct or leave out those, and make it again.";
        }
    }

    /** The id is taken: this row was added before. */
    record AlreadyAdded(AuthorizationId id) implements Rejection {
        @Override
        public String slug() {
            return "already-added";
        }

        @Override
        public String sentence() {
            return "Authorization " + id + " was added already.";
        }
    }

    record UnknownAuthorization(AuthorizationId id) implements Rejection {
        @Override
        public String slug() {
            return "unknown-authorization";
        }

        @Override
        public String sentence() {
            return "There is no authorization " + id + " that you may see.";
        }
    }

    /** Rule B-7. */
    record Stale(long expectedSeq, long actualSeq) implements Rejection {
        @Override
        public String slug() {
            return "stale";
        }

        @Override
        public String sentence() {
            return "It was changed after you saw it (seen at seq " + expectedSeq + ", now " + actualSeq
                    + "); read it again and decide anew.";
        }
    }

    /** Rule W-8: voided is final. */
    record IsVoided(AuthorizationId id) implements Rejection {
        @Override
        public String slug() {
            return "voided";
        }

        @Override
        public String sentence() {
            return "Authorization " + id + " was voided, which is final; add a new one.";
        }
    }

    /** A note on what was voided (rule W-8). */
    record OnVoided(AuthorizationId id) implements Rejection {
        @Override
        public String slug() {
            return "authorization-voided";
        }

        @Override
        public String sentence() {
            return "Authorization " + id
                    + " was voided, so no note can hold or use its units; put the note on another, or void"
                    + " the note to return what it holds.";
        }
    }

    /** Rule W-8. */
    record HasConsumedUnits(Units consumed) implements Rejection {
        @Override
        public String slug() {
            return "has-consumed-units";
        }

        @Override
        public String sentence() {
            return "Released notes used " + consumed
                    + " units; void those notes first, or inactivate the authorization.";
        }
    }

    record IsInactive(AuthorizationId id) implements Rejection {
        @Override
        public String slug() {
            return "inactive-authorization";
        }

        @Override
        public String sentence() {
            return "Authorization " + id + " was taken out of use; reactivate it first.";
        }
    }

    /** Rule W-1. */
    record OutsideWindow(
            LocalDate serviceDate,
            LocalDate start,
            @Nullable LocalDate end) implements Rejection {
        @Override
        public String slug() {
            return "outside-window";
        }

        @Override
        public String sentence() {
            return "The service date " + serviceDate + " lies outside " + bound()
                    + "; correct the date, or use the authorization that covers it.";
        }

        @Override
        public String field() {
            return "serviceDate";
        }

        @Override
        public String bound() {
            return end == null ? "on or after " + start : start + " through " + end;
        }
    }

    /** Rules U-4 and U-8. */
    record NotEnoughUnits(Units remaining, Units requested) implements Rejection {
        @Override
        public String slug() {
            return "not-enough-units";
        }

        @Override
        public String sentence() {
            return requested + " units were asked for and " + remaining
                    + " remain; use another authorization, or raise allottedUnits.";
        }

        @Override
        public String field() {
            return "units";
        }

        @Override
        public String bound() {
            return "at most " + remaining;
        }
    }

    /** More units in use than can be counted. */
    record TooManyUnits(Units highest) implements Rejection {
        @Override
        public String slug() {
            return "too-many-units";
        }

        @Override
        public String sentence() {
            return "All notes together hold or use at most " + highest + " units.";
        }

        @Override
        public String field() {
            return "units";
        }

        @Override
        public String bound() {
            return "at most " + highest;
        }
    }

    /** Rule W-3. */
    record LateNote(LocalDate lastDay, int graceDays) implements Rejection {
        @Override
        public String slug() {
            return "late-note";
        }

        @Override
        public String sentence() {
            return "Late notes were taken through " + lastDay + " (" + graceDays
                    + " days after the end); from then on they need the permission auth:special.";
        }

        @Override
        public String field() {
            return "serviceDate";
        }

        @Override
        public String bound() {
            return "through " + lastDay;
        }
    }

    /** A renewal cannot follow on itself. */
    record SupersedesItself(AuthorizationId id) implements Rejection {
        @Override
        public String slug() {
            return "supersedes-itself";
        }

        @Override
        public String sentence() {
            return "Authorization " + id + " cannot renew itself.";
        }
    }

    /** Rule R-1: what the operation set is no longer what stands there. */
    record ChangedSince(List<Touch> touches) implements Rejection {
        public ChangedSince {
            touches = List.copyOf(touches);
        }

        @Override
        public String slug() {
            return "changed-since";
        }

        @Override
        public String sentence() {
            return "It was changed after the operation, so it is left as it is: "
                    + touches.stream().map(Touch::told).collect(Collectors.joining("; "))
                    + ". Change it singly where it should still go back.";
        }

        @Override
        public String field() {
            return touches.getFirst().what();
        }

        @Override
        public Touch touch() {
            return touches.stream().max(Comparator.comparing(Touch::at)).orElseThrow();
        }
    }

    /** Rule R-3: the window as it was would not cover a service that was held or used since. */
    record LeavesServiceOut(
            LocalDate serviceDate,
            LocalDate start,
            @Nullable LocalDate end,
            Touch touch) implements Rejection {
        @Override
        public String slug() {
            return "service-left-out";
        }

        @Override
        public String sentence() {
            return "The window as it was, " + bound() + ", would leave out the service on " + serviceDate
                    + ", written in " + touch.told() + "; move that note first, or change the dates singly.";
        }

        @Override
        public String field() {
            return "endDate";
        }

        @Override
        public String bound() {
            return end == null ? "on or after " + start : start + " through " + end;
        }
    }

    /** Rule R-3: the units as they were would not cover what is used by now. */
    record FallsBelowUse(Units allotted, Units least, Touch touch) implements Rejection {
        @Override
        public String slug() {
            return "units-below-use";
        }

        @Override
        public String sentence() {
            return "Allotted as it was, " + allotted + ", is less than the " + least + " used by now, last moved: "
                    + touch.told() + "; return units first, or change them singly.";
        }

        @Override
        public String field() {
            return "allottedUnits";
        }

        @Override
        public String bound() {
            return "at least " + least;
        }
    }
}
