package health.authz.bulk.domain;

import org.jspecify.annotations.Nullable;

/**
 * What an organisation wants to be asked before many rows change at once (rules B-13, B-14). Measured on the rows that would
 * change, not on those that are looked at.
 *
 * @param confirmCountAbove more rows than this are confirmed by typing their number; {@code null} = never
 * @param fourEyesAbove more rows than this are let go by a second person; {@code null} = never
 */
public record Safeguards(
        @Nullable Long confirmCountAbove, @Nullable Long fourEyesAbove) {
    /** Remaining units and the unmanaged flag override what notes have counted, so their number is typed at any size. */
    public boolean asksCount(boolean overridesUnits, long rows) {
        return confirmCountAbove != null && (rows > confirmCountAbove || overridesUnits);
    }

    public boolean asksSecondPerson(long rows) {
        return fourEyesAbove != null && rows > fourEyesAbove;
    }

    /** Whether it sets remaining units or the unmanaged flag of rows that are there already. */
    public static boolean overridesUnits(BulkPlan plan) {
        return plan instanceof BulkPlan.Update update
                && (update.rowsOverrideUnits()
                        || !update.patch().remainingUnits().isKeep()
                        || !update.patch().unmanaged().isKeep());
    }
}
