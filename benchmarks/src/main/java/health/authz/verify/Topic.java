package health.authz.verify;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Topics, read from their beginning up to the ends that they had at one moment. */
final class Topic {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWERS = Duration.ofSeconds(30);

    private Topic() {}

    /** Where partitions end; a topic that does not exist has none. */
    static Map<TopicPartition, Long> ends(VerifyOptions options, Collection<String> topics) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(options)) {
            Set<String> there = consumer.listTopics(ANSWERS).keySet();
            List<TopicPartition> partitions = topics.stream()
                    .filter(there::contains)
                    .flatMap(topic -> consumer.partitionsFor(topic, ANSWERS).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            return consumer.endOffsets(partitions, ANSWERS);
        }
    }

    /**
     * Reads committed records, each partition in its order.
     *
     * @param progress is told how many records were read
     * @return where the last record of each partition ends: markers of transactions fill offsets too, and nobody is handed one
     */
    static Map<TopicPartition, Long> read(
            VerifyOptions options,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> taking,
            Consumer<Long> progress) {
        return readFrom(options, Map.of(), ends, taking, progress);
    }

    /** The same from these offsets on; from the beginning where there is none. */
    static Map<TopicPartition, Long> readFrom(
            VerifyOptions options,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> taking,
            Consumer<Long> progress) {
        Map<TopicPartition, Long> last = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(options)) {
            List<TopicPartition> open = new ArrayList<>(ends.keySet());
            consumer.assign(open);
            consumer.seekToBeginning(open);
            begins.forEach((partition, offset) -> {
                if (open.contains(partition)) {
                    consumer.seek(partition, offset);
                }
            });
            long read = 0;
            while (!open.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    if (record.offset() < ends.getOrDefault(partition, 0L)) {
                        taking.accept(record);
                        last.put(partition, record.offset() + 1);
                        read++;
                    }
                }
                progress.accept(read);
                List<TopicPartition> over = open.stream()
                        .filter(each -> consumer.position(each) >= ends.getOrDefault(each, 0L))
                        .toList();
                consumer.pause(over);
                open.removeAll(over);
            }
        }
        return last;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(VerifyOptions options) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        options.kafka(),
                        "client.id",
                        "verify",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "allow.auto.create.topics",
                        false,
                        "isolation.level",
                        "read_committed",
                        "fetch.max.bytes",
                        8 * 1024 * 1024,
                        "max.poll.records",
                        2_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    static String named(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::toString).sorted().collect(Collectors.joining(", "));
    }
}
