package health.authz.bulk.application;

import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.ChunkAudiences;
import health.authz.bulk.domain.PreviewSummary;
import health.authz.bulk.domain.Target;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.platform.json.Json;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Previews and their frozen chunks in PostgreSQL. */
class Previews implements PreparingPreviews, ConfirmablePreviews {
    private static final String SELECT = """
            select p.*, (select count(*) from bulk_preview_chunk c where c.preview_id = p.id and c.prepared) as prepared_count
              from bulk_preview p
            """;
    private static final Duration TOUCHED_EVERY = Duration.ofSeconds(2);
    private static final int SUMMARIES_AT_ONCE = 50;
    private final JdbcTemplate jdbc;
    private final StoredRowShares shares;

    Previews(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.shares = new StoredRowShares(jdbc);
    }

    /** A frozen chunk that waits to be decided; plan and targets throw if they cannot be read, as a later version wrote them. */
    record Chunk(UUID preview, int chunk, long firstLine, Supplier<BulkPlan> plan, Supplier<List<Target>> targets) {}

    @Override
    public void begin(UUID id, BulkPlan plan, Instant now) {
        jdbc.update(
                """
                insert into bulk_preview (id, tenant, made_by, kind, state, plan, touched_at)
                values (?, ?, ?, ?, 'PREPARING', ?, ?)""",
                id,
                plan.scope().tenant().value(),
                plan.scope().user().value(),
                plan.kind().name(),
                PlanJson.write(plan),
                Timestamp.from(now));
    }

    @Override
    public void replan(UUID id, BulkPlan plan) {
        jdbc.update("update bulk_preview set plan = ? where id = ?", PlanJson.write(plan), id);
    }

    @Override
    public void listIs(UUID id, @Nullable ListFreshness freshness) {
        jdbc.update("update bulk_preview set list = ? where id = ?", freshness == null ? null : freshness.name(), id);
    }

    @Override
    public void selects(UUID id, String selected) {
        jdbc.update("update bulk_preview set selected = ? where id = ?", selected, id);
    }

    @Override
    public void freeze(UUID id, int chunk, long firstLine, int rows, List<Target> targets, Instant now) {
        jdbc.update(
                "insert into bulk_preview_chunk (preview_id, chunk, first_line, row_count, targets) values (?, ?, ?, ?, ?)",
                id,
                chunk,
                firstLine,
                rows,
                Targets.write(targets));
        jdbc.update(
                "update bulk_preview set row_count = ?, chunk_count = ?, touched_at = ? where id = ?",
                firstLine - 1 + rows,
                chunk + 1,
                Timestamp.from(now),
                id);
    }

    @Override
    public void frozen(UUID id, String digest, Instant now) {
        jdbc.update(
                "update bulk_preview set frozen = true, digest = ?, touched_at = ? where id = ?",
                digest,
                Timestamp.from(now),
                id);
    }

    @Override
    public void named(UUID id, int chunk, String items, @Nullable ChunkAudiences audiences) {
        jdbc.update("""
                update bulk_preview_chunk set prepared = true, items = ?, audiences = ?
                 where preview_id = ? and chunk = ?""", items, AudienceJson.write(audiences), id, chunk);
    }

    @Override
    public void failed(UUID id, String problem) {
        int marked = jdbc.update(
                "update bulk_preview set state = 'FAILED', problem = ? where id = ? and state = 'PREPARING'",
                problem,
                id);
        if (marked == 1) {
            jdbc.update("delete from bulk_preview_chunk where preview_id = ?", id);
        }
    }

    @Override
    public Optional<Chunk> lockNextOpen() {
        return jdbc
                .query("""
                select c.preview_id, c.chunk, c.first_line, c.targets, p.plan
                  from bulk_preview p join bulk_preview_chunk c on c.preview_id = p.id
                 where p.state = 'PREPARING' and not c.prepared
                 order by c.chunk, p.touched_at limit 1 for update of c skip locked""", (row, number) -> {
                    String plan = row.getString(5);
                    String targets = row.getString(4);
                    return new Chunk(
                            row.getObject(1, UUID.class),
                            row.getInt(2),
                            row.getLong(3),
                            () -> PlanJson.read(plan),
                            () -> Targets.read(targets));
                })
                .stream()
                .findFirst();
    }

    @Override
    public void prepared(Chunk chunk, PreviewSummary summary, String items, ChunkAudiences audiences, Instant now) {
        jdbc.update(
                """
                update bulk_preview_chunk set prepared = true, summary = ?, items = ?, audiences = ?
                 where preview_id = ? and chunk = ?""",
                Json.mapper().writeValueAsString(summary),
                items,
                AudienceJson.write(audiences),
                chunk.preview(),
                chunk.chunk());
        jdbc.update(
                "update bulk_preview set touched_at = ? where id = ? and touched_at < ?",
                Timestamp.from(now),
                chunk.preview(),
                Timestamp.from(now.minus(TOUCHED_EVERY)));
    }

