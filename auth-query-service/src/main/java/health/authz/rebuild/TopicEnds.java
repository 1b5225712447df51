package health.authz.rebuild;

import health.authz.platform.topics.WholeTopics.Said;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What Kafka says about where topics begin and end. */
interface TopicEnds {
    /** Offsets of the first record that is kept and of the next one to be written and committed. */
    record Range(long begin, long end) {}

    /**
     * Ranges of all partitions; a topic that does not exist yet has none.
     *
     * @throws KafkaIsAway if it does not answer
     */
    Map<TopicPartition, Range> of(Collection<String> topics);

    /**
     * Those of the partitions that have no record between an offset and an end: what lies there are marks of transactions, or
     * was compacted away, and no consumer is ever given it.
     *
     * @throws KafkaIsAway if it does not answer
     */
    Set<TopicPartition> withoutRecords(Map<TopicPartition, Range> between);

    /**
     * What their writers say of the partitions of topics; nothing of those of which they say nothing.
     *
     * @throws KafkaIsAway if it does not answer
     */
    Map<TopicPartition, Said> said(Collection<String> topics);

    /** Kafka does not answer; ask again. */
    class KafkaIsAway extends RuntimeException {
        KafkaIsAway(Throwable cause) {
            super(cause.getClass().getSimpleName(), cause);
        }
    }
}
