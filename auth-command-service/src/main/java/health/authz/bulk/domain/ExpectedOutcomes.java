package health.authz.bulk.domain;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What rows would come to, counted by the names of their outcomes, of the problems that refuse them, and of the warnings of
 * those that would be changed.
 */
public record ExpectedOutcomes(Map<String, Long> outcomes, Map<String, Long> rejected, Map<String, Long> warnings) {
    public static final ExpectedOutcomes NOTHING = new ExpectedOutcomes(Map.of(), Map.of(), Map.of());

    public static ExpectedOutcomes of(List<DecidedRow> rows) {
        Sum sum = new Sum();
        rows.forEach(sum::add);
        return sum.total();
    }

    public ExpectedOutcomes plus(ExpectedOutcomes other) {
        Sum sum = new Sum();
        sum.add(this);
        sum.add(other);
        return sum.total();
    }

    static final class Sum {
        private final Map<String, Long> outcomes = new TreeMap<>();
        private final Map<String, Long> rejected = new TreeMap<>();
        private final Map<String, Long> warnings = new TreeMap<>();

        void add(DecidedRow row) {
            outcomes.merge(row.outcome().inPreview(), 1L, Long::sum);
            RowProblem problem = row.problem();
            if (problem != null && row.outcome() == RowOutcome.REJECTED) {
                rejected.merge(problem.type(), 1L, Long::sum);
            }
            row.warnings().forEach(type -> warnings.merge(type, 1L, Long::sum));
        }

        void add(ExpectedOutcomes part) {
            part.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
            part.rejected.forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
            part.warnings.forEach((warning, count) -> warnings.merge(warning, count, Long::sum));
        }

        ExpectedOutcomes total() {
            return new ExpectedOutcomes(outcomes, rejected, warnings);
        }
    }
}
