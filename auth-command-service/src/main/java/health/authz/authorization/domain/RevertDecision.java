package health.authz.authorization.domain;

import static health.authz.authorization.domain.Decision.accept;
import static health.authz.authorization.domain.Decision.reject;
import static health.authz.authorization.domain.Decision.unchanged;

import health.authz.authorization.domain.Decision.Accepted;
import health.authz.authorization.domain.Decision.SkipReason;
import health.authz.authorization.domain.Decision.Skipped;
import health.authz.authorization.domain.Rejection.ChangedSince;
import health.authz.authorization.domain.Rejection.Duplicate;
import health.authz.authorization.domain.Rejection.Overlap;
import health.authz.authorization.domain.Rejection.UnknownAuthorization;
import health.authz.authorization.domain.RevertHistory.Own;
import health.authz.events.OperationId;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import health.authz.events.authorization.AuthorizationEvent.AuthRestored;
import health.authz.events.authorization.AuthorizationEvent.AuthVoided;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what an operation did to one row: fields go back, what was added is voided, what was voided comes back (rules
 * Decided on the row of now; what others have touched since is left to them, whole.
 */
public final class RevertDecision {
    private final RevertHistory history;
    private final RevertAuthorization command;
    private final Added now;
    private final Own own;

    private RevertDecision(RevertHistory history, RevertAuthorization command, Added now, Own own) {
        this.history = history;
        this.command = command;
        this.now = now;
        this.own = own;
    }

    public static Decision decide(RevertHistory history, RevertAuthorization command) {
        if (!(history.now() instanceof Added now)) {
            return reject(new UnknownAuthorization(command.id()));
        }
        Own own = history.own();
        return own == null ? unchanged() : new RevertDecision(history, command, now, own).decide();
    }

    /** Whether what the operation added, or brought back, would still be in use once it is taken back (rule R-8). */
    public static boolean leavesInUse(RevertHistory history, RevertAuthorization command) {
        Own own = history.own();
        return own != null
                && !(own.fact().event() instanceof AuthFieldsPatched)
                && history.now() instanceof Added now
                && now.standing() == Standing.IN_USE
                && !(decide(history, command) instanceof Accepted accepted
                        && accepted.events().stream().anyMatch(AuthVoided.class::isInstance));
    }

    private Decision decide() {
        return switch (own.fact().event()) {
            case AuthFieldsPatched patched -> restore(patched);
            case AuthVoided voided -> bringBack();
            default -> takeAway();
        };
    }

    /** Rules. */
    private Decision restore(AuthFieldsPatched patched) {
        Collection<String> changed = ChangedFields.of(patched, own.before());
        Collection<String> touched = changed.stream()
                .filter(field -> !stands(field) && !history.versions().isTakenBack(command.reverted(), field))
                .toList();
        if (now.standing() == Standing.VOIDED) {
            touched = List.of(ChangedFields.VOIDED);
        }
        if (!touched.isEmpty()) {
            return changedSince(touched);
        }
        List<String> open = changed.stream().filter(this::stands).toList();
        return open.isEmpty()
                ? unchanged()
                : new RestoredFields(history, now, Objects.requireNonNull(own.before()), patched, open).decide(command);
    }

    /** Rule R-4, on a row that the operation added or brought back. */
    private Decision takeAway() {
        boolean isEnded = history.versions().isTakenBack(command.reverted(), ChangedFields.END);
        if (isEnded || history.versions().isTakenBack(command.reverted(), ChangedFields.VOIDED)) {
            return unchanged();
        }
        List<String> touched = history.versions().movedSince(own.versions());
        if (!touched.isEmpty()) {
            return changedSince(touched);
        }
        if (now.notes().size() == 0) {
            return accept(new AuthVoided(command.id(), command.reason(), command.operationId(), command.reverted()));
        }
        return command.usedRows() == UsedRows.LEAVE
                ? new Skipped(SkipReason.USED, command.id())
                : endAfterLastService();
    }

    private Decision endAfterLastService() {
        LocalDate[] last = {LocalDate.MIN};
        now.notes().forEach((id, note) -> {
            if (note.serviceDate().isAfter(last[0])) {
                last[0] = note.serviceDate();
            }
        });
        LocalDate end = now.definition().endDate();
        return end != null && !last[0].isBefore(end)
                ? unchanged()
                : patched(now, RestoredFields.endingOn(last[0]), command);
    }

    /** Rule R-6. */
    private Decision bringBack() {
        if (!stands(ChangedFields.VOIDED)) {
            return unchanged();
        }
        List<ExistingWindow> rivals = history.rivals(command.addedSince());
        for (ExistingWindow other : rivals) {
            if (other.isDuplicateOf(now.identity().code(), now.definition())) {
                return reject(new Duplicate(other.id()));
            }
        }
        return rivals.isEmpty()
                ? accept(new AuthRestored(command.id(), command.reason(), command.operationId(), command.reverted()))
                : reject(Overlap.with(rivals.getFirst()));
    }

    private boolean stands(String field) {
        return history.versions().stands(command.reverted(), field);
    }

    private Decision changedSince(Collection<String> fields) {
        return reject(new ChangedSince(history.versions().touches(fields)));
    }

    /** As a person would change it, under the same rules; the event says what it takes back. */
    static Decision patched(Added now, RequestedValues values, RevertAuthorization command) {
        Decision decision = PatchDecision.patch(
                now,
                new PatchAuthorization(
                        command.id(),
                        values,
                        null,
                        command.client(),
                        true,
                        true,
                        command.maySpecial(),
                        command.reason(),
                        command.operationId(),
                        command.today()));
        return decision instanceof Accepted accepted
                ? accept(
                        accepted.events().stream()
                                .map(event -> reverting(event, command.reverted()))
                                .toList(),
                        accepted.warnings())
                : decision;
    }

    private static AuthorizationEvent reverting(AuthorizationEvent event, @Nullable OperationId reverted) {
        if (!(event instanceof AuthFieldsPatched patched)) {
            return event;
        }
        return new AuthFieldsPatched(
                patched.authorizationId(),
                patched.authorizationNumber(),
                patched.payerReference(),
                patched.payerId(),
                patched.startDate(),
                patched.endDate(),
                patched.allottedUnits(),
                patched.remainingUnits(),
                patched.unitAlertLevel(),
                patched.expirationAlertDays(),
                patched.unmanaged(),
                patched.totals(),
                patched.reason(),
                patched.operationId(),
                reverted);
    }
}
