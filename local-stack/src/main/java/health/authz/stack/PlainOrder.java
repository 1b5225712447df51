package health.authz.stack;

import de.bwaldvogel.mongo.backend.DocumentComparator;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Comparator;
import java.util.Map;

/** A sort by fields of the document itself: texts are read and compared directly, all else as the library does. */
final class PlainOrder implements Comparator<Document> {
    private final DocumentComparator library;
    private final String[] fields;
    private final boolean[] descending;

    PlainOrder(Document order) {
        library = new DocumentComparator(order);
        fields = order.keySet().toArray(String[]::new);
        descending = new boolean[fields.length];
        for (int i = 0; i < fields.length; i++) {
            descending[i] = order.get(fields[i]) instanceof Number side && side.intValue() < 0;
        }
    }

    static boolean fits(Document order) {
        return !order.isEmpty() && order.entrySet().stream().allMatch(PlainOrder::isPlain);
    }

    private static boolean isPlain(Map.Entry<String, Object> key) {
        return !key.getKey().startsWith("$") && key.getKey().indexOf('.') < 0 && key.getValue() instanceof Number;
    }

    @Override
    public int compare(Document left, Document right) {
        for (int i = 0; i < fields.length; i++) {
            if (!(left.get(fields[i]) instanceof String one && right.get(fields[i]) instanceof String other)) {
                return library.compare(left, right);
            }
            int order = one.compareTo(other);
            if (order != 0) {
                return descending[i] ? -order : order;
            }
        }
        return 0;
    }
}
