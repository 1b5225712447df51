package health.authz.rebuild;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Received;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The parking lot beside the rows. */
public class MongoParkingLot implements ParkingLot {
    private final ReadModel model;
    private final Clock clock;

    public MongoParkingLot(ReadModel model, Clock clock) {
        this.model = model;
        this.clock = clock;
    }

    @Override
    public void park(String consumer, Received record, String reason) {
        String id = consumer + "/" + record;
        Document parked = new Document("_id", id)
                .append("consumer", consumer)
                .append("topic", record.topic())
                .append("partition", record.partition())
                .append("offset", record.offset())
                .append("key", record.key())
                .append("headers", new Document(new HashMap<>(record.headers())))
                .append("value", record.value())
                .append("reason", reason)
                .append("parkedAt", Date.from(clock.instant()));
        model.parked().replaceOne(new Document("_id", id), parked, new ReplaceOptions().upsert(true));
    }

    @Override
    public Set<String> parkedKeys(String consumer, String topic, Collection<String> keys) {
        Set<String> parked = new HashSet<>();
        model.parked()
                .find(Filters.and(Filters.eq("consumer", consumer), Filters.eq("topic", topic)))
                .forEach(each -> parked.add(each.getString("key")));
        parked.retainAll(new HashSet<>(keys));
        return parked;
    }

    @Override
    public List<Received> parked(String consumer, String topic, String key) {
        List<Received> waiting = new ArrayList<>();
        model.parked()
                .find(of(consumer, topic, key))
                .sort(Sorts.ascending("offset"))
                .forEach(each -> waiting.add(received(each)));
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
    public void release(String consumer, String topic, String key, long last) {
        model.parked().deleteMany(Filters.and(of(consumer, topic, key), Filters.lte("offset", last)));
        model.checkpoints()
                .updateOne(
                        Filters.eq("_id", consumer + "/released"),
                        Updates.inc("next", 1L),
                        new UpdateOptions().upsert(true));
    }

    @Override
    public List<ParkedKey> keys(String consumer) {
        Map<String, ParkedKey> keys = new LinkedHashMap<>();
        model.parked()
                .find(Filters.eq("consumer", consumer))
                .sort(Sorts.ascending("parkedAt", "offset"))
                .forEach(each -> keys.merge(
                        each.getString("topic") + "/" + each.getString("key"),
                        new ParkedKey(
                                consumer, each.getString("topic"), each.getString("key"), each.getString("reason"), 1),
                        (first, next) -> new ParkedKey(
                                consumer, first.topic(), first.key(), first.reason(), first.records() + 1)));
        return List.copyOf(keys.values());
    }

    @Override
    public long count(String consumer) {
        return model.parked().countDocuments(Filters.eq("consumer", consumer));
    }

    private static Bson of(String consumer, String topic, String key) {
        return Filters.and(Filters.eq("consumer", consumer), Filters.eq("topic", topic), Filters.eq("key", key));
    }
}
