package health.authz.platform.relay;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka for the ids and the ends of the topics that the relay wrote to.
 *
 * <p>After {@link RelayControl#republishFrom} each topic may be another one, or end earlier, once.
 */
class KafkaTopicGuard implements TopicGuard {
    private static final Logger log = LoggerFactory.getLogger(KafkaTopicGuard.class);

    private final Supplier<Admin> admins;
    private final RelayProperties properties;
    private final Runnable makeTopics;
    private final Runnable republish;
    /** The furthest offset that was given in each partition, plus one. */
    private final Map<TopicPartition, Long> reach = new HashMap<>();

    private final Set<String> known = new HashSet<>();
    private long checkedAt = System.nanoTime();

    /**
     * @param makeTopics makes the topics that are missing
     * @param republish what is done by itself where {@code authz.relay.republish-when-lost} says so
     */
    KafkaTopicGuard(Supplier<Admin> admins, RelayProperties properties, Runnable makeTopics, Runnable republish) {
        this.admins = admins;
        this.properties = properties;
        this.makeTopics = makeTopics;
        this.republish = republish;
    }

    @Override
    public void compare(Batch acknowledged) {
        acknowledged.reached().forEach((each, nextOffset) -> {
            Long before = reach.get(each.partition());
            if (before != null && nextOffset <= before) {
                throw new LostTopics(each.partition() + " gave offset " + (nextOffset - 1) + " and had given "
                        + (before - 1) + " before");
            }
        });
        acknowledged.reached().forEach((each, nextOffset) -> reach.merge(each.partition(), nextOffset, Math::max));
    }

    @Override
    public void checkNowAndThen(RelayStore store) throws SQLException {
        boolean writesToNew = reach.keySet().stream().anyMatch(partition -> !known.contains(partition.topic()));
        if (writesToNew
                || System.nanoTime() - checkedAt
                        >= properties.checkTopicsEvery().toNanos()) {
            check(store);
        }
    }

    @Override
    public void check(RelayStore store) throws SQLException {
        KnownTopics saved = KnownTopics.of(store);
        if (!saved.isEmpty()) {
            Found found = found(saved.names());
            List<String> lost = lost(saved, found);
            if (lost.isEmpty() || saved.acceptsNew(found.ids().keySet())) {
                if (!lost.isEmpty()) {
                    store.mends();
                }
                saved.accept(store, found.ids(), found.ends());
            } else {
                report(store, String.join("; ", lost));
            }
        }
        if (saved.isEmpty()) {
            checkFirst(store);
        }
        store.lost(null);
        KnownTopics now = KnownTopics.of(store);
        reach.clear();
        reach.putAll(now.reach());
        known.clear();
        known.addAll(now.ids().keySet());
        checkedAt = System.nanoTime();
    }

    /** Before anything is known of the topics: what an earlier version told must be somewhere. */
    private void checkFirst(RelayStore store) throws SQLException {
        Optional<String> told = store.firstTold();
        if (told.isPresent()) {
            String topic = told.get();
            Found found = found(Set.of(topic));
            if (found.ends().values().stream().allMatch(end -> end == 0)) {
                report(store, "topic " + topic + " is empty, although events were told");
            }
        }
    }

    private void report(RelayStore store, String lost) throws SQLException {
        store.lost(lost);
        if (properties.republishWhenLost()) {
            log.error("{}; everything is told again", lost);
            republish.run();
        }
        throw new LostTopics(lost);
    }

    private record Found(Map<String, String> ids, Map<TopicPartition, Long> ends) {}

    private static List<String> lost(KnownTopics saved, Found found) {
        List<String> lost = new ArrayList<>();
        saved.names().forEach(topic -> {
            String id = found.ids().get(topic);
            String before = saved.ids().get(topic);
            if (id == null) {
                lost.add("topic " + topic + " is missing");
            } else if (before != null && !before.equals(id)) {
                lost.add("topic " + topic + " was made anew");
            }
        });
        if (lost.isEmpty()) {
            saved.reach().forEach((partition, next) -> {
                long end = found.ends().getOrDefault(partition, 0L);
                if (end < next) {
                    lost.add(partition + " ends at " + end + " and had been written up to " + next);
                }
            });
        }
        return lost;
    }

    /** A broker that takes connections and never answers would keep a patient close waiting for ever. */
    private Found found(Set<String> names) {
        Admin admin = admins.get();
        try {
            return found(admin, names);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private Found found(Admin admin, Set<String> names) {
        Map<String, TopicDescription> topics = described(admin, names);
        if (topics.size() < names.size()) {
            makeTopics.run();
            topics = described(admin, names);
        }
        Map<TopicPartition, OffsetSpec> wanted = topics.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(wanted).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        Map<String, String> ids = new HashMap<>();
        topics.forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
        return new Found(ids, ends);
    }

    private static Map<String, TopicDescription> described(Admin admin, Set<String> names) {
        Map<String, TopicDescription> topics = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, described) -> {
            try {
                topics.put(name, get(described));
            } catch (UnknownTopicOrPartitionException missing) {
                log.warn("topic {} is missing", name);
            }
        });
        return topics;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new KafkaException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new KafkaException(stopping);
        }
    }
}
