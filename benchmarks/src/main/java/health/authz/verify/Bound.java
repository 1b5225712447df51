package health.authz.verify;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Up to where the tables of one service are looked at: the last position that was there at the start and has no hole below it
 * that a running transaction could still fill.
 *
 * @param event position of the last event; 0 without any
 * @param line position of the last outbox line that was waiting; 0 without any
 */
record Bound(long event, long line) {
    private static final int HOLES_AMONG = 100_000;
    /** Whoever stores events holds this lock, shared, from before a number is drawn until the transaction has ended (ADR 4). */
    private static final String APPENDERS = """
            select virtualtransaction from pg_locks
             where locktype = 'advisory' and classid = 1635087464 and objsubid = 2
               and objid = 'domain_event_entry'::regclass::oid
               and database = (select oid from pg_database where datname = current_database())""";

    private static final String STILL_APPENDING =
            "select count(*) from (" + APPENDERS + ") appenders where virtualtransaction = any(?)";
    private static final String LAST = "select coalesce(max(global_index), 0) from domain_event_entry";
    private static final String LAST_LINE = "select coalesce(max(position), 0) from outbox";

    /** Where numbers stop being without holes, among the last ones: older holes were left by whoever took back. */
    private static final String BELOW_THE_FIRST_HOLE = """
            select coalesce(min(global_index), ?) from (
                select global_index, lead(global_index) over (order by global_index) as following
                  from domain_event_entry where global_index > ? - %d and global_index <= ?) each
             where following > global_index + 1""".formatted(HOLES_AMONG);

    /**
     * Waits until those have ended who append events now, so that nothing comes into being below the bound.
     *
     * @param longest how long; where one does not end, the bound lies below the first number that is missing
     */
    static Bound freeze(Database database, Duration longest) throws SQLException {
        long event = database.number(LAST);
        long line = database.number(LAST_LINE);
        List<String> appending = new ArrayList<>();
        database.inOneSnapshot(() -> database.each(APPENDERS, row -> appending.add(row.getString(1))));
        String[] those = appending.toArray(String[]::new);
        boolean ended = appending.isEmpty()
                || Patience.until(longest, () -> database.number(STILL_APPENDING, (Object) those) == 0);
        return new Bound(ended ? event : database.number(BELOW_THE_FIRST_HOLE, event, event, event), line);
    }
}
