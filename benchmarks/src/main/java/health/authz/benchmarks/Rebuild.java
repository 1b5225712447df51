package health.authz.benchmarks;

import health.authz.stack.LocalStack;
import java.util.List;

/** The list out of Kafka, from nothing. */
final class Rebuild {
    private final Store store;
    private final Figures figures;
    private final Floors floors;
    private final Clinic clinic;

    Rebuild(LocalStack stack, Store store, int rows, Figures figures) throws Exception {
        this.store = store;
        this.figures = figures;
        this.floors = new Floors(stack);
        this.clinic = Clinic.open(new Gateway(stack, "rebuild"), rows);
        clinic.execute(clinic.previewAdd(), rows);
        BulkMeasures.check(store, clinic);
    }

    void round(int round) throws Exception {
        long rows = store.listed();
        Store.Digest before = store.listDigest(clinic.organisation());
        long begun = System.nanoTime();
        store.emptyReadModel();
        Wait.until("the list is there again", () -> store.listed() == rows);
        double seconds = Wait.seconds(begun);
        if (!isAsBefore(before)) {
            Wait.until("it is the same list", () -> isAsBefore(before));
            seconds = Wait.seconds(begun);
        }
        BulkMeasures.check(store, clinic);
        double floor = floors.upsertAgain(List.of(store.wholeList()));
        if (round > 0) {
            figures.add(Figure.REBUILD, rows / seconds, rows / floor);
        }
    }

    /** To read the whole list takes a while itself, which is not timed where the first look finds it right. */
    private boolean isAsBefore(Store.Digest before) {
        return store.listDigest(clinic.organisation()).equals(before);
    }
}
