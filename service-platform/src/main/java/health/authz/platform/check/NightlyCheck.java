package health.authz.platform.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Once a night one instance looks whether Kafka has the events of the last days; all instances show what came of it.
 *
 * <p>The advisory lock decides which one; what was found stands in the database, so that a night is looked at once and an
 * instance that starts later shows it too.
 */
class NightlyCheck implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(NightlyCheck.class);
    private static final String LAST = "select checked_at, missing from event_check";
    private static final String KEEP = """
            insert into event_check (checked_at, events, missing) values (?, ?, ?)
            on conflict (only_one) do update set checked_at = excluded.checked_at, events = excluded.events,
                missing = excluded.missing""";
    private static final String LOCK = "select pg_try_advisory_lock(hashtext('event check of ' || current_schema()))";
    private static final String UNLOCK = "select pg_advisory_unlock(hashtext('event check of ' || current_schema()))";

    private final DataSource dataSource;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final CheckProperties properties;
    private final Clock clock;
    private final Instant begun;
    private volatile long missing;
    private volatile Instant checkedAt = Instant.EPOCH;
    private @Nullable ScheduledExecutorService checking;

    /** @param consumers makes a consumer for one check, which closes it */
    NightlyCheck(
            DataSource dataSource,
            Supplier<Consumer<byte[], byte[]>> consumers,
            CheckProperties properties,
            Clock clock) {
        this.dataSource = dataSource;
        this.consumers = consumers;
        this.properties = properties;
        this.clock = clock;
        this.begun = clock.instant();
    }

    /** Stored events that the last check, by whichever instance, did not find in Kafka. */
    long missing() {
        return missing;
    }

    /** When that was, in seconds since 1970; 0 if there was none yet. */
    long checkedAt() {
        return checkedAt.getEpochSecond();
    }

    /** Learns what the last check found, and makes the one of this night if nobody else does. */
    void look() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            learn(connection);
            if (isDue() && does(connection, LOCK)) {
                try {
                    learn(connection);
                    if (isDue()) {
                        check(connection);
                    }
                } finally {
                    does(connection, UNLOCK);
                }
            }
        }
    }

    /** What was never looked at is looked at in the first night after the start. */
    private boolean isDue() {
        Instant now = clock.instant();
        ZonedDateTime today = now.atZone(ZoneOffset.UTC).with(properties.at());
        Instant last = (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant();
        return last.isAfter(checkedAt) && (!checkedAt.equals(Instant.EPOCH) || last.isAfter(begun));
    }

    private void check(Connection connection) throws SQLException {
        Instant now = clock.instant();
        MissingEvents.Found found;
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            found = new MissingEvents(connection, consumer, properties, now).check();
        }
        try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
            keep.setObject(1, now.atOffset(ZoneOffset.UTC));
            keep.setLong(2, found.events());
            keep.setLong(3, found.missing());
            keep.executeUpdate();
        }
        learn(connection);
        log.info("of {} stored events {} are not in Kafka", found.events(), found.missing());
    }

    private void learn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LAST)) {
            if (row.next()) {
                checkedAt = row.getObject(1, OffsetDateTime.class).toInstant();
                missing = row.getLong(2);
            }
        }
    }

    private static boolean does(Connection connection, String lock) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(lock)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void lookAndGoOn() {
        try {
            look();
        } catch (SQLException | RuntimeException failed) {
            if (isRunning()) {
                log.warn("whether events are missing could not be looked at, tried again later: {}", failed.toString());
            }
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("event-check").daemon().factory());
        long every = properties.lookEvery().toMillis();
        started.scheduleWithFixedDelay(this::lookAndGoOn, every, every, TimeUnit.MILLISECONDS);
        checking = started;
    }

    @Override
    public synchronized void stop() {
        if (checking != null) {
            checking.shutdownNow();
            checking = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return checking != null;
    }
}
