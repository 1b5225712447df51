package health.authz.bulk.application;

import static health.authz.bulk.application.RowFacts.foreign;
import static health.authz.bulk.application.RowFacts.is;
import static health.authz.bulk.application.RowFacts.isBefore;
import static health.authz.bulk.application.RowFacts.overlap;
import static health.authz.bulk.application.RowFacts.same;

import health.authz.bulk.application.RowsReference.Ask;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What must become of a row that is taken back: who did what to it is a list, in which what is undone is struck out. */
record RevertsReference(RowsReference rows, Ask ask, String id, Map<String, Object> row, Deed own, List<?> payers) {
    private static final List<String> FIELDS = List.of("payer", "number", "start", "end", "allotted", "adjusted");

    /** What one did to a row. @param gone when it was struck out, 0 while it stands; {@code undoers} did or undid that */
    record Deed(
            String by,
            boolean adds,
            Map<String, Object> was,
            Map<String, Object> is,
            long at,
            long gone,
            String undoers) {
        Deed struck(long when, String undoer) {
            return new Deed(by, adds, was, is, at, when, undoers + " " + undoer);
        }
    }

    static List<Deed> added(String by, long at) {
        return List.of(new Deed(by, true, Map.of(), Map.of(), at, 0, ""));
    }

    /** The row's deeds and this one, unless it was a revert, which has struck out another or let it stand again. */
    static Map<String, Object> defined(Map<String, Object> row, Map<String, Object> after, String by, long at) {
        List<Deed> log = new ArrayList<>(deeds(after));
        boolean reverts = row.get("log") != after.get("log");
        if (!reverts) log.add(new Deed(by, false, differing(row, after), differing(after, row), at, 0, ""));
        return Map.of("defined", after.get("seq"), "log", log);
    }

    private static Map<String, Object> differing(Map<String, Object> of, Map<String, Object> from) {
        Map<String, Object> fields = new HashMap<>(of);
        fields.keySet().removeIf(field -> !FIELDS.contains(field) || Objects.equals(of.get(field), from.get(field)));
        return fields;
    }

    @SuppressWarnings("unchecked")
    private static List<Deed> deeds(Map<String, Object> row) {
        return (List<Deed>) row.get("log");
    }

    static String revert(
            RowsReference rows, Ask ask, String id, String what, boolean ends, Map<String, Object> client) {
        Map<String, Object> row = rows.authorizations.get(id);
        if (row == null || !ask.sees(client)) return "REJECTED";
        for (Deed own : deeds(row).reversed()) {
            boolean undo = own.by().equals(what);
            if (undo || own.undoers().contains(what))
                return new RevertsReference(rows, ask, id, row, own, (List<?>) client.get("payers")).row(undo, ends);
        }
        return "UNCHANGED";
    }

    private String row(boolean undo, boolean ends) {
        boolean stands = own.gone() == 0, whole = own.adds() && undo && stands;
        if (is(row, "voided")) return !own.adds() ? "STALE" : undo ? "UNCHANGED" : comeBack();
        for (Deed deed : deeds(row)) {
            boolean meets = whole
                    || !Collections.disjoint(deed.was().keySet(), own.was().keySet());
            boolean since = deed != own && deed.gone() == 0 && deed.at() > (stands ? own.at() : own.gone());
            if (since && meets) return "STALE";
        }
        if (stands != undo) return "UNCHANGED";
        return whole ? takeAway(ends) : put(undo || own.adds() ? own.was() : own.is(), undo);
    }

    /** An added row, as it was added: it goes, or ends if notes used it and that is asked. */
    private String takeAway(boolean ends) {
        List<Object> days = ((Map<?, ?>) row.get("notes"))
                .values().stream().<Object>map(day -> day).sorted().toList();
        Map<String, Object> after = new TreeMap<>(row), was = new HashMap<>();
        if (days.isEmpty()) {
            after.put("voided", true);
            return next(after, new Deed(own.by(), true, Map.of(), Map.of(), own.at(), 0, own.undoers()), rows.tick);
        }
        LocalDate last = (LocalDate) days.getLast();
        if (!ends) return "SKIPPED " + id;
        if (row.get("end") != null && !isBefore(last, row.get("end"))) return "UNCHANGED";
        boolean forbidden = !is(row, "unmanaged") && !ask.special();
        if (forbidden || isBefore(last, row.get("start"))) return "REJECTED";
        after.put("end", last);
        was.put("end", row.get("end"));
        return next(after, new Deed(own.by(), true, was, Map.of("end", last), own.at(), 0, own.undoers()), rows.tick);
    }

    private String comeBack() {
        for (Map<String, Object> other : rows.authorizations.values()) {
            boolean later = deeds(other).getFirst().at() > own.gone() && !is(other, "voided");
            boolean twin = same(other, row, "payer", "number", "start", "end");
            if (later && same(other, row, "client", "code") && (twin || overlap(other, row))) return "REJECTED";
        }
        Map<String, Object> after = new TreeMap<>(row);
        after.put("voided", false);
        return next(after, own, 0);
    }

    /** Under the rules of a change by hand, and nothing that notes use is left uncovered. */
    private String put(Map<String, Object> values, boolean undo) {
        Map<String, Object> after = new TreeMap<>(row);
        after.putAll(values);
        boolean managed = !is(row, "unmanaged");
        if (managed && (values.containsKey("allotted") || values.containsKey("adjusted"))) {
            int inUse = (Integer) row.get("pending") + (Integer) row.get("consumed");
            int free = (Integer) after.get("allotted") - inUse;
            after.put("remaining", free - (Integer) row.get("opening") + (Integer) after.get("adjusted"));
            if ((Integer) after.get("remaining") < 0 || free < 0) return "REJECTED";
        }
        for (Object day : ((Map<?, ?>) row.get("notes")).values()) {
            if (covers(row, day) && !covers(after, day)) return "REJECTED";
        }
        boolean corrected = !same(row, after, "adjusted") && !same(row, after, "remaining");
        boolean forbidden = managed && !ask.special() && (corrected || !same(row, after, "end"));
        boolean foreign = !same(row, after, "payer") && foreign(after, payers);
        if (forbidden || foreign || isBefore(after.get("end"), after.get("start"))) return "REJECTED";
        return next(after, own, undo ? rows.tick : 0);
    }

    private static boolean covers(Map<String, Object> row, Object day) {
        return !isBefore(day, row.get("start")) && !isBefore(row.get("end"), day);
    }

    private String next(Map<String, Object> after, Deed now, long gone) {
        List<Deed> log = new ArrayList<>(deeds(row));
        log.set(log.indexOf(own), now.struck(gone, rows.by));
        after.put("log", log);
        return rows.next(id, after, true);
    }
}
