package health.authz.platform.consuming;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks the broker which topics live under their names. */
class TopicLives implements AutoCloseable {
    private static final int ANSWER_WITHIN_MILLIS = 5_000;
    private final String bootstrapServers;
    private @Nullable Admin admin;

    TopicLives(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Ids and ends; of a partition that does not exist, nothing.
     *
     * @throws KafkaException if the broker does not answer
     */
    Map<TopicPartition, TopicLife> of(Collection<TopicPartition> partitions) {
        Map<String, String> ids =
                ids(partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        Map<TopicPartition, TopicLife> lives = new HashMap<>();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.stream()
                .filter(partition -> ids.containsKey(partition.topic()))
                .forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        get(admin().listOffsets(wanted).all())
                .forEach((partition, end) ->
                        lives.put(partition, new TopicLife(ids.getOrDefault(partition.topic(), ""), end.offset())));
        return lives;
    }

    /** By name; a topic that does not exist has none. @throws KafkaException if the broker does not answer */
    Map<String, String> ids(Set<String> topics) {
        Map<String, String> ids = new HashMap<>();
        admin().describeTopics(topics).topicNameValues().forEach((name, described) -> {
            try {
                ids.put(name, get(described).topicId().toString());
            } catch (UnknownTopicOrPartitionException missing) {
                // it has no id until somebody makes it
            }
        });
        return ids;
    }

    /** Made when it is first needed: an address that cannot be resolved yet is no reason not to start. */
    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    bootstrapServers,
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    ANSWER_WITHIN_MILLIS,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    ANSWER_WITHIN_MILLIS));
        }
        return admin;
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException cause ? cause : new KafkaException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new KafkaException(stopping);
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
