package health.authz.selection;

import health.authz.platform.web.Fields;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a preview selects: by filter, by ids, or all that is listed unfiltered; less the exceptions.
 *
 * @param filter {@code null} where ids are named
 */
record Selection(@Nullable QueryParameters filter, TreeSet<String> ids, Set<String> except) {
    private static final int IDS_MAX = 100_000;
    private static final int ID_LENGTH_MAX = 100;
    /** More than any organisation's bound on the rows of one change. */
    private static final int COUNTED_MOST = 1_000_001;

    static Selection of(Fields body, Set<String> known) {
        Set<String> except = new HashSet<>(body.texts("except", ID_LENGTH_MAX, IDS_MAX));
        TreeSet<String> ids = new TreeSet<>(body.texts("ids", ID_LENGTH_MAX, IDS_MAX));
        boolean all = body.flag("all").orElse(false);
        JsonNode filter = body.raw("filter");
        if (body.has("ids")) {
            return new Selection(null, ids, except);
        }
        if ((filter == null || filter.isEmpty()) && !all) {
            throw Problems.invalid("filter", "is needed and says something, or ids, or all: true");
        }
        return new Selection(parameters(filter, known), ids, except);
    }

    /** Lines of a selection by ids. */
    long named() {
        return ids.stream().filter(id -> !except.contains(id)).count();
    }

    /**
     * Lines of a selection by filter, at least: every exception may be one of those that match.
     *
     * @param matching counts what the filter matches, no further than it is told
     */
    long atLeast(IntToLongFunction matching) {
        return matching.applyAsLong(COUNTED_MOST + except.size()) - except.size();
    }

    private static QueryParameters parameters(@Nullable JsonNode filter, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        if (filter != null && !filter.isObject()) {
            throw Problems.invalid("filter", "is an object of the list's filters");
        }
        if (filter != null) {
            filter.properties().forEach(entry -> values.put(entry.getKey(), text(entry.getKey(), entry.getValue())));
        }
        return refusing(() -> QueryParameters.of(values, known));
    }

    private static String text(String name, JsonNode value) {
        if (QueryParameters.isBlank(value)) {
            throw Problems.invalid(
                    "filter." + name,
                    "is blank, which would select everything; leave the field out, or give it a value");
        }
        if (value.isArray() && name.equals("status")) {
            List<String> all = new ArrayList<>();
            value.forEach(each -> all.add(each.asString()));
            return String.join(",", all);
        }
        if (value.isContainer()) {
            throw Problems.invalid("filter." + name, "is a single value as text");
        }
        return value.asString();
    }

    /** A filter that cannot be read is refused as a rule would (422): the caller of the caller wrote it. */
    static <T> T refusing(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ProblemException refused) {
            if (refused.status().value() == 400) {
                throw Problems.refused(
                        "invalid-filter",
                        refused.detail(),
                        refused.errors().toArray(ProblemException.FieldError[]::new));
            }
            throw refused;
        }
    }
}
