package health.authz.paging;

import com.mongodb.client.MongoCollection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Exact counts of whole lists, counted once for each version of what is listed, as paging asks for the same one again. For a
 * minute at most, so that an instance which wrote rows and died before it said how far it was is not believed for longer.
 */
final class Counts {
    private static final int KEPT_MOST = 1_000;

    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Counted(String version, long at, long count) {
        boolean holds(String now) {
            return version.equals(now) && System.nanoTime() - at < KEPT_NANOS;
        }
    }

    private final Map<String, Counted> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Counted> eldest) {
            return size() > KEPT_MOST;
        }
    };

    /** @param version read before; {@code null} = the collection has none, so it is counted every time */
    long of(MongoCollection<Document> collection, Document filter, @Nullable String version) {
        if (version == null) {
            return collection.countDocuments(filter);
        }
        String key = collection.getNamespace() + " " + filter.toJson();
        synchronized (kept) {
            Counted known = kept.get(key);
            if (known != null && known.holds(version)) {
                return known.count();
            }
        }
        long at = System.nanoTime();
        long count = collection.countDocuments(filter);
        synchronized (kept) {
            kept.put(key, new Counted(version, at, count));
        }
        return count;
    }
}
