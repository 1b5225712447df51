package health.authz.paging;

import health.authz.platform.web.Problems;
import java.util.Map;
import java.util.TreeSet;
import org.bson.Document;

/**
 * What a list is sorted by; the id decides between equals.
 *
 * @param field never null in the collection
 * @param personal its values are names, which must not stand in a cursor: cursors travel in addresses
 */
public record SortKey(String name, String field, boolean personal, boolean descending) {
    public static SortKey ascending(String name, String field) {
        return new SortKey(name, field, false, false);
    }

    public static SortKey byName(String name, String field) {
        return new SortKey(name, field, true, false);
    }

    /** Reads {@code name} or {@code -name}. */
    public static SortKey of(String text, Map<String, SortKey> known) {
        boolean down = text.startsWith("-");
        SortKey key = known.get(down ? text.substring(1) : text);
        if (key == null) {
            throw Problems.invalid(
                    "sort",
                    "is one of " + String.join(", ", new TreeSet<>(known.keySet())) + ", - before it turns it round");
        }
        return new SortKey(key.name, key.field, key.personal, down);
    }

    Document order(boolean backwards) {
        int direction = descending == backwards ? 1 : -1;
        Document order = new Document(field, direction);
        return field.equals("_id") ? order : order.append("_id", direction);
    }

    /** The natural order, for streams. */
    public Document order() {
        return order(false);
    }
}
