package health.authz.bulk.domain;

import health.authz.events.bulk.BulkOperationEvent.BulkEnd;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.util.List;

/** Counts rows, and judges an operation by them. */
public final class OperationEnd {
    public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0, 0);

    private OperationEnd() {}

    /** Every row failed, some did, or none. */
    public static BulkEnd of(RowCounts counts) {
        long failed = failed(counts);
        if (failed == 0) {
            return BulkEnd.SUCCEEDED;
        }
        return failed == processed(counts) ? BulkEnd.FAILED : BulkEnd.PARTIALLY_SUCCEEDED;
    }

    public static RowCounts count(List<DecidedRow> rows) {
        long[] by = new long[RowOutcome.values().length];
        rows.forEach(row -> by[row.outcome().ordinal()]++);
        return new RowCounts(
                by[RowOutcome.ADDED.ordinal()],
                by[RowOutcome.CHANGED.ordinal()],
                by[RowOutcome.UNCHANGED.ordinal()],
                by[RowOutcome.SKIPPED.ordinal()],
                by[RowOutcome.STALE.ordinal()],
                by[RowOutcome.REJECTED.ordinal()]);
    }

    public static RowCounts sum(RowCounts one, RowCounts other) {
        return new RowCounts(
                one.added() + other.added(),
                one.changed() + other.changed(),
                one.unchanged() + other.unchanged(),
                one.skipped() + other.skipped(),
                one.stale() + other.stale(),
                one.rejected() + other.rejected());
    }

    public static long of(RowCounts counts, RowOutcome outcome) {
        return switch (outcome) {
            case ADDED -> counts.added();
            case CHANGED -> counts.changed();
            case UNCHANGED -> counts.unchanged();
            case SKIPPED -> counts.skipped();
            case STALE -> counts.stale();
            case REJECTED -> counts.rejected();
            case NOT_PROCESSED -> 0;
        };
    }

    public static long succeeded(RowCounts counts) {
        return counts.added() + counts.changed();
    }

    public static long failed(RowCounts counts) {
        return counts.stale() + counts.rejected();
    }

    public static long processed(RowCounts counts) {
        return succeeded(counts) + counts.unchanged() + counts.skipped() + failed(counts);
    }
}
