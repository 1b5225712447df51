package health.authz.benchmarks;

import health.authz.stack.LocalStack;

/** Ten times the rows (a million at most) beside ten thousand. */
final class ScaleMeasure {
    /** Rows from which one round is enough. */
    static final int ONCE_FROM = 100_000;

    private static final int SMALL = 10_000;
    private static final int LARGEST = 1_000_000;
    private final LocalStack stack;
    private final Store store;
    private final int rows;
    private final Figures figures;

    ScaleMeasure(LocalStack stack, Store store, int rows, Figures figures) {
        this.stack = stack;
        this.store = store;
        this.rows = Math.min(LARGEST, rows * 10);
        this.figures = figures;
    }

    /** The warm-up takes the small one alone. */
    void round(int round) throws Exception {
        double small = rate("small-" + round, SMALL);
        if (round > 0) {
            figures.add(Figure.SCALE, rate("large-" + round, rows), small);
        }
    }

    private double rate(String organisation, int count) throws Exception {
        Clinic clinic = Clinic.open(new Gateway(stack, organisation), count);
        String preview = clinic.previewAdd();
        long begun = System.nanoTime();
        String operation = clinic.confirm(preview, count);
        store.awaitEnded(operation);
        double seconds = Wait.seconds(begun);
        clinic.awaitDone(operation, count);
        clinic.checkResults(operation, count);
        BulkMeasures.check(store, clinic);
        store.forget(organisation);
        return count / seconds;
    }
}
