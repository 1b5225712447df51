package health.authz.benchmarks;

import health.authz.stack.LocalStack;

/** A bulk add beside rows as the framework has them by default, of which there are fewer, as they take so much longer. */
final class StockMeasure {
    private static final int STOCK_ROWS = 5_000;
    private final LocalStack stack;
    private final Store store;
    private final int rows;
    private final Figures figures;

    StockMeasure(LocalStack stack, Store store, int rows, Figures figures) {
        this.stack = stack;
        this.store = store;
        this.rows = rows;
        this.figures = figures;
    }

    void round(int round) throws Exception {
        Clinic clinic = Clinic.open(new Gateway(stack, "stock-" + round), rows);
        double ours = clinic.execute(clinic.previewAdd(), clinic.rows(), store);
        BulkMeasures.check(store, clinic);
        try (StockAxon axon = new StockAxon(stack)) {
            double stock = axon.add(STOCK_ROWS);
            if (round > 0) {
                figures.add(Figure.STOCK_AXON, clinic.rows() / ours, STOCK_ROWS / stock);
            }
        }
    }
}
