package health.authz.benchmarks;

import health.authz.stack.LocalStack;
import java.util.function.Consumer;

/** An end-date change of rows with 60 events each, beside one of rows with two. */
final class LongHistory {
    private static final int EVENTS = 60;
    private static final int SAY_EVERY = 10;
    private final Store store;
    private final Figures figures;
    private final Clinic old;
    private final Clinic young;
    private int days = EVENTS;

    LongHistory(LocalStack stack, Store store, int rows, Figures figures) {
        this.store = store;
        this.figures = figures;
        old = Clinic.open(new Gateway(stack, "long-history"), rows / 10);
        young = Clinic.open(new Gateway(stack, "short-history"), rows);
    }

    /** Gives each row its events. */
    void prepare(Consumer<String> progress) throws Exception {
        for (Clinic clinic : new Clinic[] {old, young}) {
            clinic.execute(clinic.previewAdd(), clinic.rows());
            BulkMeasures.check(store, clinic);
        }
        for (int event = 2; event <= EVENTS; event++) {
            if (event % SAY_EVERY == 0) {
                progress.accept("update of long histories: gives every row its event " + event + " of " + EVENTS);
            }
            change(old, event);
        }
        BulkMeasures.check(store, old);
    }

    /** Round 0 warms up, and gives the short histories their second event. */
    void round(int round) throws Exception {
        days++;
        double seconds = change(old, days);
        double beside = change(young, days);
        BulkMeasures.check(store, old);
        BulkMeasures.check(store, young);
        if (round > 0) {
            figures.add(Figure.UPDATE_LONG_HISTORY, old.rows() / seconds, young.rows() / beside);
        }
    }

    private double change(Clinic clinic, int day) throws Exception {
        double seconds = clinic.execute(clinic.previewEndDate(day), clinic.rows(), store);
        store.awaitFollowers();
        return seconds;
    }
}
