package health.authz.platform.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Moves stored events and outbox lines to Kafka: in the order of the table, at least once, the position saved after the
 * acknowledgements (ADR 4).
 *
 * <p>Of all instances one works, the one that holds the advisory lock; its loss of the database connection frees the lock.
 * While Kafka takes a batch, the next one is read. No transaction of PostgreSQL is open while it sends.
 */
class KafkaRelay implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(KafkaRelay.class);
    private static final Duration FIRST_REST = Duration.ofMillis(500);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);
    /** Other instances are heard so often at most, and are told so often at most. */
    private static final Duration BETWEEN_TELLINGS = Duration.ofMillis(50);

    private static final Duration WHILE_A_HOLE_IS_OPEN = Duration.ofMillis(5);
    /** Less than a service has for its stop; longer than Kafka takes for a batch. */
    private static final Duration TIME_TO_SETTLE = Duration.ofSeconds(12);

    private final DataSource dataSource;
    private final Function<String, Producer<byte[], byte[]>> producers;
    private final RelayProperties properties;
    private final RelaySignal signal;
    private final TopicGuard topics;
    private final String origin;
    private final RelayState state = new RelayState();
    private final Holes holes = new Holes();

    /** Kafka has it, and PostgreSQL does not know yet: saved first of all when it can be again. */
    private @Nullable Batch acknowledged;

    /** What the store holds next and this version does not know; null if nothing. */
    private RelaySource.@Nullable UnknownAggregate unknown;

    /** Rows come in chunks: fewer and larger batches leave the store and the processor to whoever writes them. */
    private boolean gathers;

    private volatile @Nullable Thread thread;

    /** @param producers makes a producer for a schema; each of a schema's fences those before it */
    KafkaRelay(
            DataSource dataSource,
            Function<String, Producer<byte[], byte[]>> producers,
            RelayProperties properties,
            RelaySignal signal,
            TopicGuard topics,
            String origin) {
        this.dataSource = dataSource;
        this.producers = producers;
        this.properties = properties;
        this.signal = signal;
        this.topics = topics;
        this.origin = origin;
    }

    RelayState state() {
        return state;
    }

    /** Rows stored and not yet acknowledged by Kafka, as last seen. */
    long lag() {
        return state.lag();
    }

    @Override
    public void start() {
        // The field is set before the thread looks at it to know whether to go on.
        Thread relay = Thread.ofPlatform().name("relay").daemon().unstarted(this::run);
        thread = relay;
        relay.start();
    }

    /** Settles what is on its way: an orderly stop tells nothing twice. */
    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            signal.now();
            try {
                if (!running.join(TIME_TO_SETTLE)) {
                    running.interrupt();
                }
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
            try (Connection connection = dataSource.getConnection();
                    RelayStore store = RelayStore.on(connection)) {
                holes.forget();
                whileConnected(store);
            } catch (SQLException | ExecutionException | RuntimeException failed) {
                if (isRunning()) {
                    state.failed(failed);
                    Duration rest = rest(state.failures());
                    log.warn("relay interrupted, goes on in {} ms: {}", rest.toMillis(), failed.toString());
                    sleep(rest);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static Duration rest(int failures) {
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures - 1, 10));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    private void whileConnected(RelayStore store) throws SQLException, ExecutionException, InterruptedException {
        while (isRunning()) {
            if (store.lock()) {
                lead(store);
            } else {
                follow(store);
            }
        }
    }

    /** Another instance works; it is told of what was committed here. */
    private void follow(RelayStore store) throws SQLException, InterruptedException {
        state.leads(false);
        state.getsOn();
        long until = System.nanoTime() + properties.pollInterval().toNanos();
        while (isRunning() && System.nanoTime() < until) {
            if (signal.await(BETWEEN_TELLINGS)) {
                store.tellLeader();
                Thread.sleep(BETWEEN_TELLINGS);
            }
            store.beatNowAndThen();
        }
    }

    private void lead(RelayStore store) throws SQLException, ExecutionException, InterruptedException {
        state.leads(true);
        prepare(store);
        topics.check(store);
        try (Outgoing outgoing = Outgoing.start(producers.apply(store.schema()))) {
            Batch sent = new Batch();
            while (isRunning() || !sent.isEmpty()) {
                Batch next = isRunning() ? read(store, sent) : new Batch();
                commit(outgoing, store, sent);
                if (!next.isEmpty()) {
                    outgoing.send(next);
                }
                save(store);
                topics.checkNowAndThen(store);
                if (unknown == null && (next.isEmpty() || !sent.isEmpty())) {
                    state.getsOn();
                }
                if (gathers) {
                    commit(outgoing, store, next);
                    save(store);
                    next = new Batch();
                    gathers = false;
                    Thread.sleep(properties.gatherFor());
                } else if (next.isEmpty()) {
                    rest(store);
                }
                sent = next;
            }
        }
    }

    /** Before the first send after a start or a failure: what was acknowledged is saved, and that one can save is known. */
    private void prepare(RelayStore store) throws SQLException {
        save(store);
        store.touch();
        state.behindBy(behind(store.look()));
    }

    private void commit(Outgoing outgoing, RelayStore store, Batch batch)
            throws SQLException, ExecutionException, InterruptedException {
        if (!batch.isEmpty()) {
            outgoing.commit(batch, store::beat);
            topics.compare(batch);
            acknowledged = batch;
        }
    }

    private void save(RelayStore store) throws SQLException {
        Batch batch = acknowledged;
        if (batch != null) {
            store.save(batch);
            acknowledged = null;
            state.behindBy(Math.max(0, state.lag() - batch.size()));
        }
    }

    /** Waits for a commit, here or elsewhere, or for the next look. */
    private void rest(RelayStore store) throws SQLException, InterruptedException {
        if (holes.any()) {
            Thread.sleep(WHILE_A_HOLE_IS_OPEN);
            return;
        }
        long until = System.nanoTime() + properties.pollInterval().toNanos();
        while (isRunning() && System.nanoTime() < until && !store.wasTold()) {
            if (signal.await(BETWEEN_TELLINGS)) {
                return;
            }
            store.beatNowAndThen();
        }
    }

    /**
     * The next rows of all sources, up to a hole. How much there is is looked at before, so that it shows in any case.
     *
     * @throws RelaySource.UnknownAggregate if nothing else is left to be sent
     */
    private Batch read(RelayStore store, Batch before) throws SQLException {
        Map<RelaySource, RelayStore.Stand> stands = store.look();
        state.behindBy(behind(stands));
        unknown = null;
        Batch batch = new Batch();
        for (RelaySource source : RelaySource.values()) {
            RelayStore.Stand stand = Objects.requireNonNull(stands.get(source));
            try {
                read(store, source, stand, position(stand, before.parts().get(source)), batch);
            } catch (RelaySource.UnknownAggregate stops) {
                unknown = stops;
            }
        }
        if (unknown != null && batch.isEmpty() && before.isEmpty()) {
            throw unknown;
        }
        return batch;
    }

    private void read(RelayStore store, RelaySource source, RelayStore.Stand stand, long position, Batch batch)
            throws SQLException {
        if (stand.highest() <= position || !holes.look(store.connection(), source)) {
            return;
        }
        List<RelaySource.Row> rows = source.after(store.connection(), position, properties.batchSizeMax(), origin);
        List<RelaySource.Row> ready = holes.before(store.connection(), source, position, stand.highest(), rows);
        batch.add(source, ready, stand.moved());
        gathers |= rows.size() >= properties.gatherFrom()
                && (rows.size() < properties.batchSizeMax() || ready.size() < rows.size());
    }

    private static long behind(Map<RelaySource, RelayStore.Stand> stands) {
        return stands.values().stream()
                .mapToLong(stand -> Math.max(0, stand.highest() - stand.position()))
                .sum();
    }

    /** Behind what is on its way, unless the position was put back since that was read. */
    private static long position(RelayStore.Stand stand, Batch.@Nullable Part onTheWay) {
        return onTheWay == null || onTheWay.moved() != stand.moved() ? stand.position() : onTheWay.position();
    }

    /** Ended by a stop only after its time. */
    private void sleep(Duration rest) {
        try {
            long until = System.nanoTime() + rest.toNanos();
            while (isRunning() && System.nanoTime() < until) {
                signal.await(BETWEEN_TELLINGS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
