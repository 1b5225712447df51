package health.authz.bulk.application;

import health.authz.authorization.domain.EndPrevious;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.DecidedRow;
import health.authz.bulk.domain.RowFields;
import health.authz.bulk.domain.RowProblem;
import health.authz.bulk.domain.Target;
import health.authz.platform.json.Json;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SequenceWriter;

/** Rows of a chunk as compact text, one line each, kept in one record per chunk. */
final class RowLines {
    private static final ObjectWriter LINES = Json.mapper().writer().withRootValueSeparator("\n");

    private RowLines() {}

    /** Through one generator: setting one up for each row costs about as much as writing the row. */
    private static <T> String lines(List<T> rows, int widthOfOne, Function<T, Object> line) {
        StringWriter lines = new StringWriter(rows.size() * widthOfOne);
        try (SequenceWriter values = LINES.writeValues(lines)) {
            rows.forEach(row -> values.write(line.apply(row)));
        }
        return rows.isEmpty() ? "" : lines.append('\n').toString();
    }

    /**
     * Rows of a preview, as its items show them.
     *
     * @param targets that they were made of; where each made one row, it says from which line of a file it came
     */
    static String items(List<DecidedRow> rows, List<Target> targets) {
        Iterator<Target> each = targets.iterator();
        boolean isOneEach = targets.size() == rows.size();
        return lines(rows, 200, row -> item(row, isOneEach ? each.next().sourceLine() : 0));
    }

    private static Map<String, @Nullable Object> item(DecidedRow row, long sourceLine) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        Map<String, @Nullable Object> had = RowFields.of(row.addedBefore());
        Map<String, @Nullable Object> has = RowFields.of(row.addedAfter());
        boolean isAdded = had.isEmpty() && !has.isEmpty();
        if (sourceLine > 0) {
            item.put("fileLine", sourceLine);
        }
        item.put("clientId", row.client());
        item.put("billingCode", row.code());
        item.put("authorizationId", isAdded ? null : row.id());
        item.put("outcome", row.outcome().inPreview());
        item.put("seq", row.before().seq() < 0 ? null : row.before().seq());
        item.put("problem", row.problem());
        item.put("warnings", row.warnings());
        item.put("before", isAdded ? null : RowFields.differing(had, has));
        item.put("after", has.isEmpty() ? null : RowFields.differing(has, had));
        if (!row.ended().isEmpty()) {
            item.put("ends", row.ended().stream().map(RowLines::ended).toList());
        }
        return item;
    }

    private static Map<String, @Nullable Object> ended(EndPrevious.Ended ended) {
        Map<String, @Nullable Object> had = RowFields.of(ended.before());
        Map<String, @Nullable Object> has = RowFields.of(ended.after());
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("authorizationId", ended.before().identity().id());
        line.put("seq", ended.before().seq());
        line.put("before", RowFields.differing(had, has));
        line.put("after", RowFields.differing(has, had));
        return line;
    }

    /**
     * Outcomes of executed rows: {@code ["c-1","H0031","id","ADDED",0]}; then a problem where there is one, and behind it
     * the ids of older authorizations that ended for a new one.
     */
    static String outcomes(BulkPlan plan, List<DecidedRow> rows) {
        return lines(rows, 90, row -> outcome(plan, row));
    }

    private static List<@Nullable Object> outcome(BulkPlan plan, DecidedRow row) {
        List<@Nullable Object> line = new ArrayList<>(6);
        RowProblem problem = row.problem();
        boolean isThere = row.after().seq() >= 0 || problem == null || !(plan instanceof BulkPlan.Add);
        boolean isSkipped = row.decision() instanceof health.authz.authorization.domain.Decision.Skipped;
        line.add(row.client());
        line.add(row.code());
        line.add(isThere || isSkipped ? row.id() : null);
        line.add(row.outcome());
        line.add(row.after().seq() < 0 ? null : row.after().seq());
        if (problem != null || !row.ended().isEmpty()) {
            line.add(problem);
        }
        if (!row.ended().isEmpty()) {
            line.add(row.ended().stream()
                    .map(ended -> ended.before().identity().id())
                    .toList());
        }
        return line;
    }
}
