package health.authz.bulk.application;

import health.authz.bulk.domain.Audience;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.ChunkAudiences;
import health.authz.bulk.domain.OperationEnd;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Scope;
import health.authz.bulk.domain.Target;
import health.authz.bulk.domain.Viewer;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.authorization.ChangeReason;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Operations, their chunks and results in PostgreSQL. */
class Operations implements OpenOperations, SubmittedOperations {
    private static final String SUMS = """
        coalesce(sum(added), 0), coalesce(sum(changed), 0), coalesce(sum(unchanged), 0),
        coalesce(sum(skipped), 0), coalesce(sum(stale), 0), coalesce(sum(rejected), 0)""";
    /** A chunk {@code c} of the frozen chunk {@code p}, as {@link Lines}. */
    static final String LINES = """
        c.first_line, added, changed, unchanged, skipped, stale, rejected, outcomes, not_processed,
        case when not_processed > 0 then p.items end, c.first_line - p.first_line, p.audiences""";

    private static final String PROCESSED = "added + changed + unchanged + skipped + stale + rejected";
    /** Rows done in the last ten seconds, by when their chunks were. */
    private static final String RECENT = """
        coalesce(sum(added + changed + unchanged + skipped + stale + rejected)
                 filter (where done_at > now() - interval '10 seconds'), 0)""";
    /** How long these took: ten seconds, or since the operation was confirmed where that is less. */
    private static final String RECENT_SECONDS = "least(10, greatest(0.1, extract(epoch from now() - o.confirmed_at)))";

    private final JdbcTemplate jdbc;
    private final WaitingOperations waiting;
    private final OpenPlans plans = new OpenPlans();
    private final RevertLinks reverts;
    private final StoredRowShares shares;

    Operations(JdbcTemplate jdbc, WaitingOperations waiting) {
        this.jdbc = jdbc;
        this.waiting = waiting;
        this.reverts = new RevertLinkRows(jdbc);
        this.shares = new StoredRowShares(jdbc);
    }

    /**
     * An operation that is not over.
     *
     * @param idsKey by which its new authorizations get their ids; {@code null} if it was confirmed before there were keys
     * @param submittedAt when it was confirmed, by the second person where one was asked
     */
    record Open(
            OperationId id,
            TenantId tenant,
            BulkKind kind,
            BulkPlan plan,
            @Nullable Integer idsKey,
            ChangeReason reason,
            UserId submittedBy,
            Instant submittedAt,
            String correlationId,
            @Nullable String traceParent) {
        OperationFacts facts() {
            return new OperationFacts(id, tenant, kind, submittedBy, submittedAt, correlationId, traceParent);
        }
    }

    /**
     * A stretch of frozen targets that one transaction works through.
     *
     * @param audiences of the whole frozen chunk; {@code null} if it was frozen before they were kept
     */
    record Chunk(
            int chunk,
            UUID previewId,
            int previewChunk,
            int from,
            int to,
            long firstLine,
            List<Target> targets,
            @Nullable ChunkAudiences audiences) {}

    /**
     * What became of a chunk's rows.
     *
     * @param text outcomes, a JSON array a line, in the order of the rows; {@code null} where none was decided
     * @param notProcessed rows, all of the chunk or none
     * @param items of the frozen chunk that holds these rows, where they were not processed
     * @param itemsBefore how many items stand before the first of these rows
     * @param audiences of the frozen chunk, as text; {@code null} if it was frozen before they were kept
     */
    record Lines(
            long firstLine,
            RowCounts counts,
            @Nullable String text,
            long notProcessed,
            @Nullable String items,
            long itemsBefore,
            @Nullable String audiences) {
        /** Which of the rows are in view, counted from 0; none where it is not known whose they are. */
        BitSet inView(Scope scope) {
            ChunkAudiences known = AudienceJson.read(audiences);
            return known == null ? new BitSet() : known.inView(scope, itemsBefore, rows());
        }

        /** Whose the rows are, in their order; {@code null} if that is not known. */
        @Nullable
        List<Audience> audienceOfEach() {
            ChunkAudiences known = AudienceJson.read(audiences);
            return known == null ? null : known.of(itemsBefore, rows());
        }

        private int rows() {
            return (int) (nextLine() - firstLine);
        }

        /** Where the next stretch begins. */
        long nextLine() {
            return firstLine + OperationEnd.processed(counts) + notProcessed;
        }
    }

