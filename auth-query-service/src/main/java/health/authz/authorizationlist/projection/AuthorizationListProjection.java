package health.authz.authorizationlist.projection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import health.authz.authorizationlist.projection.RowClients.Repeated;
import health.authz.directorylist.view.ClientFacts;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordRejected;
import health.authz.rebuild.Attempts;
import health.authz.rebuild.BulkWrites;
import health.authz.rebuild.ReadModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one row per authorization, exactly as the events state it.
 *
 * <p>Event {@code n} is applied only to a row at {@code n-1}: lower is a repetition, higher is a gap, which parks the
 * authorization. History first, then rows, then what rows repeat from elsewhere; each step may be repeated. While the store
 * takes a batch's history, its events are folded. The first line of a history is part of its row, which comes into
 * being with it: most rows have no other (ADR 13).
 */
public class AuthorizationListProjection implements BatchHandler {
    private static final int HALVES_FROM = 100;
    private static final Document HELD =
            new Document("seq", 1).append("clientKey", 1).append("clientVersion", 1);
    private final ReadModel model;
    private final RowClients clients;
    private final RowAlerts alerts;

    public AuthorizationListProjection(ReadModel model, RowClients clients, RowAlerts alerts) {
        this.model = model;
        this.clients = clients;
        this.alerts = alerts;
    }

    @Override
    public void handle(List<Received> batch) {
        Set<String> ids = new HashSet<>();
        batch.forEach(record -> ids.add(record.key()));
        Map<String, Repeated> rows = new HashMap<>();
        List<ReadAhead> events = ReadAhead.of(batch);
        Map<String, RowChange> first = Aside.during(() -> remember(batch), () -> fold(events, ids, rows));
        if (!write(first, rows)) {
            Attempts.until(() -> write(fold(events, ids, rows), rows));
        }
        Aside.during(() -> alerts.refresh(ids), () -> clients.catchUp(rows));
    }

    /**
     * @param rows gets what the rows that are there repeat of their clients
     * @throws RecordRejected if some of them cannot be applied, for all of these at once
     */
    private Map<String, RowChange> fold(List<ReadAhead> events, Collection<String> ids, Map<String, Repeated> rows) {
        Map<String, Long> held = new HashMap<>();
        model.authorizations().find(Filters.in("_id", ids)).projection(HELD).forEach(row -> {
            held.put(row.getString("_id"), row.get("seq", Number.class).longValue());
            rows.put(row.getString("_id"), Repeated.of(row));
        });
        Map<String, RowChange> changes = new LinkedHashMap<>();
        Map<String, RecordRejected> rejected = new LinkedHashMap<>();
        for (ReadAhead each : events) {
            Received record = each.record();
            if (rejected.containsKey(record.key())) {
                continue;
            }
            try {
                fold(each, changes.computeIfAbsent(record.key(), id -> new RowChange(held.getOrDefault(id, -1L))));
            } catch (RecordRejected one) {
                rejected.put(record.key(), one);
            }
        }
        if (!rejected.isEmpty()) {
            throw RecordRejected.together(List.copyOf(rejected.values()));
        }
        changes.values().removeIf(RowChange::isEmpty);
        return changes;
    }

    private static void fold(ReadAhead each, RowChange change) {
        Received record = each.record();
        long sequence = record.sequence();
        if (sequence > change.seq() + 1) {
            throw record.rejected("gap: seq " + sequence + " came after " + change.seq());
        }
        if (sequence == change.seq() + 1) {
            change.apply(sequence, each.event());
            if (sequence == 0) {
                change.first(HistoryLine.of(record));
            }
        }
    }

    /** False if another instance wrote one of the rows meanwhile: fold again. */
    private boolean write(Map<String, RowChange> changes, Map<String, Repeated> rows) {
        Map<String, Document> known = clients.known(changes.values().stream()
                .filter(RowChange::isNew)
                .map(change -> change.set().getString("clientKey"))
                .toList());
        List<WriteModel<Document>> writes = new ArrayList<>(changes.size());
        changes.forEach((id, change) -> {
            if (change.isNew()) {
                Document row = row(id, change, known);
                rows.put(id, Repeated.of(row));
                writes.add(new InsertOneModel<>(row));
            } else {
                writes.add(update(id, change));
            }
        });
        return writes.isEmpty() || allApplied(model.authorizations(), writes);
    }

    private static Document row(String id, RowChange change, Map<String, Document> known) {
        @Nullable Document client = known.get(change.set().getString("clientKey"));
        Document row = new Document("_id", id)
                .append("operationIds", List.copyOf(change.operations()))
                .append("alerts", new Document());
        row.putAll(change.set());
        row.putAll(ClientFacts.of(client).onRow());
        return row;
    }

    private static WriteModel<Document> update(String id, RowChange change) {
        Document update = new Document("$set", change.set());
        if (!change.operations().isEmpty()) {
            update.append(
                    "$addToSet", new Document("operationIds", new Document("$each", List.copyOf(change.operations()))));
        }
        return new UpdateOneModel<>(new Document("_id", id).append("seq", change.heldSeq()), update);
    }

    private void remember(List<Received> batch) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (Received record : batch) {
            if (record.sequence() > 0) {
                writes.add(new InsertOneModel<>(
                        HistoryLine.of(record).append("_id", record.key() + "/" + record.sequence())));
            }
        }
        if (!writes.isEmpty()) {
            allApplied(model.history(), writes);
        }
    }

    /** In two halves at once where there are many: while the store takes one, the driver writes out the other. */
    private static boolean allApplied(MongoCollection<Document> collection, List<WriteModel<Document>> writes) {
        if (writes.size() < HALVES_FROM) {
            return BulkWrites.allApplied(collection, writes);
        }
        int half = writes.size() / 2;
        AtomicBoolean others = new AtomicBoolean();
        return Aside.during(
                        () -> others.set(BulkWrites.allApplied(collection, writes.subList(half, writes.size()))),
                        () -> BulkWrites.allApplied(collection, writes.subList(0, half)))
                && others.get();
    }
}
