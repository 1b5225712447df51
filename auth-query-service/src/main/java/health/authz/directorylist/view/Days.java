package health.authz.directorylist.view;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.bson.Document;

/**
 * Which day it is for a row, by its client's first division. At any moment there are at most three dates on earth, so a
 * condition on today is one on each of them.
 *
 * @param elsewhere the date in UTC, for clients without a known division
 */
public record Days(LocalDate elsewhere, Map<String, LocalDate> byDivision) {
    public LocalDate of(String firstDivision) {
        return byDivision.getOrDefault(firstDivision, elsewhere);
    }

    public Document condition(Function<LocalDate, Document> onDay) {
        Map<LocalDate, List<String>> others = others();
        if (others.isEmpty() || onDay.apply(elsewhere).isEmpty()) {
            return onDay.apply(elsewhere);
        }
        List<Document> either = new ArrayList<>();
        List<String> named = new ArrayList<>();
        others.forEach((day, divisions) -> {
            named.addAll(divisions);
            either.add(both("$in", divisions, onDay.apply(day)));
        });
        either.add(both("$nin", named, onDay.apply(elsewhere)));
        return new Document("$or", either);
    }

    /** The day of a row as an expression of an aggregation; ids of divisions are literals there, whatever they begin with. */
    public Object expression() {
        Object day = elsewhere.toString();
        for (Map.Entry<LocalDate, List<String>> other : others().entrySet()) {
            Document there = new Document("$in", List.of("$firstDivision", new Document("$literal", other.getValue())));
            day = new Document("$cond", List.of(there, other.getKey().toString(), day));
        }
        return day;
    }

    /** Divisions where it is another day. */
    private Map<LocalDate, List<String>> others() {
        Map<LocalDate, List<String>> others = new TreeMap<>();
        byDivision.forEach((division, day) -> {
            if (!day.equals(elsewhere)) {
                others.computeIfAbsent(day, any -> new ArrayList<>()).add(division);
            }
        });
        return others;
    }

    private static Document both(String in, List<String> divisions, Document condition) {
        return new Document("$and", List.of(new Document("firstDivision", new Document(in, divisions)), condition));
    }
}
