package health.authz.bulk;

import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Operations part of the way, written straight into the tables that every instance reads. */
final class RowsOfOperations {
    static final int ROWS_A_CHUNK = 1_000;
    private final JdbcTemplate jdbc;

    RowsOfOperations(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    UUID confirmedSecondsAgo(int seconds, int chunks) {
        UUID preview = UUID.randomUUID();
        UUID operation = UUID.randomUUID();
        jdbc.update("""
                insert into bulk_preview (id, tenant, made_by, kind, state, plan, touched_at)
                values (?, 'abc', 'biller', 'UPDATE', 'CONFIRMED', '{}', now())""", preview);
        jdbc.update("""
                insert into bulk_operation (id, tenant, preview_id, kind, state, reason, submitted_by, submitted_at,
                                            confirmed_at, correlation_id, plan, total)
                values (?, 'abc', ?, 'UPDATE', 'QUEUED', 'OTHER', 'biller', now(), now() - make_interval(secs => ?),
                        'c', '{}', ?)""", operation, preview, seconds, (long) ROWS_A_CHUNK * chunks);
        jdbc.update("""
                insert into bulk_operation_chunk (operation_id, chunk, preview_id, preview_chunk, from_target, to_target,
                                                  first_line)
                select ?, n, ?, n, 0, ?, n * ? + 1 from generate_series(0, ? - 1) n""", operation, preview, ROWS_A_CHUNK, ROWS_A_CHUNK, chunks);
        return operation;
    }

    void doneSecondsAgo(UUID operation, int chunk, int seconds) {
        jdbc.update("""
                update bulk_operation_chunk set done = true, changed = ?, done_at = now() - make_interval(secs => ?)
                 where operation_id = ? and chunk = ?""", ROWS_A_CHUNK, seconds, operation, chunk);
        jdbc.update("update bulk_operation set state = 'RUNNING' where id = ?", operation);
    }

    void ended(UUID operation) {
        jdbc.update("update bulk_operation set state = 'SUCCEEDED', ended_at = now() where id = ?", operation);
    }
}
