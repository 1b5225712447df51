package health.authz.platform.republish;

import health.authz.platform.topics.WholeTopics;
import health.authz.platform.topics.WholeTopics.Said;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Says beside the topics that the relay writes to whether they hold everything: not from when a loss is noticed until all of it
 * is told again. A topic that is another one than the relay knows holds nothing yet.
 */
class ToldMarks {
    /** Brokers forget what is said in a group after seven days, as they are usually set. */
    private static final Duration SAID_AGAIN_AFTER = Duration.ofHours(12);

    private static final String STANDING = """
            select coalesce((select noticed_at::text from relay_lost), '')
                || coalesce((select started_at::text || ' ' || mends || coalesce(ended_at::text, '') from republish), '')
                || coalesce((select string_agg(topic_id, ' ' order by topic) from relay_topic), '')""";
    private static final String WHOLE = """
            select not exists (select 1 from relay_lost)
               and not exists (select 1 from republish where mends and ended_at is null)""";

    private final JdbcTemplate jdbc;
    private final Supplier<Admin> admins;
    private @Nullable String saidOf;
    private long saidAt;

    ToldMarks(JdbcTemplate jdbc, Supplier<Admin> admins) {
        this.jdbc = jdbc;
        this.admins = admins;
    }

    /**
     * Says what is not said yet.
     *
     * @throws KafkaException if Kafka does not take it
     */
    void keep() {
        String standing = jdbc.queryForObject(STANDING, String.class);
        boolean isOld = System.nanoTime() - saidAt > SAID_AGAIN_AFTER.toNanos();
        if (standing == null || (standing.equals(saidOf) && !isOld)) {
            return;
        }
        boolean whole = Boolean.TRUE.equals(jdbc.queryForObject(WHOLE, Boolean.class));
        Map<String, String> known = new HashMap<>();
        jdbc.query("select topic, topic_id from relay_topic", row -> {
            known.put(row.getString(1), row.getString(2));
        });
        if (!known.isEmpty()) {
            Admin admin = admins.get();
            try {
                Map<TopicPartition, Said> said = said(admin, known, whole);
                if (!said.isEmpty()) {
                    WholeTopics.say(admin, said);
                }
            } finally {
                admin.close(Duration.ZERO);
            }
        }
        saidOf = standing;
        saidAt = System.nanoTime();
    }

    private static Map<TopicPartition, Said> said(Admin admin, Map<String, String> known, boolean whole) {
        Map<TopicPartition, Said> said = new HashMap<>();
        admin.describeTopics(known.keySet()).topicNameValues().forEach((name, described) -> {
            TopicDescription topic = get(described);
            if (topic != null) {
                String id = topic.topicId().toString();
                Said now = new Said(id, whole && id.equals(known.get(name)));
                topic.partitions().forEach(each -> said.put(new TopicPartition(name, each.partition()), now));
            }
        });
        return said;
    }

    /** Null if it is missing. */
    private static @Nullable TopicDescription get(KafkaFuture<TopicDescription> described) {
        try {
            return described.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw new KafkaException("topics cannot be asked", failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new KafkaException(stopping);
        }
    }
}
