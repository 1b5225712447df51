package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.OperationId;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.ChangeReason;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends the older authorizations that a new one takes over from, the day before it starts (rule B-22): the second half of an
 * add under {@code END_PREVIOUS}. Each is changed by the rules of any patch, on what it is now, and all of them or none.
 *
 * @param maySpecial the caller holds {@code auth:special} (rule B-10)
 * @param today in the client's zone
 */
public record EndPrevious(
        boolean maySpecial, ChangeReason reason, @Nullable OperationId operationId, LocalDate today) {

    /** One that was ended, with what follows for it. */
    public record Ended(Added before, List<AuthorizationEvent> events) {
        public Ended {
            events = List.copyOf(events);
        }

        public Added after() {
            Added after = before;
            for (AuthorizationEvent event : events) {
                after = after.evolve(event, after.seq() + 1);
            }
            return after;
        }
    }

    /** @param refused why none is ended and the row is not added; {@code null} = all are */
    public record Answer(List<Ended> ended, @Nullable Rejection refused) {}

    /**
     * Decides on each of {@code add.ends()}. One that no longer overlaps, as others changed it a moment ago, is left alone.
     *
     * @param states of now, by id; one that is missing was not added after all
     */
    public Answer of(Decision.Accepted add, Map<AuthorizationId, Added> states) {
        AuthAdded added = (AuthAdded) add.events().getFirst();
        Definition definition = Added.from(added, 0).definition();
        List<Ended> ended = new ArrayList<>(add.ends().size());
        for (AuthorizationId id : add.ends()) {
            Added older = states.get(id);
            if (older != null && ExistingWindow.of(older).overlaps(added.billingCode(), definition)) {
                Rejection refused = keepsLater(older, added.startDate());
                Decision decision = refused == null ? end(older, added.startDate()) : Decision.reject(refused);
                if (decision instanceof Decision.Rejected no) {
                    return new Answer(List.of(), no.why());
                }
                if (decision instanceof Decision.Accepted yes) {
                    ended.add(new Ended(older, yes.events()));
                }
            }
        }
        return new Answer(ended, null);
    }

    private static @Nullable Rejection keepsLater(Added older, LocalDate newStart) {
        LocalDate start = older.definition().startDate();
        if (!start.isBefore(newStart)) {
            return new Rejection.CannotEndPrevious(older.identity().id(), newStart, start, false);
        }
        LocalDate lastService = lastService(older);
        return lastService == null || lastService.isBefore(newStart)
                ? null
                : new Rejection.CannotEndPrevious(older.identity().id(), newStart, lastService, true);
    }

    /** Of the notes that its window covers; what lies outside already is not cut off by this. */
    private static @Nullable LocalDate lastService(Added older) {
        List<LocalDate> latest = new ArrayList<>(1);
        older.notes().forEach((id, note) -> {
            LocalDate date = note.serviceDate();
            if (older.definition().covers(date) && (latest.isEmpty() || date.isAfter(latest.getFirst()))) {
                latest.clear();
                latest.add(date);
            }
        });
        return latest.isEmpty() ? null : latest.getFirst();
    }

    private Decision end(Added older, LocalDate newStart) {
        RequestedValues nothing = RequestedValues.NOTHING;
        RequestedValues patch = new RequestedValues(
                nothing.authorizationNumber(),
                nothing.payerReference(),
                nothing.payerId(),
                nothing.startDate(),
                Change.set(newStart.minusDays(1)),
                nothing.allottedUnits(),
                nothing.remainingUnits(),
                nothing.unitAlertLevel(),
                nothing.expirationAlertDays(),
                nothing.unmanaged());
        return AuthorizationDecisions.decide(
                older,
                new PatchAuthorization(
                        older.identity().id(), patch, null, null, true, true, maySpecial, reason, operationId, today));
    }
}
