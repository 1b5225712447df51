package health.authz.bulk.application;

import health.authz.bulk.domain.RowTally;
import health.authz.bulk.domain.Viewer;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Whose rows operations have, as it was when these were frozen. */
interface RowShares {
    /**
     * Rows in somebody's view, with what became of them so far, by the operation's id. Absent are operations that have none, and
     * those that were frozen before it was kept whose rows they are.
     */
    Map<UUID, RowTally> seen(Viewer viewer, Collection<Operation> operations);
}
