package health.authz.rebuild;

import com.mongodb.MongoException;
import com.mongodb.client.model.InsertOneModel;
import health.authz.platform.topics.WholeTopics.Said;
import health.authz.rebuild.RebuildMark.Part;
import health.authz.rebuild.TopicEnds.KafkaIsAway;
import health.authz.rebuild.TopicEnds.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Notes where Kafka's topics end when the service starts, and when reading begins again because the database was emptied or
 * positions were moved back; says that the list is whole once the consumers have read so far.
 *
 * <p>Where a topic was lost, its end says nothing until its writer has told everything again and says so: a topic that was made anew
 * is not whole before, nor is one of which the writer says that it is in pieces.
 *
 * <p>While Kafka cannot be asked, what was noted before holds: a list that was whole once stays so, one that never was does
 * not become it.
 */
final class RebuildWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RebuildWatch.class);
    private static final long LOOK_EVERY_MILLIS = 200;
    /** Writers are heard once in so many looks. */
    static final int HEAR_EVERY = 10;

    /** Before the web server takes the first request, and long before the consumers read. */
    private static final int FIRST = 0;

    private final ReadModel model;
    private final TopicEnds topics;
    private final Supplier<Map<String, Set<String>>> topicsByConsumer;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("rebuild-watch").factory());
    private volatile boolean running;
    private volatile ListState lastSeen = ListState.rebuilding(0, 0);
    private boolean notedSinceStart;
    private Set<TopicPartition> inPieces = Set.of();
    private long looks;
    private Map<String, Long> before = Map.of();

    RebuildWatch(ReadModel model, TopicEnds topics, Supplier<Map<String, Set<String>>> topicsByConsumer) {
        this.model = model;
        this.topics = topics;
        this.topicsByConsumer = topicsByConsumer;
    }

    /** As of the last look; for gauges, which ask no store. */
    ListState lastSeen() {
        return lastSeen;
    }

    @Override
    public void start() {
        running = true;
        look();
        looking.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            lookOnce();
        } catch (KafkaIsAway away) {
            log.warn("Kafka does not say where its topics end: {}", away.getMessage());
        } catch (MongoException away) {
            log.warn("MongoDB does not answer: {}", away.getClass().getSimpleName());
        } catch (RuntimeException failed) {
            log.error("the watch over rebuilds failed, it looks again", failed);
        }
    }

    void lookOnce() {
        Checkpoints seen = Checkpoints.of(model);
        lastSeen = seen.state();
        Optional<RebuildMark> mark = seen.mark();
        boolean moved = !notedSinceStart || mark.isEmpty() || mark.get().wasLeftBehind(seen);
        if (hears(seen, moved) || moved) {
            note(seen);
        } else if (!mark.get().reached()) {
            follow(mark.get(), seen);
        }
        lastSeen = Checkpoints.of(model).state();
    }

    /** Asks the writers, once in a while and before ends are noted; answers whether they say something new. */
    private boolean hears(Checkpoints seen, boolean atOnce) {
        if (!atOnce && looks++ % HEAR_EVERY != 0) {
            return false;
        }
        Set<TopicPartition> now = inPieces(seen);
        boolean isNew = !now.equals(inPieces);
        inPieces = now;
        return isNew;
    }

    private Set<TopicPartition> inPieces(Checkpoints seen) {
        Map<TopicPartition, Said> said = topics.said(
                topicsByConsumer.get().values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        Set<TopicPartition> found = new HashSet<>();
        said.forEach((partition, of) -> {
            if (!of.whole()) {
                found.add(partition);
            }
        });
        seen.beganAgain().forEach((id, topicId) -> {
            if (new Said(topicId, true).equals(said.get(partition(id)))) {
                isWhole(id, topicId);
            } else {
                found.add(partition(id));
            }
        });
        return found;
    }

    /** From now on it is a topic like any other. */
    private void isWhole(String id, String topicId) {
        model.checkpoints()
                .updateOne(
                        new Document("_id", id).append(MongoPositions.TOPIC_ID, topicId),
                        new Document("$unset", new Document(MongoPositions.BEGAN_AGAIN, true)));
    }

    /** Positions were seen before the ends: they are never ahead of a topic that has lost nothing. */
    private void note(Checkpoints seen) {
        Map<String, Set<String>> wanted = topicsByConsumer.get();
        Map<TopicPartition, Range> ends =
                topics.of(wanted.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        List<Part> parts = new ArrayList<>();
        wanted.forEach((consumer, of) -> ends.forEach((partition, range) -> {
            if (of.contains(partition.topic())) {
                String id = MongoPositions.id(consumer, partition);
                long position = seen.position(id);
                boolean lost = position > range.end() || inPieces.contains(partition);
                parts.add(new Part(id, range.begin(), range.end(), lost, position));
            }
        }));
        boolean reached = areRead(parts, seen, Map.of());
        Optional<RebuildMark> old = seen.mark();
        boolean holds = reached
                && old.filter(RebuildMark::reached)
                        .filter(mark -> mark.isOf(parts.stream().map(Part::id).collect(Collectors.toSet())))
                        .filter(mark -> !mark.wasLeftBehind(seen))
                        .isPresent();
        if (!holds) {
            replace(old, RebuildMark.noted(reached, parts));
            log.info(
                    reached ? "the list is whole" : "the list is being rebuilt: {} records in {} partitions",
                    parts.stream().mapToLong(part -> part.end() - part.begin()).sum(),
                    parts.size());
        }
        notedSinceStart = true;
        parts.stream()
                .filter(Part::lost)
                .forEach(part -> log.error(
                        "{}: read up to {}, the topic ends at {}: Kafka has lost what the list holds, or a part of it",
                        part.id(),
                        part.position(),
                        part.end()));
    }

    private void follow(RebuildMark mark, Checkpoints seen) {
        if (areRead(mark.parts(), seen, before)) {
            replace(Optional.of(mark), mark.reachedAt(seen));
            log.info("the list is whole");
            before = Map.of();
            return;
        }
        Map<String, Long> now = new HashMap<>();
        mark.parts().forEach(part -> now.put(part.id(), seen.position(part.id())));
        boolean standsStill = now.equals(before);
        before = now;
        if (standsStill && topics.of(topicsOf(mark)).entrySet().stream().anyMatch(each -> endsBefore(mark, each))) {
            note(seen);
        }
    }

    /** A topic that was made anew ends before what was noted, which would never be reached. */
    private static boolean endsBefore(RebuildMark mark, Map.Entry<TopicPartition, Range> now) {
        return mark.parts().stream()
                .anyMatch(part -> part.id().endsWith("/" + now.getKey())
                        && part.end() > now.getValue().end());
    }

    private static Set<String> topicsOf(RebuildMark mark) {
        return mark.parts().stream().map(part -> partition(part).topic()).collect(Collectors.toSet());
    }

    private static TopicPartition partition(Part part) {
        return partition(part.id());
    }

    private static TopicPartition partition(String id) {
        String named = id.substring(id.indexOf('/') + 1);
        int number = named.lastIndexOf('-');
        return new TopicPartition(named.substring(0, number), Integer.parseInt(named.substring(number + 1)));
    }

    /**
     * Whether each part was read to its noted end. Behind the last record there may be offsets that hold none; a consumer that
     * stands still may stand before these, which Kafka is asked.
     *
     * @param before where consumers stood a look ago; who has moved since is not asked about
     */
    private boolean areRead(List<Part> parts, Checkpoints seen, Map<String, Long> before) {
        Map<TopicPartition, Range> between = new HashMap<>();
        Set<TopicPartition> unread = new HashSet<>();
        for (Part part : parts) {
            long position = seen.position(part.id());
            if (part.lost()) {
                return false;
            }
            if (position < part.end()) {
                if (before.getOrDefault(part.id(), position) != position) {
                    return false;
                }
                unread.add(partition(part));
                between.merge(
                        partition(part),
                        new Range(Math.max(position, part.begin()), part.end()),
                        (one, other) -> new Range(Math.min(one.begin(), other.begin()), one.end()));
            }
        }
        return unread.isEmpty() || topics.withoutRecords(between).equals(unread);
    }

    /** Nothing, if another instance was quicker. */
    private void replace(Optional<RebuildMark> old, RebuildMark mark) {
        if (old.isPresent()) {
            model.checkpoints()
                    .replaceOne(
                            new Document("_id", RebuildMark.ID)
                                    .append("made", old.get().made()),
                            mark.stored());
        } else {
            BulkWrites.allApplied(model.checkpoints(), List.of(new InsertOneModel<>(mark.stored())));
        }
    }

    @Override
    public void stop() {
        running = false;
        looking.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return FIRST;
    }
}
