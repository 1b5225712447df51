package health.authz.platform.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Moves stored events and outbox lines to Kafka: in the order of the table, at least once, the position saved after the
 * acknowledgements (ADR 4).
 *
 * <p>Of all instances one works, the one that holds the advisory lock; its loss of the database connection frees the lock.
 * A hole in the numbers is passed only when every transaction that ran when the hole was seen has ended.
 */
class KafkaRelay implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(KafkaRelay.class);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    /** Numbers missing below a position, filled or given up when all transactions before an id have ended. */
    private record Hole(long below, String openUntil) {}

    /** Rows on their way to Kafka, up to a position. */
    private record Sent(List<Future<RecordMetadata>> acknowledgements, long position) {}

    private final DataSource dataSource;
    private final Producer<byte[], byte[]> producer;
    private final RelayProperties properties;
    private final String origin;
    private final AtomicLong lag = new AtomicLong();
    private final Map<RelaySource, Hole> holes = new EnumMap<>(RelaySource.class);
    private final Map<RelaySource, Sent> onTheWay = new EnumMap<>(RelaySource.class);
    /** When it last had nothing to send, by the nanosecond clock. */
    private volatile long caughtUpAt = System.nanoTime();

    /** Rows come in chunks: fewer and larger batches leave the store and the processor to whoever writes them. */
    private boolean gathers;

    private volatile @Nullable Thread thread;

    KafkaRelay(DataSource dataSource, Producer<byte[], byte[]> producer, RelayProperties properties, String origin) {
        this.dataSource = dataSource;
        this.producer = producer;
        this.properties = properties;
        this.origin = origin;
    }

    /** Rows stored and not yet acknowledged by Kafka, as last seen. */
    long lag() {
        return lag.get();
    }

    /** Seconds since it last had nothing to send; 0 while it has nothing to send. */
    double lagSeconds() {
        return lag.get() == 0 ? 0 : (System.nanoTime() - caughtUpAt) / 1e9;
    }

    private void behindBy(long rows) {
        if (rows == 0 || lag.get() == 0) {
            caughtUpAt = System.nanoTime();
        }
        lag.set(rows);
    }

    @Override
    public void start() {
        // The field is set before the thread looks at it to know whether to go on.
        Thread relay = Thread.ofPlatform().name("relay").daemon().unstarted(this::run);
        thread = relay;
        relay.start();
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (isRunning()) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(true);
                try (Statement listen = connection.createStatement()) {
                    listen.execute("listen authz_relay");
                }
                try {
                    whileLeader(connection);
                } finally {
                    release(connection);
                }
            } catch (SQLException | ExecutionException | RuntimeException failed) {
                if (isRunning()) {
                    log.warn("relay interrupted, goes on in a second: {}", failed.toString());
                    pause();
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void release(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            try (Statement release = connection.createStatement()) {
                release.execute("unlisten *; select pg_advisory_unlock_all()");
            }
        }
    }

    private void whileLeader(Connection connection) throws SQLException, ExecutionException, InterruptedException {
        boolean leads = false;
        onTheWay.clear();
        while (isRunning()) {
            leads = leads || lock(connection);
            boolean moved = false;
            if (leads) {
                for (RelaySource source : RelaySource.values()) {
                    moved |= move(connection, source);
                }
            }
            if (gathers) {
                for (RelaySource source : RelaySource.values()) {
                    settle(connection, source, onTheWay.remove(source));
                }
                gathers = false;
                Thread.sleep(properties.gatherFor());
            } else if (!moved) {
                int wait = holes.isEmpty()
                        ? Math.toIntExact(properties.pollInterval().toMillis())
                        : 5;
                connection.unwrap(PGConnection.class).getNotifications(wait);
            }
        }
    }

    private static boolean lock(Connection connection) throws SQLException {
        try (Statement lock = connection.createStatement();
                ResultSet locked =
                        lock.executeQuery("select pg_try_advisory_lock(hashtext('relay ' || current_schema()))")) {
            locked.next();
            return locked.getBoolean(1);
        }
    }

    /**
     * Sends the next rows up to a hole, then waits for those that were sent before: while Kafka takes a batch, the next one is
     * read. Answers whether anything was on its way.
     */
    private boolean move(Connection connection, RelaySource source)
            throws SQLException, ExecutionException, InterruptedException {
        Sent before = onTheWay.remove(source);
        long position = before == null ? position(connection, source) : before.position();
        long passable = passable(connection, source);
        List<RelaySource.Row> rows = source.after(connection, position, properties.batchSizeMax(), origin);
        List<RelaySource.Row> ready = upToAHole(connection, source, position, passable, rows);
        if (source == RelaySource.EVENTS) {
            long behind = rows.size() < properties.batchSizeMax() ? rows.size() : behind(connection, position);
            behindBy(behind + size(before));
        }
        if (!ready.isEmpty()) {
            onTheWay.put(source, send(ready));
        }
        settle(connection, source, before);
        gathers |= rows.size() >= properties.gatherFrom()
                && (rows.size() < properties.batchSizeMax() || ready.size() < rows.size());
        return before != null || !ready.isEmpty();
    }

    /** Waits until Kafka has what was sent, and saves that. */
    private void settle(Connection connection, RelaySource source, @Nullable Sent sent)
            throws SQLException, ExecutionException, InterruptedException {
        if (sent == null) {
            return;
        }
        if (!onTheWay.containsKey(source)) {
            producer.flush(); // nothing follows that would fill its last batch
        }
        for (Future<RecordMetadata> acknowledged : sent.acknowledgements()) {
            acknowledged.get();
        }
        save(connection, source, sent.position());
        if (source == RelaySource.EVENTS) {
            behindBy(Math.max(0, lag.get() - size(sent)));
        }
    }

    private static int size(@Nullable Sent sent) {
        return sent == null ? 0 : sent.acknowledgements().size();
    }

    /**
     * Holes below this position are final: everybody who could still fill them has ended. Asked before the rows are read, so
     * that what was filled meanwhile is read.
     */
    private long passable(Connection connection, RelaySource source) throws SQLException {
        Hole hole = holes.get(source);
        return hole != null
                        && "true"
                                .equals(one(
                                        connection,
                                        "select (pg_snapshot_xmin(pg_current_snapshot()) >= '" + hole.openUntil()
                                                + "'::xid8)::text"))
                ? hole.below()
                : 0;
    }

    private List<RelaySource.Row> upToAHole(
            Connection connection, RelaySource source, long position, long passable, List<RelaySource.Row> rows)
            throws SQLException {
        long expected = position + 1;
        for (int i = 0; i < rows.size(); i++) {
            long found = rows.get(i).position();
            if (found != expected && found > passable) {
                rememberHole(connection, source, rows.getLast().position(), passable);
                return rows.subList(0, i);
            }
            expected = found + 1;
        }
        holes.remove(source);
        return rows;
    }

    /** Whoever owns a missing number below the highest one read had its transaction id before that was read. */
    private void rememberHole(Connection connection, RelaySource source, long highest, long passable)
            throws SQLException {
        if (passable > 0 || !holes.containsKey(source)) {
            holes.put(
                    source, new Hole(highest, one(connection, "select pg_snapshot_xmax(pg_current_snapshot())::text")));
        }
    }

    private Sent send(List<RelaySource.Row> rows) {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>(rows.size());
        rows.forEach(row -> acknowledgements.add(producer.send(row.record())));
        return new Sent(acknowledgements, rows.getLast().position());
    }

    private static long position(Connection connection, RelaySource source) throws SQLException {
        String found = one(
                connection,
                "select coalesce(max(position), 0)::text from relay_position where source = '" + source.table + "'");
        return Long.parseLong(found);
    }

    private static void save(Connection connection, RelaySource source, long position) throws SQLException {
        try (PreparedStatement save = connection.prepareStatement("""
                insert into relay_position (source, position) values (?, ?)
                on conflict (source) do update set position = excluded.position""")) {
            save.setString(1, source.table);
            save.setLong(2, position);
            save.executeUpdate();
        }
        if (source == RelaySource.OUTBOX) {
            forget(connection, position);
        }
    }

    /** Outbox lines hold names; once Kafka has them they are not kept here. */
    private static void forget(Connection connection, long position) throws SQLException {
        try (PreparedStatement forget = connection.prepareStatement("delete from outbox where position <= ?")) {
            forget.setLong(1, position);
            forget.executeUpdate();
        }
    }

    private static long behind(Connection connection, long position) throws SQLException {
        return Long.parseLong(one(
                connection,
                "select (coalesce(max(global_index), 0) - " + position + ")::text from domain_event_entry"));
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_A_FAILURE);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
