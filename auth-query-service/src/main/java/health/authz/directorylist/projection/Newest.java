package health.authz.directorylist.projection;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;

/** Of documents that come in any order, the one of each id with the highest version. */
final class Newest {
    private final Map<String, Document> byId = new LinkedHashMap<>();

    void add(Document document) {
        byId.merge(document.getString("_id"), document, (held, next) -> version(next) >= version(held) ? next : held);
    }

    Collection<Document> documents() {
        return byId.values();
    }

    Collection<String> ids() {
        return byId.keySet();
    }

    private static long version(Document document) {
        return document.get("version", Number.class).longValue();
    }
}
