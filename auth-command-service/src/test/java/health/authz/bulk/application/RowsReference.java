package health.authz.bulk.application;

import static health.authz.bulk.application.RowFacts.foreign;
import static health.authz.bulk.application.RowFacts.is;
import static health.authz.bulk.application.RowFacts.isBefore;
import static health.authz.bulk.application.RowFacts.overlap;
import static health.authz.bulk.application.RowFacts.same;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What must become of rows, one at a time, in plain maps: no chunks, no transactions, none of the product's classes. */
final class RowsReference {
    static final Object CLEAR = "(clear)";
    private static final List<String> TYPED = List.of("payer", "number", "start", "end");
    final Map<String, Map<String, Object>> clients = new HashMap<>();
    final TreeMap<String, Map<String, Object>> authorizations = new TreeMap<>();
    String by = "";
    long tick;

    /** A step from what is there. */
    record By(int much) {}

    /** What is asked of rows, for the codes of a group where it is an add; no divisions = sees all. */
    record Ask(
            Map<String, Object> values,
            Map<String, Map<String, Object>> members,
            boolean skipDuplicates,
            boolean skipOverlaps,
            boolean endsOpenOnes,
            Set<String> divisions,
            boolean special) {
        boolean sees(Map<String, Object> client) {
            return client != null && (divisions.isEmpty() || divisions.contains(client.get("division")));
        }
    }

    String add(Ask ask, String id, String clientId, String code, Map<String, Object> facts) {
        Map<String, Object> client = clients.get(clientId);
        if (!ask.sees(client) || facts == null || !is(client, "active") || !is(facts, "active")) return "REJECTED";
        Map<String, Object> asked = new HashMap<>(ask.members.get(code));
        asked.putAll(ask.values);
        boolean managed = !is(facts, "unmanaged");
        Map<String, Object> row = new TreeMap<>(Map.of("client", clientId, "code", code, "unmanaged", !managed));
        TYPED.forEach(field -> row.put(field, value(asked, field, null)));
        List<?> payers = (List<?>) client.get("payers");
        row.put("payer", value(asked, "payer", payers.getFirst()));
        if (!managed) row.put("end", null);
        Integer allotted = managed ? (Integer) value(asked, "allotted", facts.get("units")) : null;
        Integer remaining = managed ? (Integer) value(asked, "remaining", allotted) : null;
        boolean counted = allotted != null && allotted > 0 && remaining != null && remaining <= allotted;
        boolean dated = row.get("start") != null && (!managed || row.get("end") != null);
        boolean reversed = isBefore(row.get("end"), row.get("start"));
        if (!dated || reversed || (managed && !counted) || foreign(row, payers)) return "REJECTED";
        row.put("allotted", allotted);
        row.put("remaining", remaining);
        row.putAll(Map.of("pending", 0, "consumed", 0, "adjusted", 0, "seq", 0L, "defined", 0L, "notes", Map.of()));
        row.putAll(Map.of("voided", false, "log", RevertsReference.added(by, ++tick)));
        row.put("opening", managed ? allotted - remaining : 0);
        String twin = held(row, other -> same(other, row, "payer", "number", "start", "end"));
        String neighbour = held(row, other -> overlap(other, row));
        if (twin != null) return ask.skipDuplicates ? "SKIPPED " + twin : "REJECTED";
        if (neighbour != null) return ask.skipOverlaps ? "SKIPPED " + neighbour : "REJECTED";
        authorizations.put(id, row);
        return "ADDED";
    }

