package health.authz.platform.check;

import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.StreamKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the events of the last days in Kafka, each by its aggregate and its place in that one's stream: numbers alone
 * would prove nothing, because a double hides a loss.
 *
 * <p>Stored events are taken from the newest down, so many at once; Kafka is read from shortly before the oldest of them on,
 * until all are found. What is not found before the end is missing. An event is known by 64 bits: among ten million records
 * the odds that one of them stands in for a lost event are 1 in 1.8 million million.
 */
class MissingEvents {
    private static final Logger log = LoggerFactory.getLogger(MissingEvents.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int PAGE = 10_000;
    private static final int NAMED_MAX = 10;
    private static final String STORED = """
            select global_index, aggregate_identifier, sequence_number, time_stamp, type from domain_event_entry
             where global_index < ? order by global_index desc limit\s""" + PAGE;
    private static final String NAMED = """
            select aggregate_identifier, sequence_number, global_index, time_stamp from domain_event_entry
             where global_index >= ? and global_index <= ?""";
    private static final String RELAYED =
            "select coalesce(max(position), 0) from relay_position where source = 'domain_event_entry'";

    private final Connection connection;
    private final Consumer<byte[], byte[]> consumer;
    private final CheckProperties properties;
    private final Instant now;

    /**
     * @param connection reads one page after the other, each in a transaction of its own
     * @param now by the clock that stamps events
     */
    MissingEvents(Connection connection, Consumer<byte[], byte[]> consumer, CheckProperties properties, Instant now) {
        this.connection = connection;
        this.consumer = consumer;
        this.properties = properties;
        this.now = now;
    }

    /** How many events were looked for, and how many of them were not found. */
    record Found(long events, long missing) {}

    /** Some events that are looked for in one reading. */
    private final class Slice {
        private final LongSet events = new LongSet();
        private final Set<String> topics = new TreeSet<>();
        private Instant oldest = now;
        private long lowest = Long.MAX_VALUE;
        private long highest = Long.MIN_VALUE;

        void add(ResultSet row, String topic, Instant stored) throws SQLException {
            events.add(place(row.getString(2), row.getString(3)));
            topics.add(topic);
            oldest = stored.isBefore(oldest) ? stored : oldest;
            lowest = Math.min(lowest, row.getLong(1));
            highest = Math.max(highest, row.getLong(1));
        }
    }

    /** @throws org.apache.kafka.common.errors.InterruptException if this thread is to stop */
    Found check() throws SQLException {
        Instant end = now.minus(properties.settled());
        Instant begin = now.minus(properties.window());
        long below = number(RELAYED) + 1;
        long events = 0;
        long missing = 0;
        boolean more = true;
        while (more) {
            Slice slice = new Slice();
            while (more && slice.events.size() < properties.eventsAtOnce()) {
                long next = fill(slice, below, begin, end);
                more = next < below;
                below = next;
            }
            events += slice.events.size();
            missing += missingOf(slice);
        }
        return new Found(events, missing);
    }

    /** @return where to go on; the same place again if there is nothing left of the time that is looked at */
    private long fill(Slice slice, long below, Instant begin, Instant end) throws SQLException {
        long lowest = below;
        boolean any = false;
        try (PreparedStatement read = connection.prepareStatement(STORED)) {
            read.setLong(1, below);
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    lowest = row.getLong(1);
                    Instant stored = Instant.parse(row.getString(4));
                    any |= !stored.isBefore(begin);
                    Optional<StreamKind> kind = StreamKind.of(row.getString(5));
                    if (kind.isPresent() && !stored.isBefore(begin) && !stored.isAfter(end)) {
                        slice.add(row, kind.get().topic(), stored);
                    }
                }
            }
        }
        return any ? lowest : below;
    }

    private long missingOf(Slice slice) throws SQLException {
        if (slice.events.size() == 0) {
            return 0;
        }
        look(slice);
        int missing = slice.events.left();
        if (missing > 0) {
            name(slice);
        }
        return missing;
    }

    private void look(Slice slice) throws SQLException {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(slice.topics));
        Map<TopicPartition, Long> begins = begins(ends.keySet(), slice.oldest);
        begins.entrySet().removeIf(begin -> begin.getValue() >= ends.getOrDefault(begin.getKey(), 0L));
        consumer.assign(begins.keySet());
        begins.forEach(consumer::seek);
        while (slice.events.left() > 0
                && begins.keySet().stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                var id = record.headers().lastHeader(EventHeaders.ID);
                if (id != null) {
                    slice.events.tick(Fingerprint.of(id.value(), 0));
                }
            }
        }
        consumer.assign(List.of());
    }

    private List<TopicPartition> partitions(Collection<String> topics) {
        Set<String> there = consumer.listTopics().keySet();
        return topics.stream()
                .filter(there::contains)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Kafka stamps by a clock of its own, and the clock of a demonstration runs days ahead of it. */
    private Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions, Instant oldest)
            throws SQLException {
        Duration ahead = Duration.between(databaseTime(), now);
        long from = oldest.minus(ahead.isNegative() ? Duration.ZERO : ahead)
                .minus(properties.margin())
                .toEpochMilli();
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, from)));
        Map<TopicPartition, Long> begins = new HashMap<>();
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                begins.put(partition, found.offset());
            }
        });
        return begins;
    }

    /** Ids only. */
    private void name(Slice slice) throws SQLException {
        int named = 0;
        try (PreparedStatement read = connection.prepareStatement(NAMED)) {
            read.setFetchSize(PAGE);
            read.setLong(1, slice.lowest);
            read.setLong(2, slice.highest);
            try (ResultSet row = read.executeQuery()) {
                while (row.next() && named < NAMED_MAX) {
                    long place = place(row.getString(1), row.getString(2));
                    if (slice.events.contains(place) && !slice.events.isTicked(place)) {
                        named++;
                        log.error(
                                "event {}:{}, stored at position {} at {}, is not in Kafka",
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getString(4));
                    }
                }
            }
        }
    }

    private static long place(String aggregateId, String seq) {
        return Fingerprint.of(aggregateId + ":" + seq, 0);
    }

    private Instant databaseTime() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select now()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
