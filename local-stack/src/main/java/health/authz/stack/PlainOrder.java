package health.authz.stack;

import de.bwaldvogel.mongo.backend.DocumentComparator;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sort by fields of the document itself: they are read once for each document, and texts are compared directly, all else
 * as the library does. Of a page only as many documents are kept as it shows.
 */
final class PlainOrder {
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

    /** @param place where the document stood, which decides between equals */
    private record Keyed(
            Document document, int place, @Nullable Object[] values) {}

    static boolean fits(Document order) {
        return !order.isEmpty() && order.entrySet().stream().allMatch(PlainOrder::isPlain);
    }

    private static boolean isPlain(Map.Entry<String, Object> key) {
        return !key.getKey().startsWith("$") && key.getKey().indexOf('.') < 0 && key.getValue() instanceof Number;
    }

    /** @param most how many of the first are wanted; 0 = all */
    Stream<Document> first(Stream<Document> documents, int most) {
        AtomicInteger place = new AtomicInteger();
        Stream<Keyed> keyed = documents.map(document -> keyed(document, place.getAndIncrement()));
        return (most > 0 ? smallest(keyed, most) : keyed).sorted(this::compare).map(Keyed::document);
    }

    private Stream<Keyed> smallest(Stream<Keyed> all, int most) {
        PriorityQueue<Keyed> kept = new PriorityQueue<>((left, right) -> compare(right, left));
        all.forEachOrdered(each -> {
            if (kept.size() < most) {
                kept.add(each);
            } else if (compare(each, kept.element()) < 0) {
                kept.remove();
                kept.add(each);
            }
        });
        return kept.stream();
    }

    private Keyed keyed(Document document, int place) {
        Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = document.get(fields[i]);
        }
        return new Keyed(document, place, values);
    }

    private int compare(Keyed left, Keyed right) {
        int order = byValues(left, right);
        return order != 0 ? order : Integer.compare(left.place(), right.place());
    }

    private int byValues(Keyed left, Keyed right) {
        for (int i = 0; i < fields.length; i++) {
            if (!(left.values()[i] instanceof String one && right.values()[i] instanceof String other)) {
                return library.compare(left.document(), right.document());
            }
            int order = one.compareTo(other);
            if (order != 0) {
                return descending[i] ? -order : order;
            }
        }
        return 0;
    }
}
