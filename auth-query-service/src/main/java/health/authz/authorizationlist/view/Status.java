package health.authz.authorizationlist.view;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/** Status of an authorization on a day, derived from facts (rule W-6): as a condition, and of one row. */
public enum Status {
    ACTIVE,
    PENDING_START,
    EXHAUSTED,
    EXPIRED,
    INACTIVE,
    VOIDED;

    static Status of(Document row, LocalDate day) {
        String state = row.getString("state");
        if (!state.equals("OPEN")) {
            return valueOf(state);
        }
        String today = day.toString();
        if (row.getString("endKey").compareTo(today) < 0) {
            return EXPIRED;
        }
        if (!row.getBoolean("hasUnits")) {
            return EXHAUSTED;
        }
        return row.getString("start").compareTo(today) > 0 ? PENDING_START : ACTIVE;
    }

    /** Rows with one of these on that day; the usual pair is one flat condition. */
    static Document anyOf(Set<Status> wanted, LocalDate day) {
        if (wanted.size() == values().length) {
            return new Document();
        }
        List<Document> either = new ArrayList<>();
        boolean usable = wanted.contains(ACTIVE) && wanted.contains(PENDING_START);
        if (usable) {
            either.add(inTime(day).append("hasUnits", true));
        }
        for (Status status : wanted) {
            if (!usable || status != ACTIVE && status != PENDING_START) {
                either.add(status.on(day));
            }
        }
        return either.size() == 1 ? either.getFirst() : new Document("$or", either);
    }

    private Document on(LocalDate day) {
        String today = day.toString();
        return switch (this) {
            case ACTIVE -> inTime(day).append("hasUnits", true).append("start", new Document("$lte", today));
            case PENDING_START -> inTime(day).append("hasUnits", true).append("start", new Document("$gt", today));
            case EXHAUSTED -> inTime(day).append("hasUnits", false);
            case EXPIRED -> new Document("state", "OPEN").append("endKey", new Document("$lt", today));
            case INACTIVE, VOIDED -> new Document("state", name());
        };
    }

    /**
     * The name of a row's status as an expression of an aggregation, which asks in the order of {@link #of}. Made of
     * {@code $cond}, as the stand-in for MongoDB knows no {@code $switch}.
     *
     * @param day of the row, an expression itself
     */
    static Object expression(Object day) {
        Object usable = either(asks("$gt", "$start", day), PENDING_START.name(), ACTIVE.name());
        Object inTime = either(asks("$eq", "$hasUnits", true), usable, EXHAUSTED.name());
        Object open = either(asks("$lt", "$endKey", day), EXPIRED.name(), inTime);
        return either(asks("$eq", "$state", "OPEN"), open, "$state");
    }

    private static Document asks(String operator, String field, Object value) {
        return new Document(operator, List.of(field, value));
    }

    private static Document either(Document condition, Object then, Object otherwise) {
        return new Document("$cond", List.of(condition, then, otherwise));
    }

    private static Document inTime(LocalDate day) {
        return new Document("state", "OPEN").append("endKey", new Document("$gte", day.toString()));
    }
}
