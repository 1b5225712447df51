package health.authz.bulk.application;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the reference reads off its rows. */
final class RowFacts {
    private RowFacts() {}

    static boolean foreign(Map<String, Object> row, List<?> payers) {
        return row.get("payer") != null && !payers.contains(row.get("payer"));
    }

    static boolean overlap(Map<String, Object> one, Map<String, Object> other) {
        boolean apart = isBefore(one.get("end"), other.get("start")) || isBefore(other.get("end"), one.get("start"));
        boolean anyPayer = one.get("payer") == null || other.get("payer") == null || same(one, other, "payer");
        Predicate<Map<String, Object>> usable = row -> is(row, "unmanaged") || (Integer) row.get("remaining") > 0;
        return !apart && anyPayer && usable.test(one) && usable.test(other);
    }

    static boolean is(Map<String, Object> row, String field) {
        return Boolean.TRUE.equals(row.get(field));
    }

    static boolean same(Map<String, Object> one, Map<String, Object> other, String... fields) {
        return Stream.of(fields).allMatch(field -> Objects.equals(one.get(field), other.get(field)));
    }

    static boolean isBefore(Object end, Object start) {
        return end != null && start != null && ((LocalDate) end).isBefore((LocalDate) start);
    }
}
