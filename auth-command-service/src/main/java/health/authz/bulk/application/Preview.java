package health.authz.bulk.application;

import health.authz.bulk.domain.BulkPlan;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A preview as it is kept.
 *
 * @param state as stored; that it has expired follows from the clock
 * @param rows frozen so far, all of them once {@code frozen}
 * @param problem why it failed, as JSON
 * @param list {@code null} where nothing is to be said of it
 * @param selected which rows were asked for, in short, as JSON; {@code null} where nobody selected any
 * @param answer what it came to, as JSON, once it is ready
 * @param partial somebody sees only some of its rows, and it counts these
 */
public record Preview(
        UUID id,
        String madeBy,
        BulkKind kind,
        State state,
        BulkPlan plan,
        boolean frozen,
        long rows,
        int chunks,
        int chunksPrepared,
        @Nullable String digest,
        @Nullable String problem,
        @Nullable String answer,
        @Nullable Instant expiresAt,
        @Nullable UUID operationId,
        @Nullable ListFreshness list,
        @Nullable String selected,
        boolean partial) {
    /** Where a preview stands. */
    public enum State {
        PREPARING,
        READY,
        FAILED,
        EXPIRED,
        CONFIRMED
    }

    /** As somebody sees it who sees these rows alone. */
    Preview narrowedTo(long seen, String itsAnswer) {
        return new Preview(
                id,
                madeBy,
                kind,
                state,
                plan,
                frozen,
                seen,
                chunks,
                chunksPrepared,
                null,
                problem,
                itsAnswer,
                expiresAt,
                operationId,
                list,
                null,
                true);
    }

    public State stateAt(Instant now) {
        return state == State.READY && expiresAt != null && now.isAfter(expiresAt) ? State.EXPIRED : state;
    }
}
