package health.authz.authorization.domain;

import health.authz.events.BillingCode;
import health.authz.events.NoteId;
import health.authz.events.OperationId;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import health.authz.events.authorization.AuthorizationEvent.AuthRestored;
import health.authz.events.authorization.AuthorizationEvent.AuthVoided;
import health.authz.events.authorization.AuthorizationEvent.UnitsConsumed;
import health.authz.events.authorization.AuthorizationEvent.UnitsHeld;
import health.authz.events.authorization.AuthorizationEvent.UnitsHoldAmended;
import health.authz.events.authorization.AuthorizationEvent.UnitsReturned;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The life of one authorization as a revert reads it: what the operation did to it, and who touched that since. */
public final class RevertHistory {
    private final List<Happened> life;
    private final FieldVersions versions = new FieldVersions();
    private Authorization now = Authorization.NOT_ADDED;
    private @Nullable Own own;

    /**
     * What the operation did: first, for what it does later to the same row follows from that, as the end of a window that
     * it added and that another of its windows follows.
     *
     * @param before the state that it met; {@code null} where it added the authorization
     * @param versions of all fields right after the last that it did
     */
    record Own(Happened fact, @Nullable Added before, Map<String, Long> versions) {
        private Own at(Map<String, Long> later) {
            return new Own(fact, before, later);
        }
    }

    private RevertHistory(List<Happened> life) {
        this.life = List.copyOf(life);
    }

    /** @param life all facts, in order */
    public static RevertHistory of(List<Happened> life, OperationId reverted) {
        RevertHistory history = new RevertHistory(life);
        history.life.forEach(fact -> history.take(fact, reverted));
        return history;
    }

    private void take(Happened fact, OperationId reverted) {
        Added before = now instanceof Added added ? added : null;
        OperationId operation = operationOf(fact.event());
        versions.changed(ChangedFields.of(fact.event(), before), fact, operation, revertsOf(fact.event()));
        now = now.evolve(fact.event(), fact.seq());
        if (reverted.equals(operation)) {
            own = own == null ? new Own(fact, before, versions.copy()) : own.at(versions.copy());
        }
    }

    public Authorization now() {
        return now;
    }

    /** When the operation voided it, if it did: then taking the operation back puts it in use again. */
    public Optional<Instant> voidedAt() {
        return own != null && own.fact().event() instanceof AuthVoided
                ? Optional.of(own.fact().at())
                : Optional.empty();
    }

    /** Whether the operation moved the end to an earlier day, by a change or because something follows (rule B-22). */
    public boolean endedEarlier() {
        return own != null
                && own.fact().event() instanceof AuthFieldsPatched patched
                && patched.endDate() != null
                && patched.endDate().after() != null
                && (patched.endDate().before() == null
                        || patched.endDate().after().isBefore(patched.endDate().before()));
    }

    /** Those among what the client has that cannot stand beside it (rules B-5 and B-6). */
    public List<ExistingWindow> rivals(Collection<ExistingWindow> existing) {
        if (!(now instanceof Added added)) {
            return List.of();
        }
        BillingCode code = added.identity().code();
        return existing.stream()
                .filter(other -> !other.id().equals(added.identity().id()))
                .filter(other -> other.isDuplicateOf(code, added.definition())
                        || (!added.isExhausted() && other.overlaps(code, added.definition())))
                .toList();
    }

    @Nullable
    Own own() {
        return own;
    }

    FieldVersions versions() {
        return versions;
    }

    /** Who wrote a note last. */
    Optional<Touch> writerOf(NoteId note) {
        return life.reversed().stream()
                .filter(fact -> note.equals(noteOf(fact.event())))
                .findFirst()
                .map(fact -> Touch.of("note " + note, fact));
    }

    /** Who moved units last, by a note or by hand. */
    Optional<Touch> lastOnUnits() {
        return life.reversed().stream()
                .filter(fact -> noteOf(fact.event()) != null
                        || fact.event() instanceof AuthFieldsPatched patched && patched.allottedUnits() != null)
                .findFirst()
                .map(fact -> Touch.of(
                        noteOf(fact.event()) == null ? ChangedFields.ALLOTTED : "note " + noteOf(fact.event()), fact));
    }

    private static @Nullable NoteId noteOf(AuthorizationEvent event) {
        return switch (event) {
            case UnitsHeld held -> held.noteId();
            case UnitsHoldAmended amended -> amended.noteId();
            case UnitsConsumed consumed -> consumed.noteId();
            case UnitsReturned returned -> returned.noteId();
            default -> null;
        };
    }

    private static @Nullable OperationId operationOf(AuthorizationEvent event) {
        return switch (event) {
            case AuthAdded added -> added.operationId();
            case AuthFieldsPatched patched -> patched.operationId();
            case AuthVoided voided -> voided.operationId();
            case AuthRestored restored -> restored.operationId();
            default -> null;
        };
    }

    private static @Nullable OperationId revertsOf(AuthorizationEvent event) {
        return switch (event) {
            case AuthFieldsPatched patched -> patched.reverts();
            case AuthVoided voided -> voided.reverts();
            case AuthRestored restored -> restored.reverts();
            default -> null;
        };
    }
}
