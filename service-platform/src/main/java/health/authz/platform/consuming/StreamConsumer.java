package health.authz.platform.consuming;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    /** How the names of the driver's exceptions begin; services without MongoDB have no driver. */
    private static final List<String> MONGODB_IS_AWAY = Stream.of(
                    "Timeout",
                    "OperationTimeout",
                    "ExecutionTimeout",
                    "Socket",
                    "Interrupted",
                    "NotPrimary",
                    "NodeIsRecovering",
                    "ServerUnavailable",
                    "ConnectionPool",
                    "WriteConcern",
                    "Security")
            .map(kind -> "com.mongodb.Mongo" + kind)
            .toList();

    private final String name;
    private final BatchHandler handler;
    private final Positions positions;
    private final ParkingLot parkingLot;
    private final TransactionOperations transaction;
    private final Map<TopicPartition, Long> believed = new ConcurrentHashMap<>();
    private volatile Map<TopicPartition, Long> appliedBeforeFailure = Map.of();
    private final AtomicLong lag = new AtomicLong();
    private volatile @Nullable TopicLives lives;
    private volatile Map<String, String> topicIds = Map.of();

    public StreamConsumer(
            String name,
            BatchHandler handler,
            Positions positions,
            ParkingLot parkingLot,
            TransactionOperations transaction) {
        this.name = name;
        this.handler = handler;
        this.positions = positions;
        this.parkingLot = parkingLot;
        this.transaction = transaction;
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

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        appliedBeforeFailure = Map.of();
        seek(consumer, partitions);
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
        settle(partitions);
        positions.load(name, partitions).forEach((partition, next) -> {
            believed.put(partition, next);
            consumer.seek(partition, next);
        });
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> reading) {
        Consumer<?, ?> consumer = Objects.requireNonNull(reading);
        List<Received> batch = Received.of(records);
        batch.removeIf(this::wasApplied);
        appliedBeforeFailure = Map.of();
        try {
            apply(batch);
        } catch (PositionMoved moved) {
            log.info("{}: positions were moved or emptied, reading goes on from what is stored", name);
            seek(consumer, consumer.assignment());
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
        List<RecordRejected> rejected = new ArrayList<>();
        while (true) {
            try {
                transaction.executeWithoutResult(status -> attempt(batch, rejected, next));
                believed.putAll(next);
                return;
            } catch (RecordRejected one) {
                if (!standsWhereBelieved(next.keySet())) {
                    // In an emptied database every record looks like a gap; read again instead of parking them all.
                    throw new PositionMoved();
                }
                one.record().onBehalf(() -> log.error("{}: {} is parked: {}", name, one.record(), one.reason()));
                rejected.add(one);
            } catch (PositionMoved | TransientDataAccessException | DataAccessResourceFailureException infrastructure) {
                throw infrastructure;
            } catch (TransactionException infrastructure) {
                throw infrastructure;
            } catch (RuntimeException unexpected) {
                boolean parkingFailed = batch.size() == 1 && !rejected.isEmpty();
                if (isInfrastructure(unexpected) || parkingFailed) {
                    throw unexpected;
                }
                if (batch.size() == 1) {
                    batch.getFirst().onBehalf(() -> log.error("{}: {} is parked", name, batch.getFirst(), unexpected));
                    rejected.add(new RecordRejected(
                            batch.getFirst(), unexpected.getClass().getSimpleName(), unexpected));
                } else {
                    apply(batch.subList(0, batch.size() / 2));
                    apply(batch.subList(batch.size() / 2, batch.size()));
                    return;
                }
            }
        }
    }

    private boolean standsWhereBelieved(Collection<TopicPartition> partitions) {
        return positions.load(name, partitions).entrySet().stream()
                .allMatch(stored -> stored.getValue().equals(believed.getOrDefault(stored.getKey(), 0L)));
    }

    /** A server that is away, elects a primary or lets nobody in; the batch is tried again until it is back. */
    private static boolean isInfrastructure(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String type = cause.getClass().getName();
            if (cause instanceof IOException || MONGODB_IS_AWAY.stream().anyMatch(type::startsWith)) {
                return true;
            }
        }
        return false;
    }

    private void attempt(List<Received> batch, List<RecordRejected> rejected, Map<TopicPartition, Long> next) {
        Map<String, Set<String>> parkedKeys = new HashMap<>();
        batch.stream()
                .collect(Collectors.groupingBy(Received::topic, Collectors.mapping(Received::key, Collectors.toSet())))
                .forEach((topic, keys) ->
                        parkedKeys.put(topic, new HashSet<>(parkingLot.parkedKeys(name, topic, keys))));
        List<Received> free = new ArrayList<>(batch.size());
        for (Received record : batch) {
            Set<String> parked = parkedKeys.getOrDefault(record.topic(), Set.of());
            RecordRejected now = rejected.stream()
                    .filter(one -> one.record().topic().equals(record.topic())
                            && one.record().partition() == record.partition()
                            && one.record().offset() == record.offset())
                    .findFirst()
                    .orElse(null);
            if (now != null) {
                parkingLot.park(name, record, now.reason());
                parked.add(record.key());
            } else if (parked.contains(record.key())) {
                parkingLot.park(name, record, "follows a parked record");
            } else {
                free.add(record);
            }
        }
        if (!free.isEmpty()) {
            Received.onBehalfOf(free, () -> handler.handle(free));
        }
        next.forEach((partition, to) -> {
            long from = believed.getOrDefault(partition, 0L);
            if (!positions.move(name, partition, from, to)) {
                throw new PositionMoved();
            }
        });
    }

    /**
     * Tries the parked records of a key again, after what hindered them was mended, with those that are parked behind them
     * meanwhile. One that is parked in the very moment of the release stays; it is shown and tried again like any other.
     *
     * @throws RecordRejected if one still cannot be applied; it stays parked with all behind it
     */
    public void replay(String topic, String key) {
        transaction.executeWithoutResult(status -> {
            for (List<Received> waiting = parkingLot.parked(name, topic, key);
                    !waiting.isEmpty();
                    waiting = parkingLot.parked(name, topic, key)) {
                List<Received> now = waiting;
                Received.onBehalfOf(now, () -> handler.handle(now));
                parkingLot.release(name, topic, key, now.getLast().offset());
            }
        });
    }

    /** The stored position is not the believed one. */
    private static final class PositionMoved extends RuntimeException {
        PositionMoved() {
            super("position moved", null, false, false);
        }
    }
}
