package health.authz.bulk.application;

import health.authz.bulk.domain.OperationEnd;
import health.authz.bulk.domain.RowTally;
import health.authz.bulk.domain.Scope;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation with how far it is.
 *
 * @param notProcessed rows that were set aside when somebody stopped it
 * @param ratePerSecond rows a second, over the last ten seconds and all instances
 * @param reverts the operation that it takes back
 * @param revertedBy the operation that took it back, as long as that one is not taken back itself
 * @param waitingFor what an operation in state WAITING waits for
 * @param approval {@code null} = nobody else was asked
 * @param retryOf the operation whose failed rows it takes up
 * @param retriedBy the operation that took up its failed rows
 * @param scope what its submitter saw
 * @param linesLeftOut of the file that it came from; {@code null} = it came from none, or not all of its rows are in view
 * @param partial somebody sees only some of its rows, and it counts these
 */
public record Operation(
        UUID id,
        UUID previewId,
        BulkKind kind,
        String state,
        String reason,
        @Nullable String comment,
        String submittedBy,
        Instant submittedAt,
        @Nullable Instant endedAt,
        long total,
        RowCounts counts,
        long notProcessed,
        double ratePerSecond,
        @Nullable String waitingFor,
        @Nullable Approval approval,
        @Nullable UUID retryOf,
        @Nullable UUID retriedBy,

        @Nullable UUID reverts,
        @Nullable UUID revertedBy,
        Scope scope,
        @Nullable Long linesLeftOut,
        boolean partial) {
    /**
     * What a second person was asked.
     *
     * @param rows that would change, at most
     * @param decision APPROVED or DECLINED; {@code null} = nobody has decided
     */
    public record Approval(
            long rows,
            Instant expiresAt,
            @Nullable String decision,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable String reason,
            @Nullable String comment) {}

    /** As somebody sees it who sees these rows alone: without what was said of, or is known of, the whole. */
    Operation narrowedTo(RowTally seen) {
        return new Operation(
                id,
                previewId,
                kind,
                state,
                reason,
                null,
                submittedBy,
                submittedAt,
                endedAt,
                seen.rows(),
                seen.counts(),
                seen.notProcessed(),
                0,
                waitingFor,
                approval,
                retryOf,
                retriedBy,
                reverts,
                revertedBy,
                scope,
                null,
                true);
    }

    public boolean mayBeRetried() {
        return done() && retriedBy == null && OperationEnd.failed(counts) + notProcessed > 0;
    }

    public boolean awaitsApproval() {
        return state.equals("AWAITING_APPROVAL");
    }

    /** It changed rows, and they are not taken back. */
    public boolean mayBeReverted() {
        return done() && revertedBy == null && OperationEnd.succeeded(counts) > 0;
    }

    public boolean done() {
        return endedAt != null;
    }

    public long processed() {
        return OperationEnd.processed(counts);
    }

    /** A second time changes nothing, so it is not offered. */
    public boolean mayBeCancelled() {
        return !done() && !state.equals("CANCELLING");
    }

    /** Whether rows of it are done and others will be. */
    public boolean running() {
        return !done() && !state.equals("CANCELLING") && processed() > 0;
    }
}
