package health.authz.platform.relay;

import health.authz.events.envelope.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Before the relay begins: what the topics hold behind that which it has saved was sent just before a crash, and is in the
 * store. Where it is not, the store is an older one than Kafka knows.
 */
class TailGuard implements TopicGuard {
    /** Of each partition the last ones are looked at: what is too much lies at the end. */
    private static final long LOOKED_AT = 500;
    /** The mark behind the last transaction; no record follows it. */
    private static final long MARK = 1;

    private static final Duration LOOKING_AT_MOST = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);
    private final TopicGuard topics;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /** @param consumers that see only what is committed */
    TailGuard(TopicGuard topics, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.topics = topics;
        this.consumers = consumers;
    }

    /**
     * An event, as Kafka tells of it.
     *
     * @param time of its making; another event at the same place of the stream has another one
     */
    record Told(String aggregateId, long sequence, String time) {
        static Optional<Told> of(ConsumerRecord<byte[], byte[]> record) {
            String sequence = text(record, EventHeaders.SEQUENCE);
            return sequence.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Told(
                            text(record, EventHeaders.SUBJECT),
                            Long.parseLong(sequence),
                            text(record, EventHeaders.TIME)));
        }

        private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
            Header header = record.headers().lastHeader(name);
            return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        }
    }

    /** @throws KafkaAhead if Kafka tells of events that the store does not hold */
    @Override
    public void check(RelayStore store) throws SQLException {
        topics.check(store);
        Map<TopicPartition, Long> reach = store.reach();
        if (!reach.isEmpty()) {
            List<Told> unknown = store.unknownOf(tails(store, reach));
            if (!unknown.isEmpty()) {
                Told first = unknown.getFirst();
                throw new KafkaAhead("Kafka tells of event " + first.sequence() + " of " + first.aggregateId() + " at "
                        + first.time() + ", which the store does not hold (" + unknown.size() + " of the last ones)");
            }
        }
    }

    private List<Told> tails(RelayStore store, Map<TopicPartition, Long> reach) throws SQLException {
        List<Told> told = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            Map<TopicPartition, Long> open = new HashMap<>();
            consumer.endOffsets(reach.keySet()).forEach((partition, end) -> {
                if (end > reach.getOrDefault(partition, 0L) + MARK) {
                    open.put(partition, end);
                }
            });
            consumer.assign(open.keySet());
            open.forEach((partition, end) ->
                    consumer.seek(partition, Math.max(reach.getOrDefault(partition, 0L), end - LOOKED_AT)));
            long until = System.nanoTime() + LOOKING_AT_MOST.toNanos();
            while (!open.isEmpty()) {
                store.beat();
                consumer.poll(POLL).forEach(record -> Told.of(record).ifPresent(told::add));
                open.entrySet().removeIf(each -> consumer.position(each.getKey()) >= each.getValue());
                if (System.nanoTime() > until) {
                    throw new KafkaException("the ends of " + open.keySet() + " could not be read");
                }
            }
        }
        return told;
    }

    @Override
    public void checkNowAndThen(RelayStore store) throws SQLException {
        topics.checkNowAndThen(store);
    }

    @Override
    public void compare(Batch acknowledged) {
        topics.compare(acknowledged);
    }
}
