package health.authz.platform.consuming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A batch as it is handed over: records of one subject in the order of their places, each place once; of a directory record
 * the newest alone. Everything else stays where the log has it.
 */
final class InOrder {
    private InOrder() {}

    /** The batch itself where it is in order, as nearly all are. */
    static List<Received> of(List<Received> batch) {
        Set<Subject> strays = strays(batch);
        if (strays.isEmpty()) {
            return batch;
        }
        Map<Subject, List<Received>> own = new HashMap<>();
        batch.forEach(record -> {
            Subject subject = Subject.of(record);
            if (strays.contains(subject)) {
                own.computeIfAbsent(subject, any -> new ArrayList<>()).add(record);
            }
        });
        Map<Subject, Iterator<Received>> sorted = new HashMap<>();
        own.forEach((subject, records) ->
                sorted.put(subject, sorted(subject, records).iterator()));
        List<Received> ordered = new ArrayList<>(batch.size());
        for (Received record : batch) {
            Iterator<Received> next = sorted.get(Subject.of(record));
            if (next == null) {
                ordered.add(record);
            } else if (next.hasNext()) {
                ordered.add(next.next());
            }
        }
        return ordered;
    }

    /** Subjects of which a record comes again or late, or a state is overtaken. */
    private static Set<Subject> strays(List<Received> batch) {
        Map<Subject, Long> last = HashMap.newHashMap(batch.size());
        Set<Subject> strays = new HashSet<>();
        for (Received record : batch) {
            Subject subject = Subject.of(record);
            long place = record.place();
            Long before = last.put(subject, place);
            if (before != null && (place <= before || subject.holdsStates())) {
                strays.add(subject);
            }
        }
        return strays;
    }

    private static List<Received> sorted(Subject subject, List<Received> records) {
        List<Received> sorted = byPlace(records);
        return subject.holdsStates() ? List.of(sorted.getLast()) : sorted;
    }

    /** Doubles dropped; as they are where one names no place, as nothing is known then. */
    static List<Received> byPlace(List<Received> records) {
        if (records.stream().anyMatch(record -> record.place() == Received.NO_PLACE)) {
            return records;
        }
        List<Received> sorted = new ArrayList<>(records);
        sorted.sort(Comparator.comparingLong(Received::place));
        List<Received> once = new ArrayList<>(sorted.size());
        for (Received record : sorted) {
            if (once.isEmpty() || once.getLast().place() != record.place()) {
                once.add(record);
            }
        }
        return once;
    }
}