    @Override
    public Optional<Sent> take(TenantId tenant, UserId user, String key, Sent sent, Instant now) {
        int taken = jdbc.update(
                """
                insert into bulk_idempotency (tenant, user_id, key, body_hash, operation_id, sent_at)
                values (?, ?, ?, ?, ?, ?)
                on conflict do nothing""",
                tenant.value(),
                user.value(),
                key,
                sent.bodyHash(),
                sent.operation().value(),
                Timestamp.from(now));
        return taken == 1
                ? Optional.empty()
                : Optional.of(jdbc.query(
                                "select body_hash, operation_id from bulk_idempotency where tenant = ? and user_id = ?"
                                        + " and key = ?",
                                (row, number) ->
                                        new Sent(row.getString(1), new OperationId(row.getObject(2, UUID.class))),
                                tenant.value(),
                                user.value(),
                                key)
                        .getFirst());
    }

    @Override
    public void begin(Open operation, Preview preview, @Nullable String comment) {
        UUID id = operation.id().value();
        Scope scope = operation.plan().scope();
        jdbc.update(
                """
                insert into bulk_operation (id, tenant, preview_id, kind, state, reason, submitted_by, submitted_at,
                                            correlation_id, trace_parent, plan, ids_key, total, scope_divisions, scope_assigned,
                                            file_lines_left_out)
                values (?, ?, ?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?, ?, cast(? as text[]), ?,
                        (select bad_lines from bulk_file where preview_id = ?))""",
                id,
                operation.tenant().value(),
                preview.id(),
                operation.kind().name(),
                operation.reason().name(),
                operation.submittedBy().value(),
                Timestamp.from(operation.submittedAt()),
                operation.correlationId(),
                operation.traceParent(),
                PlanJson.write(operation.plan()),
                operation.idsKey(),
                preview.rows(),
                scope.allDivisions() ? null : scope.divisions().toArray(String[]::new),
                scope.assignedOnly(),
                preview.id());
        jdbc.update("""
            insert into bulk_operation_chunk
                (operation_id, chunk, preview_id, preview_chunk, from_target, to_target, first_line)
            select ?, chunk, preview_id, chunk, 0, row_count / ?, first_line
              from bulk_preview_chunk where preview_id = ?""", id, operation.plan().rowsPerTarget(), preview.id());
        if (comment != null) {
            jdbc.update("insert into bulk_comment (operation_id, comment) values (?, ?)", id, comment);
        }
    }

    /** How many operations are passed over because their plan cannot be read. */
    long unreadable() {
        return plans.unreadable();
    }

    @Override
    public List<Open> open() {
        List<UUID> ids = new ArrayList<>();
        List<Open> open = new ArrayList<>();
        jdbc.query("""
                select id, tenant, kind, plan, o.reason, submitted_by, coalesce(a.decided_at, submitted_at) as since,
                       correlation_id, trace_parent, ids_key
                  from bulk_operation o left join bulk_approval a on a.operation_id = o.id
                 where ended_at is null and state <> 'AWAITING_APPROVAL'
                 order by served_at nulls first, since, id""", row -> {
            UUID id = row.getObject(1, UUID.class);
            ids.add(id);
            BulkPlan plan = plans.of(id, row.getString(4)).orElse(null);
            if (plan != null) {
                open.add(open(row, plan));
            }
        });
        plans.keepOnly(ids);
        return open;
    }

    private static Open open(ResultSet row, BulkPlan plan) throws SQLException {
        return new Open(
                new OperationId(row.getObject(1, UUID.class)),
                new TenantId(row.getString(2)),
                BulkKind.valueOf(row.getString(3)),
                plan,
                row.getObject(10, Integer.class),
                ChangeReason.valueOf(row.getString(5)),
                new UserId(row.getString(6)),
                row.getTimestamp(7).toInstant(),
                row.getString(8),
                row.getString(9));
    }

    @Override
    public void served(OperationId id, Instant now) {
        jdbc.update("""
            update bulk_operation
               set served_at = ?, state = case state when 'QUEUED' then 'RUNNING' else state end
             where id = ? and ended_at is null""", Timestamp.from(now), id.value());
    }

