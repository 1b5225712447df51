package health.authz.benchmarks;

import health.authz.events.envelope.Topics;
import health.authz.stack.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What stands in Kafka. */
final class Broker {
    private static final Duration POLL = Duration.ofMillis(500);

    private Broker() {}

    /** With the settings of the relay's own producer. */
    static KafkaProducer<byte[], byte[]> producer(LocalStack stack) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.kafkaBootstrap(),
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "compression.type",
                        "lz4",
                        "linger.ms",
                        2,
                        "batch.size",
                        128 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Makes the topic where it is missing. */
    static void topic(LocalStack stack, String name, int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()))) {
            if (!admin.listTopics().names().get().contains(name)) {
                admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                        .all()
                        .get();
            }
        }
    }

    /** Records of authorization events so far, repetitions and the ends of transactions included. */
    static long count(LocalStack stack) {
        return ends(stack, Topics.AUTH_EVENTS).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Where each partition of a topic ends. */
    static Map<TopicPartition, Long> ends(LocalStack stack, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(stack)) {
            return consumer.endOffsets(partitions(consumer, topic));
        }
    }

    /** About the last records of authorization events, exactly so many. */
    static List<ProducerRecord<byte[], byte[]>> last(LocalStack stack, int count) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(stack)) {
            List<TopicPartition> partitions = partitions(consumer, Topics.AUTH_EVENTS);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long each = count / partitions.size() * 2L;
            ends.forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - each)));
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(count);
            while (records.size() < count) {
                var polled = consumer.poll(POLL);
                Wait.check(!polled.isEmpty(), () -> "the topic holds fewer records than " + count);
                polled.forEach(record -> {
                    if (records.size() < count) {
                        records.add(new ProducerRecord<>(
                                record.topic(), null, record.key(), record.value(), record.headers()));
                    }
                });
            }
            return records;
        }
    }

    static KafkaConsumer<byte[], byte[]> consumer(LocalStack stack) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.kafkaBootstrap(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toList());
    }
}
