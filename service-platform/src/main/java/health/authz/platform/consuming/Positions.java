package health.authz.platform.consuming;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where a consumer stands, kept beside the effects of what it read (ADR 5). */
public interface Positions {
    /** The next offset to read; a partition that was never read is at 0. */
    Map<TopicPartition, Long> load(String consumer, Collection<TopicPartition> partitions);

    /**
     * Moves on.
     *
     * @return false, and nothing moved, if the stored position is not {@code from}: somebody else moved or emptied it
     */
    boolean move(String consumer, TopicPartition partition, long from, long to);
}
