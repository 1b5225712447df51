package health.authz.authorizationlist.projection;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.rebuild.ReadModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bson.Document;

/**
 * Which alert kinds are open, as rows repeat it: per kind one number that only grows, even while open, odd once closed
 * (twice the arming epoch, plus one). Taking the larger one is right in every order, so nothing needs to be compared.
 */
public class RowAlerts {
    private final ReadModel model;

    public RowAlerts(ReadModel model) {
        this.model = model;
    }

    void refresh(Collection<String> authorizationIds) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        model.openAlerts().find(Filters.in("_id", authorizationIds)).forEach(open -> {
            Document states = new Document();
            for (AlertKind kind : AlertKind.values()) {
                Number state = open.get(kind.name(), Number.class);
                if (state != null) {
                    states.append("alerts." + kind, state);
                }
            }
            writes.add(new UpdateOneModel<>(new Document("_id", open.getString("_id")), new Document("$max", states)));
        });
        if (!writes.isEmpty()) {
            model.authorizations().bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }
}
