package health.authz.platform.topics;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Whether topics hold everything that was ever told, as their writers say it to readers that must know. Kafka keeps it beside the
 * topics, as offsets of a group that nobody reads with: what is said of a topic is lost with the topic.
 */
public final class WholeTopics {
    private static final String GROUP = "authz-whole-topics";
    private static final String WHOLE = " whole";
    private static final String IN_PIECES = " in-pieces";

    private WholeTopics() {}

    /**
     * What is said of a partition.
     *
     * @param topicId of the topic that it was said of
     * @param whole false while what was lost is not told again
     */
    public record Said(String topicId, boolean whole) {}

    /** @throws KafkaException if the broker does not take it */
    public static void say(Admin admin, Map<TopicPartition, Said> said) {
        Map<TopicPartition, OffsetAndMetadata> kept = new HashMap<>();
        said.forEach((partition, of) ->
                kept.put(partition, new OffsetAndMetadata(0, of.topicId() + (of.whole() ? WHOLE : IN_PIECES))));
        try {
            admin.alterConsumerGroupOffsets(GROUP, kept).all().get();
        } catch (ExecutionException failed) {
            throw new KafkaException("what topics hold cannot be said", failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new KafkaException(stopping);
        }
    }

    /** Of partitions of which nobody has said anything, nothing. @throws KafkaException if the broker does not answer */
    public static Map<TopicPartition, Said> of(Admin admin, Collection<String> topics) {
        Map<TopicPartition, Said> said = new HashMap<>();
        try {
            admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, kept) -> {
                        if (kept != null && topics.contains(partition.topic())) {
                            said.put(partition, said(kept.metadata()));
                        }
                    });
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof GroupIdNotFoundException) {
                return Map.of(); // nobody has said anything yet
            }
            throw new KafkaException("what topics hold cannot be asked", failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new KafkaException(stopping);
        }
        return said;
    }

    private static Said said(String metadata) {
        return new Said(metadata.replace(WHOLE, "").replace(IN_PIECES, ""), metadata.endsWith(WHOLE));
    }
}
