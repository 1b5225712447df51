package health.authz.authorizationlist.projection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import health.authz.events.DomainEvent;
import health.authz.events.alert.AlertEvent.AlertClosed;
import health.authz.events.alert.AlertEvent.AlertRaised;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordRejected;
import health.authz.rebuild.ReadModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Keeps the last state of each alert kind of each authorization, then tells the rows. */
public class OpenAlertsProjection implements BatchHandler {
    private final ReadModel model;
    private final RowAlerts rows;

    public OpenAlertsProjection(ReadModel model, RowAlerts rows) {
        this.model = model;
        this.rows = rows;
    }

    @Override
    public void handle(List<Received> batch) {
        Map<String, Document> alerts = closedOnes(batch);
        Map<String, WriteModel<Document>> raised = new LinkedHashMap<>();
        Map<String, Document> reached = new LinkedHashMap<>();
        List<RecordRejected> rejected = new ArrayList<>();
        for (Received record : batch) {
            DomainEvent event = record.event();
            if (event instanceof AlertRaised alert) {
                Document document = document(alert);
                String id = document.getString("_id");
                alerts.put(id, document);
                raised.put(
                        id,
                        new ReplaceOneModel<>(new Document("_id", id), document, new ReplaceOptions().upsert(true)));
                reach(reached, document, 0);
            } else if (event instanceof AlertClosed closed) {
                Document document = alerts.get(closed.alertId().toString());
                if (document == null) {
                    rejected.add(record.rejected("gap: closed before it was raised"));
                } else {
                    reach(reached, document, 1);
                }
            }
        }
        if (!rejected.isEmpty()) {
            throw RecordRejected.together(rejected);
        }
        write(model.alerts(), List.copyOf(raised.values()));
        write(
                model.openAlerts(),
                reached.entrySet().stream()
                        .map(each -> new UpdateOneModel<Document>(
                                new Document("_id", each.getKey()),
                                new Document("$max", each.getValue()),
                                new UpdateOptions().upsert(true)))
                        .toList());
        rows.refresh(reached.keySet());
    }

    private Map<String, Document> closedOnes(List<Received> batch) {
        List<String> ids = batch.stream()
                .map(Received::event)
                .filter(AlertClosed.class::isInstance)
                .map(closed -> ((AlertClosed) closed).alertId().toString())
                .toList();
        Map<String, Document> found = new HashMap<>();
        if (!ids.isEmpty()) {
            model.alerts().find(Filters.in("_id", ids)).forEach(alert -> found.put(alert.getString("_id"), alert));
        }
        return found;
    }

    private static Document document(AlertRaised raised) {
        return new Document("_id", raised.alertId().toString())
                .append("authorizationId", raised.authorizationId().toString())
                .append("kind", raised.kind().name())
                .append("state", 2L * raised.armingEpoch());
    }

    /** @param more 1 once it is closed */
    private static void reach(Map<String, Document> reached, Document alert, int more) {
        Document states = reached.computeIfAbsent(alert.getString("authorizationId"), id -> new Document());
        long state = alert.get("state", Number.class).longValue() + more;
        states.merge(
                alert.getString("kind"),
                state,
                (before, now) -> Math.max(((Number) before).longValue(), ((Number) now).longValue()));
    }

    private static void write(MongoCollection<Document> collection, List<? extends WriteModel<Document>> writes) {
        if (!writes.isEmpty()) {
            collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }
}
