package health.authz.platform.consuming;

import health.authz.events.envelope.EventTypes;
import health.authz.events.envelope.Topics;
import health.authz.platform.consuming.ParkingLot.Parked;
import health.authz.platform.consuming.ParkingLot.Waiting;
import health.authz.platform.store.StoreTrouble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Reads topics from where their effects stand, applies batches, and parks what cannot be applied.
 *
 * <p>The consumer group only shares out partitions. The offset lives beside the effects; if it is not what this consumer
 * believes, because the database was emptied or another instance took over, reading goes on from what is stored.
 */
public class StreamConsumer
        implements BatchConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(StreamConsumer.class);
    private static final int TAKE_UP_AT_ONCE = 100;
    private static final int TOLD_OF_A_BATCH_MAX = 5;

    private final String name;
    private final BatchHandler handler;
    private final Positions positions;
    private final ParkingLot parkingLot;
    private final TransactionOperations transaction;
    private final Predicate<String> knownTypes;
    private final Map<TopicPartition, Long> believed = new ConcurrentHashMap<>();
    private volatile Map<TopicPartition, Long> appliedBeforeFailure = Map.of();
    private final AtomicLong lag = new AtomicLong();
    /** Who applies, parks or releases; a replay comes on a thread of its own. */
    private final ReentrantLock applying = new ReentrantLock();

    private final Parking parking;
    /** What is parked of the partitions that were assigned is still to be tried with what this version knows. */
    private boolean takeUpDue;

    private volatile @Nullable TopicLives lives;
    private volatile Map<String, String> topicIds = Map.of();

    public StreamConsumer(
            String name,
            BatchHandler handler,
            Positions positions,
            ParkingLot parkingLot,
            TransactionOperations transaction) {
        this(name, handler, positions, parkingLot, transaction, type -> EventTypes.classOf(type)
                .isPresent());
    }

    /** @param knownTypes event types that the handler can read */
    public StreamConsumer(
            String name,
            BatchHandler handler,
            Positions positions,
            ParkingLot parkingLot,
            TransactionOperations transaction,
            Predicate<String> knownTypes) {
        this.name = name;
        this.handler = handler;
        this.positions = positions;
        this.parkingLot = parkingLot;
        this.transaction = transaction;
        this.knownTypes = knownTypes;
        this.parking = new Parking(name, parkingLot);
    }

    public String name() {
        return name;
    }

    /** Records behind the end of the partitions, as of the last batch. */
    public long lag() {
        return lag.get();
    }

    public ParkingLot parkingLot() {
        return parkingLot;
    }

    /** Also takes up what was parked of these partitions: what barred it may be mended, or known to this version. */
    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        appliedBeforeFailure = Map.of();
        seek(consumer, partitions);
        takeUpDue = true;
        try {
            takeUp(consumer);
        } catch (RuntimeException failed) {
            log.warn("{}: what is parked is taken up later: {}", name, failed.toString());
        }
    }

    /** Positions belong to topics, which this tells. */
    void readsBy(TopicLives told) {
        lives = told;
    }

    /** Ids of the topics that it reads partitions of, by name; empty where the broker did not tell. */
    Map<String, String> topicIds() {
        return topicIds;
    }

    /** Where the broker does not answer, reading goes on at what is stored, and is looked at once more. */
    private void settle(Collection<TopicPartition> partitions) {
        TopicLives told = lives;
        if (told == null || partitions.isEmpty()) {
            topicIds = Map.of();
            return;
        }
        Map<String, String> ids = new HashMap<>();
        partitions.forEach(partition -> ids.put(partition.topic(), ""));
        try {
            Map<TopicPartition, TopicLife> now = told.of(partitions);
            transaction.executeWithoutResult(status -> positions
                    .settle(name, now)
                    .forEach(partition -> log.warn(
                            "{}: {} is not what it has read, it is read from the beginning", name, partition)));
            now.forEach((partition, life) -> ids.put(partition.topic(), life.id()));
        } catch (KafkaException away) {
            log.warn("{}: Kafka does not say which topics it reads: {}", name, away.toString());
        }
        topicIds = Map.copyOf(ids);
    }

    private void seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        parking.forget();
        settle(partitions);
        positions.load(name, partitions).forEach((partition, next) -> {
            believed.put(partition, next);
            consumer.seek(partition, next);
        });
    }

    private void takeUp(Consumer<?, ?> consumer) {
        if (takeUpDue) {
            takeUp(consumer.assignment());
            takeUpDue = false;
        }
    }

    /** Applies what can be applied now of what is parked; of a partition that another instance reads, that one does. */
    void takeUp(Collection<TopicPartition> partitions) {
        List<Subject> subjects = parkingLot.of(name, partitions);
        parking.found(subjects);
        for (int from = 0; from < subjects.size(); from += TAKE_UP_AT_ONCE) {
            List<Subject> some = subjects.subList(from, Math.min(from + TAKE_UP_AT_ONCE, subjects.size()));
            alone(() -> {
                try {
                    settle(List.of(), some, Map.of());
                } catch (Unsettled together) {
                    some.forEach(one -> settle(List.of(), List.of(one), Map.of()));
                }
            });
        }
    }

    private void alone(Runnable work) {
        applying.lock();
        try {
            work.run();
        } finally {
            applying.unlock();
        }
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> reading) {
        Consumer<?, ?> consumer = Objects.requireNonNull(reading);
        List<Received> batch = Received.of(records);
        batch.removeIf(this::wasApplied);
        appliedBeforeFailure = Map.of();
        try {
            takeUp(consumer);
            apply(batch);
        } catch (PositionMoved moved) {
            log.info("{}: positions were moved or emptied, reading goes on from what is stored", name);
            seek(consumer, consumer.assignment());
            takeUpDue = true;
        } catch (RuntimeException failed) {
            appliedBeforeFailure = Map.copyOf(believed);
            throw failed;
        }
        lag.set(consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum());
    }

    /** A batch that failed comes again whole, and a part of it may have been applied before. */
    private boolean wasApplied(Received record) {
        return record.offset() < appliedBeforeFailure.getOrDefault(record.topicPartition(), 0L);
    }

    void apply(List<Received> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> next = new LinkedHashMap<>();
        batch.forEach(record -> next.put(record.topicPartition(), record.offset() + 1));
        try {
            alone(() -> settle(InOrder.of(batch), List.of(), next));
        } catch (Unsettled broken) {
            apply(batch.subList(0, batch.size() / 2));
            apply(batch.subList(batch.size() / 2, batch.size()));
        }
    }

    /**
     * Applies all of it that can be applied, and parks the rest.
     *
     * @param asked subjects whose parked records are tried, beside those that the batch brings records of
     * @param next where the partitions stand afterwards
     * @return of each subject that is barred, why
     * @throws Unsettled if something unexpected is wrong with one of several records or subjects: try fewer
     */
    private Map<Subject, RecordRejected> settle(
            List<Received> batch, Collection<Subject> asked, Map<TopicPartition, Long> next) {
        Map<Subject, RecordRejected> barred = new HashMap<>();
        int most = Integer.MAX_VALUE;
        while (true) {
            Attempt attempt = new Attempt(batch, asked, barred, most);
            try {
                transaction.executeWithoutResult(status -> attempt.make(next));
                believed.putAll(next);
                attempt.over();
                return barred;
            } catch (RecordRejected rejected) {
                if (!standsWhereBelieved(next.keySet())) {
                    // In an emptied database every record looks like a gap; read again instead of parking them all.
                    throw new PositionMoved();
                }
                List<RecordRejected> all = rejected.all();
                all.forEach(one -> bar(barred, one));
                tell(all);
            } catch (PositionMoved | TransientDataAccessException | DataAccessResourceFailureException infrastructure) {
                throw infrastructure;
            } catch (TransactionException infrastructure) {
                throw infrastructure;
            } catch (RuntimeException unexpected) {
                if (isInfrastructure(unexpected)) {
                    throw unexpected;
                }
                if (batch.size() + asked.size() > 1) {
                    throw new Unsettled(unexpected);
                }
                if (!attempt.failedHandling()) {
                    throw unexpected;
                }
                List<Received> handed = attempt.handed();
                if (handed.size() > 1) {
                    most = handed.size() / 2;
                } else {
                    Received one = handed.getFirst();
                    one.onBehalf(() -> log.error("{}: {} is parked", name, one, unexpected));
                    bar(barred, new RecordRejected(one, unexpected.getClass().getSimpleName(), unexpected));
                }
            }
        }
    }

    private void bar(Map<Subject, RecordRejected> barred, RecordRejected one) {
        Received record = one.record();
        RecordRejected before = barred.put(Subject.of(record), one);
        if (before != null && before.record().isSameAs(record)) {
            throw new IllegalStateException(name + " was handed a record that it had refused: " + record, one);
        }
    }

    private void tell(List<RecordRejected> rejected) {
        rejected.stream().limit(TOLD_OF_A_BATCH_MAX).forEach(one -> one.record()
                .onBehalf(() -> log.error("{}: {} is parked: {}", name, one.record(), one.reason())));
        if (rejected.size() > TOLD_OF_A_BATCH_MAX) {
            log.error("{}: and {} more of this batch", name, rejected.size() - TOLD_OF_A_BATCH_MAX);
        }
    }

    private boolean standsWhereBelieved(Collection<TopicPartition> partitions) {
        return positions.load(name, partitions).entrySet().stream()
                .allMatch(stored -> stored.getValue().equals(believed.getOrDefault(stored.getKey(), 0L)));
    }

    /** A server that is away, elects a primary or lets nobody in; the batch is tried again until it is back. */
    private static boolean isInfrastructure(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return StoreTrouble.of(failure).isPresent();
    }

    /** One transaction's worth of work: rows first, then what is parked and what is let go, then the position. */
    private final class Attempt {
        private final List<Received> batch;
        private final Collection<Subject> asked;
        private final Map<Subject, RecordRejected> barred;
        private final int most;
        private Map<Subject, Line> lines = Map.of();
        private List<Waiting> toPark = List.of();
        private List<Parked> toRelease = List.of();
        private List<Received> handed = List.of();
        private boolean handling;

        Attempt(List<Received> batch, Collection<Subject> asked, Map<Subject, RecordRejected> barred, int most) {
            this.batch = batch;
            this.asked = asked;
            this.barred = barred;
            this.most = most;
        }

        List<Received> handed() {
            return handed;
        }

        boolean failedHandling() {
            return handling;
        }

        void make(Map<TopicPartition, Long> next) {
            List<Received> readable = batch.stream().allMatch(StreamConsumer.this::isReadable) ? batch : followed();
            Map<Subject, Long> parked = parking.of(readable);
            Set<Subject> special = new LinkedHashSet<>(asked);
            special.addAll(parked.keySet());
            special.addAll(barred.keySet());
            readable.stream().filter(record -> !isReadable(record)).forEach(record -> special.add(Subject.of(record)));
            if (special.isEmpty()) {
                handed = readable;
            } else {
                sort(readable, special, parked);
            }
            if (!handed.isEmpty()) {
                handling = true;
                Received.onBehalfOf(handed, () -> handler.handle(handed));
                handling = false;
            }
            if (!toPark.isEmpty()) {
                parkingLot.park(name, toPark);
            }
            if (!toRelease.isEmpty()) {
                parkingLot.release(name, toRelease);
            }
            next.forEach((partition, to) -> {
                long from = believed.getOrDefault(partition, 0L);
                if (!positions.move(name, partition, from, to)) {
                    throw new PositionMoved();
                }
            });
        }

        /** Without what cannot be read here and is none of the handler's business. */
        private List<Received> followed() {
            return batch.stream()
                    .filter(record -> isReadable(record) || handler.follows(record))
                    .toList();
        }

        private void sort(List<Received> readable, Set<Subject> special, Map<Subject, Long> parked) {
            Map<Subject, List<Received>> own = new HashMap<>();
            readable.forEach(record -> {
                Subject subject = Subject.of(record);
                if (special.contains(subject)) {
                    own.computeIfAbsent(subject, any -> new ArrayList<>()).add(record);
                }
            });
            lines = new LinkedHashMap<>();
            toPark = new ArrayList<>();
            toRelease = new ArrayList<>();
            for (Subject subject : special) {
                List<Received> mine = own.getOrDefault(subject, List.of());
                if (!asked.contains(subject) && parking.isInVain(subject, parked.get(subject), mine)) {
                    mine.forEach(record -> toPark.add(new Waiting(record, Line.FOLLOWS)));
                    continue;
                }
                boolean hasParked = asked.contains(subject) || parked.containsKey(subject);
                Line line = new Line(subject, hasParked ? parkingLot.parked(name, subject) : List.of(), mine)
                        .until(barred.get(subject), StreamConsumer.this::isReadable, most);
                lines.put(subject, line);
                toPark.addAll(line.toPark());
                toRelease.addAll(line.toRelease());
            }
            handed = inTheirPlaces(readable, special);
        }

        /** The log's order; what is late goes where the batch has records of the same subject. */
        private List<Received> inTheirPlaces(List<Received> readable, Set<Subject> special) {
            List<Received> free = new ArrayList<>(readable.size());
            Map<Subject, Integer> slots = new HashMap<>();
            for (Received record : readable) {
                Subject subject = Subject.of(record);
                Line line = lines.get(subject);
                if (line != null) {
                    free.addAll(line.freeAt(slots.merge(subject, 1, Integer::sum) - 1));
                } else if (!special.contains(subject)) {
                    free.add(record);
                }
            }
            lines.forEach((subject, line) -> {
                if (!slots.containsKey(subject)) {
                    free.addAll(line.free());
                }
            });
            return free;
        }

        /** It is stored: what is known of the lot is brought up to it. */
        void over() {
            lines.forEach((subject, line) -> parking.settled(subject, line));
            toPark.stream()
                    .filter(each -> each.reason().equals(Received.UNKNOWN_TYPE))
                    .forEach(each -> each.record()
                            .onBehalf(() -> log.error(
                                    "{}: {} is parked: this version does not know events of type {}",
                                    name,
                                    each.record(),
                                    each.record().type())));
            parking.changed(!toPark.isEmpty(), !toRelease.isEmpty());
        }
    }

    /** Directory records have no event types; where an event names none, the handler says what is wrong with it. */
    private boolean isReadable(Received record) {
        String type = record.type();
        return type.isEmpty() || knownTypes.test(type) || Topics.holdsStates(record.topic());
    }

    /**
     * Tries the parked records of a subject again, in the order of their places, after what hindered them was mended, with
     * those that are parked behind them meanwhile.
     *
     * @throws RecordRejected if one still cannot be applied; those before it are, it stays parked with all behind it
     */
    public void replay(Subject subject) {
        alone(() -> {
            while (!parkingLot.parked(name, subject).isEmpty()) {
                RecordRejected still =
                        settle(List.of(), List.of(subject), Map.of()).get(subject);
                if (still != null) {
                    throw still;
                }
            }
        });
    }

    /** Something unexpected in the middle of several. */
    private static final class Unsettled extends RuntimeException {
        Unsettled(RuntimeException unexpected) {
            super(unexpected);
        }
    }

    /** The stored position is not the believed one. */
    private static final class PositionMoved extends RuntimeException {
        PositionMoved() {
            super("position moved", null, false, false);
        }
    }
}
