package health.authz.authorizationlist.projection;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import health.authz.directorylist.projection.ClientRows;
import health.authz.directorylist.view.ClientFacts;
import health.authz.rebuild.ReadModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Facts on clients that rows repeat. They come from another topic, so both orders, and both at once, must end alike.
 *
 * <p>Whoever writes a row looks at the client's record after that; whoever writes a client's record looks at the rows after
 * that. One of the two sees the other, and a row only ever takes a higher version.
 */
public class RowClients implements ClientRows {
    private final ReadModel model;

    public RowClients(ReadModel model) {
        this.model = model;
    }

    Map<String, Document> known(Collection<String> clientKeys) {
        Map<String, Document> known = new HashMap<>();
        if (!clientKeys.isEmpty()) {
            model.clients()
                    .find(Filters.in("_id", new HashSet<>(clientKeys)))
                    .forEach(client -> known.put(client.getString("_id"), client));
        }
        return known;
    }

    /** One scan for all rows of all these clients, on a server without that index too. */
    @Override
    public void refresh(Collection<String> clientKeys) {
        while (!attempt(Filters.in("clientKey", clientKeys))) {
            Thread.onSpinWait();
        }
    }

    /** Brings these rows up to their clients' records. */
    void refreshRows(Collection<String> ids) {
        while (!attempt(Filters.in("_id", ids))) {
            Thread.onSpinWait();
        }
    }

    private boolean attempt(Bson rows) {
        Map<String, Document> found = new HashMap<>();
        Set<String> clientKeys = new HashSet<>();
        model.authorizations()
                .find(rows)
                .projection(new Document("clientKey", 1).append("clientVersion", 1))
                .forEach(row -> {
                    found.put(row.getString("_id"), row);
                    clientKeys.add(row.getString("clientKey"));
                });
        Map<String, Document> known = known(clientKeys);
        List<WriteModel<Document>> writes = new ArrayList<>();
        found.forEach((id, row) -> {
            Document client = known.get(row.getString("clientKey"));
            long held = row.get("clientVersion", Number.class).longValue();
            if (client != null && ClientFacts.of(client).version() > held) {
                writes.add(new UpdateOneModel<>(
                        new Document("_id", id).append("clientVersion", held),
                        new Document("$set", ClientFacts.of(client).onRow())));
            }
        });
        return writes.isEmpty()
                || model.authorizations()
                                .bulkWrite(writes, new BulkWriteOptions().ordered(false))
                                .getMatchedCount()
                        == writes.size();
    }
}
