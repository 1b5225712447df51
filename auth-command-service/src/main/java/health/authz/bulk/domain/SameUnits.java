package health.authz.bulk.domain;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Units that were given once, for rows of several codes: a unit may be a visit of one and fifteen minutes of the other. */
public final class SameUnits {
    private SameUnits() {}

    /** The codes that get them; none where they are of one code, or where each row or code was given its own. */
    public static Set<String> codes(BulkPlan plan, PreviewSummary summary) {
        Set<String> codes =
                switch (plan) {
                    case BulkPlan.Update update ->
                        update.patch().allottedUnits().isSet()
                                        || update.patch().remainingUnits().isSet()
                                ? summary.unitCodes()
                                : Set.of();
                    case BulkPlan.Add add -> ofAdd(add, summary);
                    case BulkPlan.Revert revert -> Set.of();
                };
        return codes.size() > 1 ? Collections.unmodifiableSet(codes) : Set.of();
    }

    private static Set<String> ofAdd(BulkPlan.Add add, PreviewSummary summary) {
        if (add.byRows() || !add.values().allottedUnits().isSet()) {
            return Set.of();
        }
        Set<String> codes = new TreeSet<>(summary.unitCodes());
        add.perCode().forEach((code, values) -> {
            if (values.allottedUnits().isSet()) {
                codes.remove(code.value());
            }
        });
        return codes;
    }
}
