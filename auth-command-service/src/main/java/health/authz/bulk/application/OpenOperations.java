package health.authz.bulk.application;

import health.authz.bulk.domain.ChunkAudiences;
import health.authz.events.OperationId;
import health.authz.events.UserId;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operations that are not over, and their chunks: what executing them needs of the store. */
interface OpenOperations extends RevertLinks {
    /** Those that are not over; who has waited longest first, so that ten rows never wait behind a million. */
    List<Operations.Open> open();

    /** A chunk of it was just done. */
    void served(OperationId id, Instant now);

    /** Locks a chunk that waits until the transaction ends; passes over those that others hold. None once it was stopped. */
    Optional<Operations.Chunk> lockNextOpen(OperationId id);

    /**
     * Keeps what became of a chunk's rows; it waits no longer.
     *
     * @param byAudience {@code null} where it is not known whose rows they are
     */
    void done(
            OperationId id,
            Operations.Chunk chunk,
            RowCounts counts,
            @Nullable List<ChunkAudiences.Outcomes> byAudience,
            String outcomes);

    /** Cuts a chunk that nobody has done meanwhile in two; the operation is locked for the new number. */
    void halve(OperationId id, Operations.Chunk chunk, int rowsPerTarget);

    boolean hasOpenChunks(OperationId id);

    /** Locks an operation until the transaction ends. @return whether it is not over yet */
    boolean lock(OperationId id);

    /** Outcomes of all chunks that are done. */
    RowCounts counts(OperationId id);

    /** Whether any chunk was set aside, so that something of it was not done. */
    boolean hasSetAside(OperationId id);

    void ended(OperationId id, String state, Instant now);

    /** Who stopped it; empty while nobody did. */
    Optional<UserId> cancelledBy(OperationId id);

    /** Chunks that wait and that nobody works on will not be done. The operation is locked, and nobody halves meanwhile. */
    void setAside(OperationId id);

    /** Where the next event of its stream stands; each call takes a place. The operation is locked. */
    long nextPlace(OperationId id);
}
