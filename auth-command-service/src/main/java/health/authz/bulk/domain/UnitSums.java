package health.authz.bulk.domain;

import health.authz.authorization.domain.Added;
import health.authz.events.Units;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Units of all rows together that would change, before and after; a row without units counts as none.
 *
 * @param overridden rows that are there and whose remaining units or unmanaged flag somebody sets
 */
public record UnitSums(
        BigDecimal allottedBefore,
        BigDecimal remainingBefore,
        BigDecimal allottedAfter,
        BigDecimal remainingAfter,
        long overridden) {
    static final UnitSums NONE = new UnitSums(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0);

    UnitSums plus(UnitSums other) {
        return new UnitSums(
                allottedBefore.add(other.allottedBefore),
                remainingBefore.add(other.remainingBefore),
                allottedAfter.add(other.allottedAfter),
                remainingAfter.add(other.remainingAfter),
                overridden + other.overridden);
    }

    static UnitSums of(@Nullable Added before, @Nullable Added after) {
        return new UnitSums(
                value(before == null ? null : before.totals().allotted()),
                value(before == null ? null : before.totals().remaining()),
                value(after == null ? null : after.totals().allotted()),
                value(after == null ? null : after.totals().remaining()),
                before != null && after != null && overrides(before, after) ? 1 : 0);
    }

    /** Only a remaining that somebody sets moves the adjustments; one that follows the allotted units does not. */
    private static boolean overrides(Added before, Added after) {
        return before.definition().unmanaged() != after.definition().unmanaged()
                || !Objects.equals(before.totals().adjustments(), after.totals().adjustments());
    }

    private static BigDecimal value(@Nullable Units units) {
        return units == null ? BigDecimal.ZERO : units.value();
    }
}
