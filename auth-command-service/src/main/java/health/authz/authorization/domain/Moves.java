package health.authz.authorization.domain;

import health.authz.authorization.domain.Rejection.NothingToMove;
import health.authz.authorization.domain.Rejection.StepOutOfBounds;
import health.authz.events.Units;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A patch whose steps have become values on one row (rule B-21). From there on nothing tells a step from a value that was
 * given: the same rules, warnings and events.
 *
 * @param patch without steps; as it was where {@code refused} says why
 */
record Moves(RequestedValues patch, @Nullable Rejection refused) {
    static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);
    private static final Units MOST = new Units(Units.LARGEST);

    static Moves on(Added authorization, RequestedValues patch) {
        if (!patch.moves()) {
            return new Moves(patch, null);
        }
        Definition now = authorization.definition();
        Rejection refused = date("startDate", patch.startDate(), now.startDate());
        refused = refused == null ? date("endDate", patch.endDate(), now.endDate()) : refused;
        refused = refused == null ? units(authorization, patch) : refused;
        return refused == null
                ? new Moves(patch.moved(now, authorization.totals().allotted()), null)
                : new Moves(patch, refused);
    }

    private static @Nullable Rejection date(String field, Change<LocalDate> change, @Nullable LocalDate now) {
        if (!(change instanceof Change.Move<LocalDate> move)) {
            return null;
        }
        if (now == null) {
            return new NothingToMove(field);
        }
        LocalDate to = move.by().from(now);
        return to.isBefore(FIRST_DAY) || to.isAfter(LAST_DAY)
                ? new StepOutOfBounds(field, now + " leads to " + to, FIRST_DAY + " to " + LAST_DAY)
                : null;
    }

    /**
     * On an authorization that stays unmanaged the step is ignored like any units given for a list; one that is to become
     * managed needs a number.
     */
    private static @Nullable Rejection units(Added authorization, RequestedValues patch) {
        if (!(patch.allottedUnits() instanceof Change.Move<Units> move)) {
            return null;
        }
        Units now = authorization.totals().allotted();
        if (now == null) {
            boolean staysUnmanaged = Boolean.TRUE.equals(
                    patch.unmanaged().appliedTo(authorization.definition().unmanaged()));
            return staysUnmanaged ? null : new NothingToMove("allottedUnits");
        }
        BigDecimal to = now.value().add(((Step.More) move.by()).units().value());
        return to.signum() < 0 || to.compareTo(MOST.value()) > 0
                ? new StepOutOfBounds("allottedUnits", now + " leads to " + to.toPlainString(), "0 to " + MOST)
                : null;
    }
}
