package health.authz.bulk;

import static health.authz.stack.Eventually.closely;

import health.authz.stack.TestParts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Ends database sessions that work on chunks, as a lost connection does. */
final class Sessions {
    private Sessions() {}

    /** Until so many were ended or every operation is over. @return how many were ended */
    static int endWhileChunksRun(int most) {
        int[] ended = {0};
        try (Connection admin = TestParts.postgres().admin();
                Statement statement = admin.createStatement()) {
            closely(() -> {
                ended[0] += endOne(statement);
                return ended[0] >= most || isOver(statement);
            });
        } catch (SQLException away) {
            throw new IllegalStateException(away);
        }
        return ended[0];
    }

    private static int endOne(Statement admin) throws SQLException {
        try (ResultSet ended = admin.executeQuery("""
                select pg_terminate_backend(pid) from pg_locks
                 where relation = 'auth_command.bulk_operation_chunk'::regclass
                   and mode in ('RowShareLock', 'RowExclusiveLock') and granted limit 1""")) {
            return ended.next() && ended.getBoolean(1) ? 1 : 0;
        }
    }

    private static boolean isOver(Statement admin) throws SQLException {
        try (ResultSet open = admin.executeQuery(
                "select not exists (select 1 from auth_command.bulk_operation where ended_at is null)")) {
            return open.next() && open.getBoolean(1);
        }
    }
}
