package health.authz.platform.relay;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** Has the relay tell again what it has told. */
public class RelayControl {
    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final RelaySignal signal;

    public RelayControl(JdbcTemplate jdbc, TransactionOperations transaction, RelaySignal signal) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.signal = signal;
    }

    /**
     * Has every event behind a position told again, by whichever instance leads, and lets it take topics that are other
     * ones than before, or shorter. A batch that is on its way is not saved any more. It never moves the relay forward.
     *
     * @param position number of the last event that is not told again; 0 = all are
     */
    public void republishFrom(long position) {
        transaction.executeWithoutResult(status -> {
            repeatFrom(position);
            jdbc.update("""
                    insert into relay_topic (topic, topic_id, accepts_new)
                    select topic, '', true from relay_reach union select topic, '', true from relay_topic
                    on conflict (topic) do update set accepts_new = true""");
        });
    }

    /**
     * The same for topics that have lost nothing: where something is lost, the relay goes on standing.
     *
     * @param position number of the last event that is not told again; 0 = all are
     */
    public void repeatFrom(long position) {
        transaction.executeWithoutResult(status -> {
            jdbc.update("""
                            insert into relay_position as held (source, position, moved) values (?, 0, 1)
                            on conflict (source) do update
                               set position = least(held.position, ?), moved = held.moved + 1""", RelaySource.EVENTS.table, position);
            signal.afterCommit();
        });
    }
}