    /** The client as it was known when this was decided; alone: for this row only, whatever version it has. */
    String change(Ask ask, String id, long expected, Map<String, Object> client, boolean alone) {
        Map<String, Object> row = authorizations.get(id), asked = ask.values;
        if (row == null || !ask.sees(client) || is(row, "voided")) return "REJECTED";
        boolean units = asked.containsKey("allotted") || asked.containsKey("remaining");
        long seq = (Long) row.get("seq"), moved = units ? seq : (Long) row.get("defined");
        if (!alone && (moved > expected || expected > seq)) return "STALE";
        boolean managed = !is(row, "unmanaged");
        Stream<String> needed = managed ? Stream.of("start", "end", "allotted", "remaining") : Stream.of("start");
        if (needed.anyMatch(field -> asked.get(field) == CLEAR) || (!managed && alone && units)) return "REJECTED";
        if (asked.get("end") instanceof By && row.get("end") == null) return "REJECTED";
        Map<String, Object> after = new TreeMap<>(row);
        TYPED.forEach(field -> after.put(field, value(asked, field, row.get(field))));
        if (!managed && !alone && !ask.endsOpenOnes && row.get("end") == null) after.put("end", null);
        boolean foreign = !same(row, after, "payer") && foreign(after, (List<?>) client.get("payers"));
        if (foreign || isBefore(after.get("end"), after.get("start"))) return "REJECTED";
        if (managed) {
            int inUse = (Integer) row.get("pending") + (Integer) row.get("consumed");
            int allotted = (Integer) value(asked, "allotted", row.get("allotted"));
            int shifted = (Integer) row.get("remaining") + allotted - (Integer) row.get("allotted");
            int remaining = (Integer) value(asked, "remaining", shifted);
            boolean high = remaining != shifted && remaining > allotted - inUse;
            if (allotted <= 0 || allotted < inUse || remaining < 0 || high) return "REJECTED";
            if (remaining != shifted)
                after.put("adjusted", remaining - allotted + inUse + (Integer) row.get("opening"));
            after.putAll(Map.of("allotted", allotted, "remaining", remaining));
            boolean special = !same(row, after, "end") || (remaining != shifted && !same(row, after, "remaining"));
            if (special && !ask.special) return "REJECTED";
        }
        return next(id, after, true);
    }

    /** A note is put once, on a day, and its units are pending or consumed from then on; again, it changes nothing. */
    String note(String id, String note, LocalDate date, int units, String use, boolean clientActive) {
        Map<String, Object> row = authorizations.get(id), after = new TreeMap<>(row);
        Map<Object, Object> notes = new TreeMap<>((Map<?, ?>) row.get("notes"));
        if (notes.putIfAbsent(note, date) != null) return "UNCHANGED";
        boolean outside = isBefore(date, row.get("start")) || isBefore(row.get("end"), date);
        boolean tooMuch = row.get("remaining") != null && (Integer) row.get("remaining") < units;
        if (outside || tooMuch || !clientActive || is(row, "voided")) return "REJECTED";
        after.put("notes", notes);
        after.merge(use, units, (one, other) -> (Integer) one + (Integer) other);
        after.computeIfPresent("remaining", (field, remaining) -> (Integer) remaining - units);
        return next(id, after, false);
    }

    String next(String id, Map<String, Object> after, boolean defines) {
        if (after.equals(authorizations.get(id))) return "UNCHANGED";
        after.merge("seq", 1L, (one, other) -> (Long) one + (Long) other);
        if (defines) after.putAll(RevertsReference.defined(authorizations.get(id), after, by, ++tick));
        authorizations.put(id, after);
        return "CHANGED";
    }

    private String held(Map<String, Object> row, Predicate<Map<String, Object>> what) {
        Predicate<Map<String, Object>> both =
                what.and(other -> same(other, row, "client", "code") && !is(other, "voided"));
        Predicate<String> sought = id -> both.test(authorizations.get(id));
        return authorizations.keySet().stream().filter(sought).findFirst().orElse(null);
    }

    private static Object value(Map<String, Object> asked, String field, Object unsaid) {
        if (asked.get(field) instanceof By by) {
            return unsaid instanceof LocalDate date ? date.plusDays(by.much()) : (Integer) unsaid + by.much();
        }
        return asked.get(field) == CLEAR ? null : asked.getOrDefault(field, unsaid);
    }
}
