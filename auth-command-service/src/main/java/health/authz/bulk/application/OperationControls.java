package health.authz.bulk.application;

import health.authz.bulk.domain.BulkPlan;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** What control of operations reads and writes in PostgreSQL; their chunks and results are in {@link Operations}. */
class OperationControls implements ControlledOperations {
    private static final String FAILED = "stale + rejected + not_processed";
    private final JdbcTemplate jdbc;

    OperationControls(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Standing> hold(TenantId tenant, UUID id) {
        return jdbc
                .query(
                        "select * from bulk_operation where tenant = ? and id = ? for update",
                        (row, number) -> standing(row),
                        tenant.value(),
                        id)
                .stream()
                .findFirst();
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                facts(row),
                row.getString("state"),
                row.getTimestamp("ended_at") != null,
                row.getObject("retried_by", UUID.class));
    }

    private static OperationFacts facts(ResultSet row) throws SQLException {
        return new OperationFacts(
                new OperationId(row.getObject("id", UUID.class)),
                new TenantId(row.getString("tenant")),
                BulkKind.valueOf(row.getString("kind")),
                new UserId(row.getString("submitted_by")),
                row.getTimestamp("submitted_at").toInstant(),
                row.getString("correlation_id"),
                row.getString("trace_parent"));
    }

    @Override
    public void cancelling(OperationId id, UserId by) {
        jdbc.update(
                "update bulk_operation set state = 'CANCELLING', cancelled_by = ? where id = ?",
                by.value(),
                id.value());
    }

    @Override
    public void await(OperationId id, long rows, Instant expiresAt) {
        jdbc.update("update bulk_operation set state = 'AWAITING_APPROVAL' where id = ?", id.value());
        jdbc.update(
                "insert into bulk_approval (operation_id, row_count, expires_at) values (?, ?, ?)",
                id.value(),
                rows,
                Timestamp.from(expiresAt));
    }

    @Override
    public Instant expiresAt(OperationId id) {
        return Objects.requireNonNull(jdbc.queryForObject(
                        "select expires_at from bulk_approval where operation_id = ?", Timestamp.class, id.value()))
                .toInstant();
    }

    @Override
    public BulkPlan plan(OperationId id) {
        String plan = jdbc.queryForObject("select plan from bulk_operation where id = ?", String.class, id.value());
        return PlanJson.read(Objects.requireNonNull(plan));
    }

    @Override
    public void decided(OperationId id, Verdict verdict) {
        jdbc.update(
                """
                update bulk_approval set decision = ?, decided_by = ?, decided_at = ?, reason = ?, comment = ?
                 where operation_id = ?""",
                verdict.decision(),
                verdict.by().value(),
                Timestamp.from(verdict.at()),
                verdict.reason().name(),
                verdict.comment(),
                id.value());
    }

    /** Its rate and its place in the queue count from here. */
    @Override
    public void released(OperationId id) {
        jdbc.update(
                "update bulk_operation set state = 'QUEUED', confirmed_at = clock_timestamp() where id = ?",
                id.value());
    }

    @Override
    public long failedRows(OperationId id) {
        Long rows = jdbc.queryForObject(
                "select coalesce(sum(" + FAILED + "), 0) from bulk_operation_chunk where operation_id = ? and done",
                Long.class,
                id.value());
        return Objects.requireNonNull(rows);
    }

    @Override
    public Optional<Failed> failedAfter(OperationId id, long line) {
        return jdbc
                .query(
                        "select " + Operations.LINES + ", p.targets, c.from_target, c.to_target"
                                + " from bulk_operation_chunk c"
                                + " join bulk_preview_chunk p on p.preview_id = c.preview_id and p.chunk = c.preview_chunk"
                                + " where c.operation_id = ? and done and c.first_line > ? and " + FAILED + " > 0"
                                + " order by c.first_line limit 1",
                        (row, number) -> new Failed(
                                Operations.lines(row),
                                Targets.read(row.getString("targets"))
                                        .subList(row.getInt("from_target"), row.getInt("to_target"))),
                        id.value(),
                        line)
                .stream()
                .findFirst();
    }

    @Override
    public void retried(OperationId id, OperationId by) {
        jdbc.update("update bulk_operation set retried_by = ? where id = ?", by.value(), id.value());
        jdbc.update("update bulk_operation set retry_of = ? where id = ?", id.value(), by.value());
    }

    @Override
    public List<OperationFacts> due(Instant now) {
        return jdbc.query("""
                select o.* from bulk_operation o join bulk_approval a on a.operation_id = o.id
                 where o.state = 'AWAITING_APPROVAL' and a.expires_at < ?""", (row, number) -> facts(row), Timestamp.from(now));
    }
}
