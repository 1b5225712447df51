package health.authz.rebuild;

import health.authz.platform.topics.WholeTopics;
import health.authz.platform.topics.WholeTopics.Said;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Asks the brokers, as a consumer sees them that reads what is committed. */
final class KafkaTopicEnds implements TopicEnds, AutoCloseable {
    private static final int ANSWER_WITHIN_MILLIS = 3_000;
    private static final Duration LOOKING_AT_MOST = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private final String bootstrapServers;
    private @Nullable Admin admin;

    KafkaTopicEnds(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public Map<TopicPartition, Range> of(Collection<String> topics) {
        try {
            Set<TopicPartition> partitions = partitions(topics);
            Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
            Map<TopicPartition, Range> ranges = new HashMap<>();
            ends.forEach((partition, end) -> ranges.put(partition, new Range(begins.getOrDefault(partition, 0L), end)));
            return ranges;
        } catch (ExecutionException | KafkaException away) {
            throw new KafkaIsAway(away);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new KafkaIsAway(stopping);
        }
    }

    @Override
    public Map<TopicPartition, Said> said(Collection<String> topics) {
        try {
            return WholeTopics.of(admin(), topics);
        } catch (KafkaException away) {
            throw new KafkaIsAway(away);
        }
    }

    /** Made when it is first needed, because an address that cannot be resolved yet is no reason not to start. */
    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    bootstrapServers,
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    ANSWER_WITHIN_MILLIS,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    ANSWER_WITHIN_MILLIS));
        }
        return admin;
    }

    private Set<TopicPartition> partitions(Collection<String> topics) throws ExecutionException, InterruptedException {
        Set<TopicPartition> partitions = new HashSet<>();
        for (KafkaFuture<TopicDescription> topic :
                admin().describeTopics(topics).topicNameValues().values()) {
            try {
                TopicDescription description = topic.get();
                description
                        .partitions()
                        .forEach(each -> partitions.add(new TopicPartition(description.name(), each.partition())));
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failed;
                }
            }
        }
        return partitions;
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin().listOffsets(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), each -> which)),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** Reads from the offset on: only a consumer's own position passes over what is no record. */
    @Override
    public Set<TopicPartition> withoutRecords(Map<TopicPartition, Range> between) {
        Set<TopicPartition> open = new HashSet<>(between.keySet());
        Set<TopicPartition> without = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings())) {
            consumer.assign(open);
            open.forEach(each -> consumer.seek(each, require(between, each).begin()));
            long end = System.nanoTime() + LOOKING_AT_MOST.toNanos();
            while (!open.isEmpty() && System.nanoTime() < end) {
                consumer.poll(POLL).partitions().forEach(open::remove);
                for (TopicPartition each : Set.copyOf(open)) {
                    if (consumer.position(each) >= require(between, each).end()) {
                        open.remove(each);
                        without.add(each);
                    }
                }
                consumer.pause(consumer.assignment().stream()
                        .filter(each -> !open.contains(each))
                        .toList());
            }
        } catch (KafkaException away) {
            throw new KafkaIsAway(away);
        }
        return without;
    }

    private static Range require(Map<TopicPartition, Range> between, TopicPartition partition) {
        return Objects.requireNonNull(between.get(partition));
    }

    private Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                1_024,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_WITHIN_MILLIS);
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
