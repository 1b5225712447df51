package health.authz.bulk.domain;

import health.authz.events.UserId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who looks at operations, or does something about them.
 *
 * @param seesEveryOperation the caller holds {@code auth:bulk-all}
 */
public record Viewer(Scope scope, boolean seesEveryOperation) {
    /**
     * Whether all of an operation is in view whatever its rows are; who is answered so needs no look at them.
     *
     * @param of what its submitter saw; {@code null} = unknown, and then it covers nobody's
     */
    public boolean seesAllOf(UserId submittedBy, @Nullable Scope of) {
        return seesAnything() || scope.user().equals(submittedBy) || (of != null && scope.covers(of));
    }

    /** Whether every operation of the organisation is in view. */
    public boolean seesAnything() {
        return seesEveryOperation || scope.seesEveryClient();
    }

    /** Under whose name the rows in view are counted; {@link RowShare#ANYBODY} where assignments narrow nothing. */
    public String assignee() {
        return scope.assignedOnly() ? scope.user().value() : RowShare.ANYBODY;
    }

    /** What of these rows is in view. */
    public RowTally seen(Collection<RowShare> shares) {
        RowTally seen = RowTally.NONE;
        for (RowShare share : shares) {
            if (share.assignee().equals(assignee())
                    && (scope.allDivisions() || share.divisions().stream().anyMatch(scope.divisions()::contains))) {
                seen = seen.plus(share.tally());
            }
        }
        return seen;
    }

    /** For rows that are decided because the caller may act on the whole operation. */
    public Scope acting() {
        return seesEveryOperation ? scope.ofEveryClient() : scope;
    }
}
