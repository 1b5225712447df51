package health.authz.rebuild;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.Subject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The parking lot beside the rows. What was parked by a version that knew keys only gets its subject and place before a
 * consumer begins to read.
 */
public class MongoParkingLot implements ParkingLot {
    private static final int LIST_MAX = 500;
    private final ReadModel model;
    private final Clock clock;

    public MongoParkingLot(ReadModel model, Clock clock) {
        this.model = model;
        this.clock = clock;
    }

    @Override
    public void park(String consumer, Collection<Waiting> records) {
        Date now = Date.from(clock.instant());
        model.parked()
                .bulkWrite(
                        records.stream()
                                .map(waiting -> {
                                    Document parked = document(consumer, waiting, now);
                                    return new ReplaceOneModel<>(
                                            new Document("_id", parked.getString("_id")),
                                            parked,
                                            new ReplaceOptions().upsert(true));
                                })
                                .toList(),
                        new BulkWriteOptions().ordered(false));
    }

    /** An offset names a record only as long as its topic lives: after that, another record may have it. */
    private static Document document(String consumer, Waiting waiting, Date now) {
        Received record = waiting.record();
        return new Document("_id", consumer + "/" + record + "/" + record.subject() + "/" + record.place())
                .append("consumer", consumer)
                .append("topic", record.topic())
                .append("partition", record.partition())
                .append("offset", record.offset())
                .append("key", record.key())
                .append("subject", record.subject())
                .append("place", record.place())
                .append("headers", new Document(new HashMap<>(record.headers())))
                .append("value", record.value())
                .append("reason", waiting.reason())
                .append("parkedAt", now);
    }

    @Override
    public Map<String, Long> lowestPlaces(String consumer, String topic, Collection<String> subjects) {
        Map<String, Long> places = new HashMap<>();
        model.parked()
                .find(Filters.and(
                        Filters.eq("consumer", consumer), Filters.eq("topic", topic), Filters.in("subject", subjects)))
                .projection(Projections.include("subject", "place"))
                .forEach(each -> places.merge(
                        each.getString("subject"),
                        each.get("place", Number.class).longValue(),
                        Math::min));
        return places;
    }

    @Override
    public List<Parked> parked(String consumer, Subject subject) {
        List<Parked> waiting = new ArrayList<>();
        model.parked()
                .find(of(consumer, subject))
                .sort(Sorts.ascending("place", "offset"))
                .forEach(each ->
                        waiting.add(new Parked(each.getString("_id"), received(each), each.getString("reason"))));
        return waiting;
    }

    private static Received received(Document parked) {
        Map<String, String> headers = new HashMap<>();
        parked.get("headers", Document.class).forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return new Received(
                parked.getString("topic"),
                parked.getInteger("partition"),
                parked.get("offset", Number.class).longValue(),
                parked.getString("key"),
                headers,
                parked.getString("value"));
    }

    /** Counted among the checkpoints, because rows changed while no offset moved. */
    @Override
    public void release(String consumer, Collection<Parked> records) {
        model.parked()
                .deleteMany(Filters.in("_id", records.stream().map(Parked::id).toList()));
        model.checkpoints()
                .updateOne(
                        Filters.eq("_id", consumer + "/released"),
                        Updates.inc("next", 1L),
                        new UpdateOptions().upsert(true));
    }

    @Override
    public List<ParkedSubject> list(String consumer) {
        Map<Subject, List<Document>> bySubject = new LinkedHashMap<>();
        model.parked()
                .find(Filters.eq("consumer", consumer))
                .projection(Projections.exclude("value"))
                .sort(Sorts.ascending("parkedAt", "offset"))
                .forEach(each -> bySubject
                        .computeIfAbsent(subject(each), any -> new ArrayList<>())
                        .add(each));
        return bySubject.entrySet().stream()
                .limit(LIST_MAX)
                .map(each -> listed(consumer, each.getKey(), each.getValue()))
                .toList();
    }

    private static ParkedSubject listed(String consumer, Subject subject, List<Document> parked) {
        Document first = parked.stream()
                .min(Comparator.comparingLong((Document each) ->
                                each.get("place", Number.class).longValue())
                        .thenComparing(each -> each.get("offset", Number.class).longValue()))
                .orElseThrow();
        return new ParkedSubject(
                consumer,
                subject.topic(),
                subject.id(),
                first.getString("key"),
                received(first).type(),
                first.getString("reason"),
                parked.size());
    }

    @Override
    public List<Subject> ofKey(String consumer, String topic, String key) {
        return subjects(
                Filters.and(Filters.eq("consumer", consumer), Filters.eq("topic", topic), Filters.eq("key", key)));
    }

    @Override
    public List<Subject> of(String consumer, Collection<TopicPartition> partitions) {
        nameSubjects(consumer);
        return partitions.isEmpty()
                ? List.of()
                : subjects(Filters.and(
                        Filters.eq("consumer", consumer),
                        Filters.or(partitions.stream()
                                .map(each -> Filters.and(
                                        Filters.eq("topic", each.topic()), Filters.eq("partition", each.partition())))
                                .toList())));
    }

    private List<Subject> subjects(Bson parked) {
        Set<Subject> subjects = new LinkedHashSet<>();
        model.parked()
                .find(parked)
                .projection(Projections.include("topic", "subject"))
                .sort(Sorts.ascending("parkedAt", "offset"))
                .forEach(each -> subjects.add(subject(each)));
        return List.copyOf(subjects);
    }

    private static Subject subject(Document parked) {
        return new Subject(parked.getString("topic"), parked.getString("subject"));
    }

    private void nameSubjects(String consumer) {
        model.parked()
                .find(Filters.and(Filters.eq("consumer", consumer), Filters.exists("subject", false)))
                .forEach(each -> {
                    Received record = received(each);
                    model.parked()
                            .updateOne(
                                    Filters.eq("_id", each.getString("_id")),
                                    Updates.combine(
                                            Updates.set("subject", record.subject()),
                                            Updates.set("place", record.place())));
                });
    }

    @Override
    public long count(String consumer) {
        return model.parked().countDocuments(Filters.eq("consumer", consumer));
    }

    private static Bson of(String consumer, Subject subject) {
        return Filters.and(
                Filters.eq("consumer", consumer),
                Filters.eq("topic", subject.topic()),
                Filters.eq("subject", subject.id()));
    }
}
