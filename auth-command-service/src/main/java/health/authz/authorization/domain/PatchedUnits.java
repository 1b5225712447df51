package health.authz.authorization.domain;

import health.authz.authorization.domain.Rejection.BelowUsed;
import health.authz.authorization.domain.Rejection.NoUnits;
import health.authz.authorization.domain.Rejection.RemainingAboveAllotted;
import health.authz.events.BillingCode;
import health.authz.events.Units;
import health.authz.events.authorization.UnitTotals;
import org.jspecify.annotations.Nullable;

/**
 * Units of a managed authorization after a change of allotted, of remaining, or of both (rules U-2, U-3, U-5, U-9).
 *
 * @param totals after the change
 * @param corrected remaining was given by hand and differs from what follows from allotted
 * @param refused why it cannot be; {@code totals} are then those before
 */
record PatchedUnits(
        UnitTotals totals, boolean corrected, @Nullable Rejection refused) {

    /**
     * @param allotted asked for, or as it was
     * @param remaining given by hand; {@code null} = it follows from allotted
     */
    static PatchedUnits of(UnitTotals before, Units allotted, @Nullable Units remaining, BillingCode code) {
        if (allotted.isZero()) {
            return refused(before, new NoUnits(code));
        }
        Units inUse = before.pending().plus(before.consumed());
        if (allotted.isLessThan(inUse)) {
            return refused(before, new BelowUsed(allotted, inUse));
        }
        Units shifted = shifted(before, allotted);
        if (remaining == null || remaining.equals(shifted)) {
            return shifted == null || shifted.isNegative()
                    ? refused(before, new BelowUsed(allotted, used(before)))
                    : new PatchedUnits(totals(before, allotted, shifted, before.adjustments()), false, null);
        }
        Units highest = allotted.minus(inUse);
        if (remaining.isMoreThan(highest)) {
            return refused(before, new RemainingAboveAllotted(remaining, highest));
        }
        Units adjustments = remaining.minus(highest).plus(before.openingUsed());
        return new PatchedUnits(totals(before, allotted, remaining, adjustments), true, null);
    }

    /** Rule U-3; {@code null} where there was no remaining to shift, on an authorization that was unmanaged. */
    private static @Nullable Units shifted(UnitTotals before, Units allotted) {
        Units had = before.allotted();
        Units left = before.remaining();
        return had == null || left == null ? null : left.plus(allotted.minus(had));
    }

    private static Units used(UnitTotals before) {
        Units had = before.allotted();
        Units left = before.remaining();
        return had == null || left == null ? before.pending().plus(before.consumed()) : had.minus(left);
    }

    private static UnitTotals totals(UnitTotals before, Units allotted, Units remaining, Units adjustments) {
        return new UnitTotals(
                allotted, remaining, before.pending(), before.consumed(), before.openingUsed(), adjustments);
    }

    private static PatchedUnits refused(UnitTotals before, Rejection why) {
        return new PatchedUnits(before, false, why);
    }
}
