package health.authz.bulk.domain;

import health.authz.authorization.domain.Decision;
import health.authz.authorization.domain.Rejection;
import java.util.List;

/** A change that is made of every row or of none (rule B-23). All of its rows stand in one chunk, so in one transaction. */
public final class AllOrNothing {
    /** Most rows of such a change; a transaction holds its locks until the last of them is written. */
    public static final int ROWS_MAX = 5_000;

    private AllOrNothing() {}

    /**
     * The rows as they are where none failed. Otherwise each is refused: those that failed for their own reason, and the
     * others, also those with nothing to do, because of them.
     *
     * @param firstLine number of the first row, from 1
     */
    public static List<DecidedRow> of(BulkPlan plan, List<DecidedRow> rows, long firstLine) {
        long failed = rows.stream().filter(AllOrNothing::failed).count();
        if (failed == 0) {
            return rows;
        }
        int first = 0;
        while (!failed(rows.get(first))) {
            first++;
        }
        Rejection why = new Rejection.RefusedWithOthers(failed, firstLine + first);
        return rows.stream()
                .map(row -> failed(row) ? row : refused(plan, row, why))
                .toList();
    }

    private static boolean failed(DecidedRow row) {
        return row.outcome() == RowOutcome.REJECTED || row.outcome() == RowOutcome.STALE;
    }

    private static DecidedRow refused(BulkPlan plan, DecidedRow row, Rejection why) {
        return DecidedRow.of(plan, row.client(), row.code(), row.id(), row.before(), Decision.reject(why), row.today())
                .to(row.audience());
    }
}
