package health.authz.verify;

import java.sql.SQLException;
import java.time.Duration;

/**
 * Up to where the tables of one service are looked at: the last position that was there at the start and has no hole below it
 * that a running transaction could still fill.
 *
 * @param event position of the last event; 0 without any
 * @param line position of the last outbox line that was waiting; 0 without any
 */
record Bound(long event, long line) {
    private static final int HOLES_AMONG = 100_000;
    private static final String LAST = "select coalesce(max(global_index), 0) from domain_event_entry";
    private static final String LAST_LINE = "select coalesce(max(position), 0) from outbox";

    /** Where numbers stop being without holes, among the last ones: older holes were left by whoever took back. */
    private static final String BELOW_THE_FIRST_HOLE = """
            select coalesce(min(global_index), ?) from (
                select global_index, lead(global_index) over (order by global_index) as following
                  from domain_event_entry where global_index > ? - %d and global_index <= ?) each
             where following > global_index + 1""".formatted(HOLES_AMONG);

    /**
     * Waits for the transactions of now to end, so that nothing comes into being below the bound.
     *
     * @param longest how long; where one does not end, the bound lies below the first number that is missing
     */
    static Bound freeze(Database database, Duration longest) throws SQLException {
        long event = database.number(LAST);
        long line = database.number(LAST_LINE);
        // every id that was given so far is below this one
        String now = database.textOfOwnTransaction("select pg_current_xact_id()::text");
        boolean ended = Patience.until(
                longest,
                () -> database.number("select count(*) where pg_snapshot_xmin(pg_current_snapshot()) >= ?::xid8", now)
                        == 1);
        return new Bound(ended ? event : database.number(BELOW_THE_FIRST_HOLE, event, event, event), line);
    }
}
