package health.authz.killtest;

import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import health.authz.stack.LocalStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What Kafka tells of the authorizations of one organisation, read on from where it was left. */
final class Told implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private final KafkaConsumer<String, String> consumer;
    private final List<TopicPartition> partitions;
    private final Map<String, String> events = new HashMap<>();
    private final Set<String> authorizations = new HashSet<>();
    private String organisation = "";
    private long others;

    Told(LocalStack stack) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.kafkaBootstrap(),
                        "max.poll.records",
                        5_000,
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
        partitions = consumer.partitionsFor(Topics.AUTH_EVENTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** From here on another organisation is listened for. */
    void listenFor(String next) {
        events.clear();
        authorizations.clear();
        others = 0;
        organisation = next;
    }

    /** Reads what is there by now; the relay may tell a record again, but then it is the very same one. */
    void read() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
            consumer.poll(POLL).forEach(this::take);
        }
    }

    private void take(ConsumerRecord<String, String> told) {
        if (!organisation.equals(header(told, EventHeaders.TENANT_ID))) {
            return;
        }
        authorizations.add(told.key());
        String event = header(told, EventHeaders.ID);
        String known = events.putIfAbsent(told.key() + " " + header(told, EventHeaders.SEQUENCE), event);
        if (known != null && !known.equals(event)) {
            others++;
        }
    }

    /** Of so many authorizations each has so many events, numbered from 0, and no number stands for two events. */
    Tally tally(int rows, int eventsEach) {
        Tally each = Tally.of(authorizations.size(), rows).plus(new Tally(0, others));
        long missing = 0;
        for (String authorization : authorizations) {
            for (int sequence = 0; sequence < eventsEach; sequence++) {
                missing += events.containsKey(authorization + " " + sequence) ? 0 : 1;
            }
        }
        long wanted = (long) authorizations.size() * eventsEach;
        return each.plus(new Tally(missing, events.size() - (wanted - missing)));
    }

    private static String header(ConsumerRecord<?, ?> told, String name) {
        var header = told.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
