package health.authz.benchmarks;

import health.authz.stack.LocalStack;

/** A bulk add beside the same number of rows as the framework has it by default. */
final class StockMeasure {
    private static final int ROWS = 5_000;
    private final LocalStack stack;
    private final Store store;
    private final Figures figures;

    StockMeasure(LocalStack stack, Store store, Figures figures) {
        this.stack = stack;
        this.store = store;
        this.figures = figures;
    }

    void round(int round) throws Exception {
        Clinic clinic = Clinic.open(new Gateway(stack, "stock-" + round), ROWS);
        double ours = clinic.execute(clinic.previewAdd(), ROWS);
        BulkMeasures.check(store, clinic);
        try (StockAxon axon = new StockAxon(stack)) {
            double stock = axon.add(ROWS);
            if (round > 0) {
                figures.add(Figure.STOCK_AXON, ROWS / ours, ROWS / stock);
            }
        }
    }
}