    @Override
    public List<UUID> complete() {
        return jdbc.queryForList("""
                select p.id from bulk_preview p
                 where p.state = 'PREPARING' and p.frozen
                   and not exists (select 1 from bulk_preview_chunk c where c.preview_id = p.id and not c.prepared)""", UUID.class);
    }

    @Override
    public Optional<Preview> lockComplete(UUID id) {
        return jdbc
                .query(
                        SELECT + " where p.id = ? and p.state = 'PREPARING' for update of p skip locked",
                        (row, number) -> preview(row),
                        id)
                .stream()
                .findFirst();
    }

    @Override
    public List<UUID> over(Collection<UUID> ids) {
        return jdbc.queryForList(
                "select id from bulk_preview where id = any(?) and state <> 'PREPARING'", UUID.class, (Object)
                        ids.toArray(UUID[]::new));
    }

    @Override
    public boolean untouchedSince(UUID id, Instant then) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select touched_at < ? from bulk_preview where id = ?", Boolean.class, Timestamp.from(then), id));
    }

    @Override
    public List<UUID> abandoned(Instant since) {
        return jdbc.queryForList(
                "select id from bulk_preview where state = 'PREPARING' and not frozen and touched_at < ?",
                UUID.class,
                Timestamp.from(since));
    }

    @Override
    public PreviewSummary summary(UUID id) {
        PreviewSummary.Sum sum = new PreviewSummary.Sum();
        jdbc.query(
                connection -> {
                    PreparedStatement parts = connection.prepareStatement(
                            "select summary from bulk_preview_chunk where preview_id = ? order by chunk");
                    parts.setObject(1, id);
                    parts.setFetchSize(SUMMARIES_AT_ONCE);
                    return parts;
                },
                row -> {
                    sum.add(Json.mapper().readValue(row.getString(1), PreviewSummary.class));
                });
        return sum.total();
    }

    @Override
    public void counted(UUID id) {
        shares.count(id);
    }

    @Override
    public void ready(UUID id, String answer, Instant now, Duration valid) {
        jdbc.update("""
                update bulk_preview set state = 'READY', summary = ?, ready_at = ?, expires_at = ?
                 where id = ? and state = 'PREPARING'""", answer, Timestamp.from(now), Timestamp.from(now.plus(valid)), id);
    }

    @Override
    public Optional<Preview> find(TenantId tenant, UserId maker, UUID id) {
        return find(tenant, maker, id, "");
    }

    @Override
    public Optional<Preview> confirmed(TenantId tenant, UUID id) {
        return jdbc
                .query(
                        SELECT + " where p.id = ? and p.tenant = ? and p.state = 'CONFIRMED'",
                        (row, number) -> preview(row),
                        id,
                        tenant.value())
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Preview> lock(TenantId tenant, UserId maker, UUID id) {
        return find(tenant, maker, id, " for update of p");
    }

    private Optional<Preview> find(TenantId tenant, UserId maker, UUID id, String lock) {
        return jdbc
                .query(
                        SELECT + " where p.id = ? and p.tenant = ? and p.made_by = ?" + lock,
                        (row, number) -> preview(row),
                        id,
                        tenant.value(),
                        maker.value())
                .stream()
                .findFirst();
    }

    @Override
    public void confirmed(UUID id, UUID operation) {
        jdbc.update("update bulk_preview set state = 'CONFIRMED', operation_id = ? where id = ?", operation, id);
    }

    @Override
    public Optional<String> items(UUID id, int chunk) {
        return jdbc
                .queryForList(
                        "select items from bulk_preview_chunk where preview_id = ? and chunk = ?",
                        String.class,
                        id,
                        chunk)
                .stream()
                .findFirst();
    }

    /** Whose rows one chunk holds; empty past the end, and where it was frozen before that was kept. */
    Optional<ChunkAudiences> audiences(UUID id, int chunk) {
        return jdbc
                .queryForList(
                        "select audiences from bulk_preview_chunk where preview_id = ? and chunk = ? and audiences is not null",
                        String.class,
                        id,
                        chunk)
                .stream()
                .map(text -> Objects.requireNonNull(AudienceJson.read(text)))
                .findFirst();
    }

    private static Preview preview(ResultSet row) throws SQLException {
        return new Preview(
                row.getObject("id", UUID.class),
                row.getString("made_by"),
                BulkKind.valueOf(row.getString("kind")),
                Preview.State.valueOf(row.getString("state")),
                PlanJson.read(row.getString("plan")),
                row.getBoolean("frozen"),
                row.getLong("row_count"),
                row.getInt("chunk_count"),
                row.getInt("prepared_count"),
                row.getString("digest"),
                row.getString("problem"),
                row.getString("summary"),
                instant(row.getTimestamp("expires_at")),
                row.getObject("operation_id", UUID.class),
                row.getString("list") == null ? null : ListFreshness.valueOf(row.getString("list")),
                row.getString("selected"),
                false);
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
