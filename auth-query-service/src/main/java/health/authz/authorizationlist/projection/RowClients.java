package health.authz.authorizationlist.projection;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import health.authz.directorylist.projection.ClientRows;
import health.authz.directorylist.view.ClientFacts;
import health.authz.rebuild.Attempts;
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
        refreshAll(Filters.in("clientKey", clientKeys));
    }

    /** The client that a row belongs to, and the version of its record that the row repeats. */
    record Repeated(String clientKey, long version) {
        static Repeated of(Document row) {
            return new Repeated(
                    row.getString("clientKey"),
                    row.get("clientVersion", Number.class).longValue());
        }
    }

    /** Brings rows that were just written, or read, up to their clients' records. */
    void catchUp(Map<String, Repeated> rows) {
        if (!bringUp(behind(rows))) {
            refreshAll(Filters.in("_id", rows.keySet()));
        }
    }

    /** Mostly none: of the clients' records no more is read than their versions. */
    private Map<String, Repeated> behind(Map<String, Repeated> rows) {
        Set<String> keys = new HashSet<>();
        rows.values().forEach(row -> keys.add(row.clientKey()));
        Map<String, Long> versions = new HashMap<>();
        model.clients()
                .find(Filters.in("_id", keys))
                .projection(new Document("version", 1))
                .forEach(client -> versions.put(
                        client.getString("_id"),
                        client.get("version", Number.class).longValue()));
        Map<String, Repeated> behind = new HashMap<>(rows);
        behind.values().removeIf(row -> versions.getOrDefault(row.clientKey(), ClientFacts.UNKNOWN) <= row.version());
        return behind;
    }

    private void refreshAll(Bson rows) {
        Attempts.until(() -> attempt(rows));
    }

    private boolean attempt(Bson rows) {
        Map<String, Repeated> found = new HashMap<>();
        model.authorizations()
                .find(rows)
                .projection(new Document("clientKey", 1).append("clientVersion", 1))
                .forEach(row -> found.put(row.getString("_id"), Repeated.of(row)));
        return bringUp(found);
    }

    /** False if somebody else brought one of them up meanwhile. */
    private boolean bringUp(Map<String, Repeated> rows) {
        Map<String, ClientFacts> known = new HashMap<>();
        known(rows.values().stream().map(Repeated::clientKey).toList())
                .forEach((key, client) -> known.put(key, ClientFacts.of(client)));
        List<WriteModel<Document>> writes = new ArrayList<>();
        rows.forEach((id, row) -> {
            ClientFacts client = known.get(row.clientKey());
            if (client != null && client.version() > row.version()) {
                writes.add(new UpdateOneModel<>(
                        new Document("_id", id).append("clientVersion", row.version()),
                        new Document("$set", client.onRow())));
            }
        });
        return writes.isEmpty()
                || model.authorizations()
                                .bulkWrite(writes, new BulkWriteOptions().ordered(false))
                                .getMatchedCount()
                        == writes.size();
    }
}