    @Override
    public Optional<Chunk> lockNextOpen(OperationId id) {
        return jdbc
                .query(
                        """
                        select c.chunk, c.preview_id, c.preview_chunk, c.from_target, c.to_target, c.first_line, p.targets, p.audiences
                          from bulk_operation_chunk c
                          join bulk_preview_chunk p on p.preview_id = c.preview_id and p.chunk = c.preview_chunk
                         where c.operation_id = ? and not c.done
                           and exists (select 1 from bulk_operation o where o.id = c.operation_id
                                        and o.cancelled_by is null and o.state <> 'AWAITING_APPROVAL')
                         order by c.chunk limit 1 for update of c skip locked""",
                        (row, number) -> new Chunk(
                                row.getInt(1),
                                row.getObject(2, UUID.class),
                                row.getInt(3),
                                row.getInt(4),
                                row.getInt(5),
                                row.getLong(6),
                                Targets.read(row.getString(7)).subList(row.getInt(4), row.getInt(5)),
                                AudienceJson.read(row.getString(8))),
                        id.value())
                .stream()
                .findFirst();
    }

    @Override
    public void done(
            OperationId id,
            Chunk chunk,
            RowCounts counts,
            @Nullable List<ChunkAudiences.Outcomes> byAudience,
            String outcomes) {
        jdbc.update(
                """
                update bulk_operation_chunk
                   set done = true, added = ?, changed = ?, unchanged = ?, skipped = ?, stale = ?, rejected = ?, outcomes = ?,
                       audience_outcomes = ?, done_at = clock_timestamp()
                 where operation_id = ? and chunk = ?""",
                counts.added(),
                counts.changed(),
                counts.unchanged(),
                counts.skipped(),
                counts.stale(),
                counts.rejected(),
                outcomes,
                AudienceJson.writeOutcomes(byAudience),
                id.value(),
                chunk.chunk());
    }

    @Override
    public void halve(OperationId id, Chunk chunk, int rowsPerTarget) {
        lock(id);
        int middle = (chunk.from() + chunk.to()) / 2;
        int cut = jdbc.update("""
            update bulk_operation_chunk set to_target = ?
             where operation_id = ? and chunk = ? and not done and from_target = ? and to_target = ?""", middle, id.value(), chunk.chunk(), chunk.from(), chunk.to());
        if (cut == 1) {
            jdbc.update(
                    """
                    insert into bulk_operation_chunk
                        (operation_id, chunk, preview_id, preview_chunk, from_target, to_target, first_line)
                    select ?, max(chunk) + 1, ?, ?, ?, ?, ? from bulk_operation_chunk where operation_id = ?""",
                    id.value(),
                    chunk.previewId(),
                    chunk.previewChunk(),
                    middle,
                    chunk.to(),
                    chunk.firstLine() + (long) (middle - chunk.from()) * rowsPerTarget,
                    id.value());
        }
    }

