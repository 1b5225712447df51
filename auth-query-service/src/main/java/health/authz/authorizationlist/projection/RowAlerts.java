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
        List<String> slots = new ArrayList<>();
        for (String id : authorizationIds) {
            for (AlertKind kind : AlertKind.values()) {
                slots.add(slot(id, kind.name()));
            }
        }
        List<WriteModel<Document>> writes = new ArrayList<>();
        model.openAlerts()
                .find(Filters.in("_id", slots))
                .forEach(slot -> writes.add(new UpdateOneModel<>(
                        new Document("_id", slot.getString("authorizationId")),
                        new Document(
                                "$max",
                                new Document("alerts." + slot.getString("kind"), slot.get("state", Number.class))))));
        if (!writes.isEmpty()) {
            model.authorizations().bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }

    static String slot(String authorizationId, String kind) {
        return authorizationId + "/" + kind;
    }
}
