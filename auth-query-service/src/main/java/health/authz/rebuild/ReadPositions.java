package health.authz.rebuild;

import com.mongodb.client.model.Filters;
import health.authz.events.envelope.Topics;
import health.authz.rebuild.TopicEnds.KafkaIsAway;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** How far consumers of all instances have applied what they read, as it stands beside the rows. */
public class ReadPositions {
    private final ReadModel model;
    private final TopicEnds topics;
    private final Supplier<Map<String, Set<String>>> topicsByConsumer;

    ReadPositions(ReadModel model, TopicEnds topics, Supplier<Map<String, Set<String>>> topicsByConsumer) {
        this.model = model;
        this.topics = topics;
        this.topicsByConsumer = topicsByConsumer;
    }

    /** Whether every consumer of these partitions has applied all before the offsets; others concern nothing that is listed. */
    public boolean haveReached(Map<TopicPartition, Long> offsets) {
        Map<String, Long> wanted = new HashMap<>();
        topicsByConsumer
                .get()
                .forEach((consumer, topics) -> offsets.forEach((partition, next) -> {
                    if (topics.contains(partition.topic())) {
                        wanted.put(MongoPositions.id(consumer, partition), next);
                    }
                }));
        model.checkpoints()
                .find(Filters.in("_id", wanted.keySet()))
                .forEach(stored -> wanted.computeIfPresent(
                        stored.getString("_id"),
                        (id, next) -> stored.get("next", Number.class).longValue() >= next ? null : next));
        return wanted.isEmpty();
    }

    /** Whether there is a Kafka to read from. */
    public boolean canGetOn() {
        try {
            topics.of(Set.of(Topics.AUTH_EVENTS));
            return true;
        } catch (KafkaIsAway away) {
            return false;
        }
    }
}