    @Override
    public boolean hasOpenChunks(OperationId id) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from bulk_operation_chunk where operation_id = ? and not done)",
                Boolean.class,
                id.value()));
    }

    @Override
    public boolean lock(OperationId id) {
        return jdbc.queryForList(
                        "select ended_at is null from bulk_operation where id = ? for update",
                        Boolean.class,
                        id.value())
                .contains(true);
    }

    @Override
    public RowCounts counts(OperationId id) {
        RowCounts counts = jdbc.queryForObject(
                "select " + SUMS + " from bulk_operation_chunk where operation_id = ?",
                (row, number) -> counts(row, 1),
                id.value());
        return counts == null ? OperationEnd.NONE : counts;
    }

    @Override
    public boolean hasSetAside(OperationId id) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from bulk_operation_chunk where operation_id = ? and not_processed > 0)",
                Boolean.class,
                id.value()));
    }

    @Override
    public void ended(OperationId id, String state, Instant now) {
        jdbc.update(
                "update bulk_operation set state = ?, ended_at = ? where id = ?",
                state,
                Timestamp.from(now),
                id.value());
        shares.ended(id);
    }

    @Override
    public Optional<UserId> cancelledBy(OperationId id) {
        return jdbc
                .queryForList(
                        "select cancelled_by from bulk_operation where id = ? and cancelled_by is not null",
                        String.class,
                        id.value())
                .stream()
                .map(UserId::new)
                .findFirst();
    }

    /** How many rows a chunk has shows where the next one begins, so that nobody needs the plan to stop an operation. */
    @Override
    public void setAside(OperationId id) {
        jdbc.update("""
            with ordered as (
                select c.chunk, lead(c.first_line, 1, o.total + 1) over (order by c.first_line) - c.first_line as row_count
                  from bulk_operation_chunk c join bulk_operation o on o.id = c.operation_id
                 where c.operation_id = ?),
            free as (
                select chunk from bulk_operation_chunk where operation_id = ? and not done for update skip locked)
            update bulk_operation_chunk c set done = true, not_processed = ordered.row_count
              from ordered, free
             where c.operation_id = ? and c.chunk = free.chunk and ordered.chunk = free.chunk""", id.value(), id.value(), id.value());
    }

    @Override
    public long nextPlace(OperationId id) {
        Long place = jdbc.queryForObject(
                "update bulk_operation set event_count = event_count + 1 where id = ? returning event_count - 1",
                Long.class,
                id.value());
        return Objects.requireNonNull(place);
    }

    @Override
    public List<Link> lockReverts(OperationId reverted) {
        return reverts.lockReverts(reverted);
    }

    @Override
    public void link(OperationId revert, OperationId reverted) {
        reverts.link(revert, reverted);
    }

    @Override
    public Optional<OperationId> revertedBy(OperationId revert) {
        return reverts.revertedBy(revert);
    }

    @Override
    public void takesEffect(OperationId revert) {
        reverts.takesEffect(revert);
    }

    @Override
    public Optional<Operation> find(TenantId tenant, UUID id) {
        return list("o.tenant = ? and o.id = ?", "", tenant.value(), id).stream()
                .findFirst();
    }

    @Override
    public List<Operation> page(
            TenantId tenant, Viewer viewer, @Nullable Instant before, @Nullable UUID beforeId, int most) {
        String where = ofTenant(viewer);
        List<Object> arguments = arguments(tenant, viewer);
        if (before != null && beforeId != null) {
            where += " and (o.submitted_at, o.id) < (?, ?)";
            arguments.add(Timestamp.from(before));
            arguments.add(beforeId);
        }
        return list(where, " order by o.submitted_at desc, o.id desc limit " + most, arguments.toArray());
    }

    @Override
    public List<Operation> awaiting(TenantId tenant, Viewer viewer, UserId notOf, int most) {
        List<Object> arguments = arguments(tenant, viewer);
        arguments.add(notOf.value());
        return list(
                ofTenant(viewer) + " and o.state = 'AWAITING_APPROVAL' and o.submitted_by <> ?",
                " order by o.submitted_at, o.id limit " + most,
                arguments.toArray());
    }

    @Override
    public long count(TenantId tenant, Viewer viewer) {
        Long count = jdbc.queryForObject(
                "select count(*) from bulk_operation o where " + ofTenant(viewer),
                Long.class,
                arguments(tenant, viewer).toArray());
        return count == null ? 0 : count;
    }

    private static String ofTenant(Viewer viewer) {
        return "o.tenant = ?" + (viewer.seesAnything() ? "" : " and " + StoredRowShares.IN_VIEW);
    }

    private static List<Object> arguments(TenantId tenant, Viewer viewer) {
        List<Object> arguments = new ArrayList<>(List.of(tenant.value()));
        if (!viewer.seesAnything()) {
            arguments.addAll(StoredRowShares.arguments(viewer));
        }
        return arguments;
    }

    private List<Operation> list(String where, String end, Object... arguments) {
        return jdbc.query(
                "select o.*, " + RevertLinkRows.COLUMNS
                        + ", m.comment, s.*, a.row_count as approval_rows, a.expires_at, a.decision, a.decided_by,"
                        + " a.decided_at, a.reason as approval_reason, a.comment as approval_comment,"
                        + " s.n_recent / " + RECENT_SECONDS
                        + " as rate"
                        + " from bulk_operation o left join bulk_comment m on m.operation_id = o.id"
                        + " left join bulk_approval a on a.operation_id = o.id"
                        + " cross join lateral (select " + SUMS + ", coalesce(sum(not_processed), 0), " + RECENT
                        + " from bulk_operation_chunk where operation_id = o.id and done) s (n_added, n_changed,"
                        + " n_unchanged, n_skipped, n_stale, n_rejected, n_set_aside, n_recent) where "
                        + where + end,
                (row, number) -> operation(row),
                arguments);
    }

    private Operation operation(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Timestamp endedAt = row.getTimestamp("ended_at");
        String waitingFor = endedAt == null ? waiting.why(new OperationId(id)).orElse(null) : null;
        return new Operation(
                id,
                row.getObject("preview_id", UUID.class),
                BulkKind.valueOf(row.getString("kind")),
                waitingFor == null || row.getString("cancelled_by") != null ? row.getString("state") : "WAITING",
                row.getString("reason"),
                row.getString("comment"),
                row.getString("submitted_by"),
                row.getTimestamp("submitted_at").toInstant(),
                endedAt == null ? null : endedAt.toInstant(),
                row.getLong("total"),
                counts(row, row.findColumn("n_added")),
                row.getLong("n_set_aside"),
                row.getDouble("rate"),
                waitingFor,
                approval(row),
                row.getObject("retry_of", UUID.class),
                row.getObject("retried_by", UUID.class),
                row.getObject("reverts", UUID.class),
                row.getObject("reverted_by", UUID.class),
                scope(row),
                row.getObject("file_lines_left_out", Long.class),
                false);
    }

    private static Scope scope(ResultSet row) throws SQLException {
        Array divisions = row.getArray("scope_divisions");
        return new Scope(
                new TenantId(row.getString("tenant")),
                new UserId(row.getString("submitted_by")),
                divisions == null,
                divisions == null ? Set.of() : Set.of((String[]) divisions.getArray()),
                row.getBoolean("scope_assigned"),
                false);
    }

    private static Operation.@Nullable Approval approval(ResultSet row) throws SQLException {
        Timestamp expiresAt = row.getTimestamp("expires_at");
        Timestamp decidedAt = row.getTimestamp("decided_at");
        return expiresAt == null
                ? null
                : new Operation.Approval(
                        row.getLong("approval_rows"),
                        expiresAt.toInstant(),
                        row.getString("decision"),
                        row.getString("decided_by"),
                        decidedAt == null ? null : decidedAt.toInstant(),
                        row.getString("approval_reason"),
                        row.getString("approval_comment"));
    }

    /**
     * Outcomes of the stretch that holds this line, or of the first one behind it that is done with and has such rows. Found
     * by index from the line itself, so that the last page of a million rows costs what the first one does.
     */
    Optional<Lines> linesFrom(UUID operation, Set<RowOutcome> outcomes, long line) {
        return jdbc
                .query(
                        """
                        select %s
                          from bulk_operation_chunk c
                          left join bulk_preview_chunk p on p.preview_id = c.preview_id and p.chunk = c.preview_chunk
                         where operation_id = ? and done
                           and c.first_line >= (select coalesce(max(first_line), 0) from bulk_operation_chunk
                                                 where operation_id = ? and first_line <= ?)
                           and c.first_line + %s + not_processed > ?
                           and %s > 0
                         order by c.first_line limit 1""".formatted(LINES, PROCESSED, countOf(outcomes)),
                        (row, number) -> lines(row),
                        operation,
                        operation,
                        line,
                        line)
                .stream()
                .findFirst();
    }

    /** Of a row that begins with {@link #LINES}. */
    static Lines lines(ResultSet row) throws SQLException {
        return new Lines(
                row.getLong(1),
                counts(row, 2),
                row.getString(8),
                row.getLong(9),
                row.getString(10),
                row.getLong(11),
                row.getString(12));
    }

    private static String countOf(Set<RowOutcome> outcomes) {
        return outcomes.isEmpty()
                ? PROCESSED + " + not_processed"
                : outcomes.stream()
                        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" + "));
    }

    private static RowCounts counts(ResultSet row, int first) throws SQLException {
        return new RowCounts(
                row.getLong(first),
                row.getLong(first + 1),
                row.getLong(first + 2),
                row.getLong(first + 3),
                row.getLong(first + 4),
                row.getLong(first + 5));
    }
}
