package health.authz.bulk.domain;

import health.authz.bulk.domain.PreviewSummary.FieldChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changes of a preview as a person can take them in: the commonest of each field, the rest summed. */
public final class CommonChanges {
    private static final int SHOWN_MAX = 20;

    private CommonChanges() {}

    /**
     * One line of the answer.
     *
     * @param rest {@code null} = exactly from this to that; else what the remaining rows have in common
     */
    public record Line(
            String field,
            @Nullable Object from,
            @Nullable Object to,
            long count,
            @Nullable String rest) {}

    /** @param changes commonest first */
    public static List<Line> of(List<FieldChange> changes) {
        Map<String, List<FieldChange>> byField = new LinkedHashMap<>();
        changes.forEach(change -> byField.computeIfAbsent(change.field(), field -> new ArrayList<>())
                .add(change));
        List<Line> lines = new ArrayList<>();
        byField.forEach((field, all) -> {
            all.stream()
                    .limit(SHOWN_MAX)
                    .forEach(each -> lines.add(new Line(field, each.from(), each.to(), each.count(), null)));
            Map<String, Long> rest = new LinkedHashMap<>();
            all.stream().skip(SHOWN_MAX).forEach(each -> rest.merge(direction(each), each.count(), Long::sum));
            rest.forEach((direction, count) -> lines.add(new Line(field, null, null, count, direction)));
        });
        return lines;
    }

    /** An end that moves back shortens a window, and so does a start that moves on. ISO dates sort as texts. */
    private static String direction(FieldChange change) {
        boolean isDate = change.field().equals("endDate") || change.field().equals("startDate");
        if (!isDate || !(change.from() instanceof String from) || !(change.to() instanceof String to)) {
            return "OTHER";
        }
        boolean later = to.compareTo(from) > 0;
        return later == change.field().equals("endDate") ? "LENGTHENED" : "SHORTENED";
    }
}
