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
        Map<LocalDate, List<String>> others = new TreeMap<>();
        byDivision.forEach((division, day) -> {
            if (!day.equals(elsewhere)) {
                others.computeIfAbsent(day, any -> new ArrayList<>()).add(division);
            }
        });
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

    private static Document both(String in, List<String> divisions, Document condition) {
        return new Document("$and", List.of(new Document("firstDivision", new Document(in, divisions)), condition));
    }
}
