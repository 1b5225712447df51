package health.authz.bulk.domain;

import health.authz.events.bulk.BulkOperationEvent.RowCounts;

/**
 * Rows, and what became of them so far.
 *
 * @param rows all of them, done or not
 * @param notProcessed those that were set aside
 */
public record RowTally(long rows, RowCounts counts, long notProcessed) {
    public static final RowTally NONE = new RowTally(0, OperationEnd.NONE, 0);

    public static RowTally ofRows(long rows) {
        return new RowTally(rows, OperationEnd.NONE, 0);
    }

    public RowTally plus(RowTally other) {
        return new RowTally(
                rows + other.rows, OperationEnd.sum(counts, other.counts), notProcessed + other.notProcessed);
    }
}
