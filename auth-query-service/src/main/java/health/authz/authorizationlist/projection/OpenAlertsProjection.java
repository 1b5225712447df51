package health.authz.authorizationlist.projection;

import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import health.authz.events.alert.AlertEvent.AlertClosed;
import health.authz.events.alert.AlertEvent.AlertRaised;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import health.authz.rebuild.ReadModel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        Set<String> touched = new HashSet<>();
        for (Received record : batch) {
            record.event().ifPresent(event -> {
                if (event instanceof AlertRaised raised) {
                    touched.add(raised(raised));
                } else if (event instanceof AlertClosed closed) {
                    touched.add(closed(record, closed));
                }
            });
        }
        rows.refresh(touched);
    }

    private String raised(AlertRaised raised) {
        String authorization = raised.authorizationId().toString();
        String alert = raised.alertId().toString();
        long state = 2L * raised.armingEpoch();
        model.alerts()
                .replaceOne(
                        new Document("_id", alert),
                        new Document("_id", alert)
                                .append("authorizationId", authorization)
                                .append("kind", raised.kind().name())
                                .append("state", state),
                        new ReplaceOptions().upsert(true));
        reach(authorization, raised.kind().name(), state);
        return authorization;
    }

    private String closed(Received record, AlertClosed closed) {
        Document alert = model.alerts()
                .find(new Document("_id", closed.alertId().toString()))
                .first();
        if (alert == null) {
            throw record.rejected("gap: closed before it was raised");
        }
        String authorization = alert.getString("authorizationId");
        reach(
                authorization,
                alert.getString("kind"),
                alert.get("state", Number.class).longValue() + 1);
        return authorization;
    }

    private void reach(String authorization, String kind, long state) {
        model.openAlerts()
                .updateOne(
                        new Document("_id", RowAlerts.slot(authorization, kind)),
                        new Document("$max", new Document("state", state))
                                .append("$set", new Document("authorizationId", authorization).append("kind", kind)),
                        new UpdateOptions().upsert(true));
    }
}
