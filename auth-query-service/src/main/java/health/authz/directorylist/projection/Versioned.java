package health.authz.directorylist.projection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import health.authz.rebuild.Attempts;
import health.authz.rebuild.BulkWrites;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Writes documents that carry a {@code version}; the higher one stays, whoever comes last. */
final class Versioned {
    private Versioned() {}

    static void put(MongoCollection<Document> collection, Collection<Document> documents) {
        Attempts.until(() -> attempt(collection, documents));
    }

    /** False if somebody else wrote one of them meanwhile: look again. */
    private static boolean attempt(MongoCollection<Document> collection, Collection<Document> documents) {
        Map<String, Long> held = versions(
                collection,
                documents.stream().map(each -> each.getString("_id")).toList());
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (Document document : documents) {
            String id = document.getString("_id");
            Long version = held.get(id);
            if (version == null) {
                writes.add(new InsertOneModel<>(document));
            } else if (version < document.get("version", Number.class).longValue()) {
                writes.add(new ReplaceOneModel<>(new Document("_id", id).append("version", version), document));
            }
        }
        return writes.isEmpty() || BulkWrites.allApplied(collection, writes);
    }

    private static Map<String, Long> versions(MongoCollection<Document> collection, List<String> ids) {
        Map<String, Long> versions = new HashMap<>();
        collection
                .find(Filters.in("_id", ids))
                .projection(new Document("version", 1))
                .forEach(each -> versions.put(
                        each.getString("_id"), each.get("version", Number.class).longValue()));
        return versions;
    }
}
