package health.authz.platform.consuming;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Where a consumer stands, kept beside the effects of what it read (ADR 5). */
public interface Positions {
    /** The next offset to read; a partition that was never read is at 0. */
    Map<TopicPartition, Long> load(String consumer, Collection<TopicPartition> partitions);

    /**
     * Notes the topics that positions belong to, and puts a position back to 0 where it belongs to another one, or lies behind
     * the end of what there is: what was read under its name is not in this topic. Records that are parked of such a partition
     * will be read and judged once more, and are forgotten.
     *
     * @return the partitions whose positions were put back
     */
    Set<TopicPartition> settle(String consumer, Map<TopicPartition, TopicLife> now);

    /**
     * Moves on.
     *
     * @return false, and nothing moved, if the stored position is not {@code from}: somebody else moved or emptied it
     */
    boolean move(String consumer, TopicPartition partition, long from, long to);
}
