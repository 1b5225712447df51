package health.authz.bulk.application;

import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.ChunkAudiences;
import health.authz.bulk.domain.PreviewSummary;
import health.authz.bulk.domain.Target;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Previews from their beginning until they are answered, with the chunks into which their selection is frozen. */
interface PreparingPreviews {
    void begin(UUID id, BulkPlan plan, Instant now);

    /** What is asked, once it is known better than at the beginning. */
    void replan(UUID id, BulkPlan plan);

    /** Keeps which rows were asked for. @param selected in short, as JSON */
    void selects(UUID id, String selected);

    /** What is to be said of the list that it is made on; {@code null} = nothing. */
    void listIs(UUID id, @Nullable ListFreshness freshness);

    /** Keeps one more chunk. @param firstLine number of its first row, from 1 */
    void freeze(UUID id, int chunk, long firstLine, int rows, List<Target> targets, Instant now);

    /** All chunks are there. @param digest of all targets */
    void frozen(UUID id, String digest, Instant now);

    /**
     * Who the rows of a chunk are, where nobody asks what they would become.
     *
     * @param audiences {@code null} where it is not known whose they are
     */
    void named(UUID id, int chunk, String items, @Nullable ChunkAudiences audiences);

    /** @param problem why, as JSON */
    void failed(UUID id, String problem);

    /** Locks a chunk that waits, of the preview that has waited longest; passes over those that others hold. */
    Optional<Previews.Chunk> lockNextOpen();

    void prepared(Previews.Chunk chunk, PreviewSummary summary, String items, ChunkAudiences audiences, Instant now);

    /** Previews whose chunks are all decided and that nobody has answered yet. */
    List<UUID> complete();

    /** Locks one of these to answer it; empty if somebody else does, or has. */
    Optional<Preview> lockComplete(UUID id);

    /** Whether nobody worked on it since then, to within two seconds. */
    boolean untouchedSince(UUID id, Instant then);

    /** Those among these that were answered, by whomever, or failed. */
    List<UUID> over(Collection<UUID> ids);

    /** Selections whose reading broke off with the process that read them. */
    List<UUID> abandoned(Instant since);

    /** Of all chunks together. */
    PreviewSummary summary(UUID id);

    /** All chunks are decided or named: whose rows they hold is added up. */
    void counted(UUID id);

    /** Nothing, if somebody answered it before. */
    void ready(UUID id, String answer, Instant now, Duration valid);

    /** Only its maker finds it. */
    Optional<Preview> find(TenantId tenant, UserId maker, UUID id);

    /** Of an operation, whoever made it; empty for one that nobody confirmed. */
    Optional<Preview> confirmed(TenantId tenant, UUID id);

    /** Items of one chunk, a JSON document a line; empty past the end. */
    Optional<String> items(UUID id, int chunk);
}
