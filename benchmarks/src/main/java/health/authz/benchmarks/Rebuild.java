package health.authz.benchmarks;

import health.authz.stack.LocalStack;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

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
        Map<TopicPartition, Long> ends = store.reached();
        long begun = System.nanoTime();
        store.emptyReadModel();
        Wait.until("the list is there again", () -> store.isListAt(ends) && store.withoutClient() == 0);
        double seconds = Wait.seconds(begun);
        Wait.check(store.listed() == rows, () -> "of " + rows + " rows " + store.listed() + " came back");
        BulkMeasures.check(store, clinic);
        double floor = floors.upsertAgain(List.of(store.wholeList()));
        if (round > 0) {
            figures.add(Figure.REBUILD, rows / seconds, rows / floor);
        }
    }
}
