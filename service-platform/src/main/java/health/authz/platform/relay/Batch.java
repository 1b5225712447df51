package health.authz.platform.relay;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Rows of all sources that travel together, in one transaction of Kafka's. */
class Batch {
    /** Where an organisation's records have come to. */
    record Reach(String tenant, TopicPartition partition) {}

    /**
     * Rows of one source.
     *
     * @param moved how often the position had been put back when they were read
     */
    record Part(List<RelaySource.Row> rows, long moved) {
        long position() {
            return rows.getLast().position();
        }
    }

    private final Map<RelaySource, Part> parts = new EnumMap<>(RelaySource.class);
    private final Map<Reach, Long> reached = new HashMap<>();

    void add(RelaySource source, List<RelaySource.Row> rows, long moved) {
        if (!rows.isEmpty()) {
            parts.put(source, new Part(rows, moved));
        }
    }

    Map<RelaySource, Part> parts() {
        return parts;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    int size() {
        return parts.values().stream().mapToInt(part -> part.rows().size()).sum();
    }

    /** The offset behind a record that Kafka has acknowledged. */
    void reached(String tenant, TopicPartition partition, long nextOffset) {
        reached.merge(new Reach(tenant, partition), nextOffset, Math::max);
    }

    Map<Reach, Long> reached() {
        return reached;
    }
}
