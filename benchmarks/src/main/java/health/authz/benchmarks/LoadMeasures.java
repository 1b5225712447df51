package health.authz.benchmarks;

import static health.authz.benchmarks.Figure.*;

import health.authz.stack.LocalStack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Small deeds alone, and the same while an operation of ten times the rows runs. */
final class LoadMeasures {
    private static final int SMALL_ROWS = 10;
    private static final int DEEDS = 40;
    private static final int CLIENTS = 100;
    private static final int LARGEST = 200_000;
    private final LocalStack stack;
    private final Store store;
    private final BenchOptions options;
    private final Figures figures;
    private final Clinic small;
    private final List<String> noted;
    private int year;
    private int note;

    LoadMeasures(LocalStack stack, Store store, BenchOptions options, Figures figures) throws Exception {
        this.stack = stack;
        this.store = store;
        this.options = options;
        this.figures = figures;
        small = Clinic.open(new Gateway(stack, "small-work"), CLIENTS * SMALL_ROWS);
        small.execute(small.previewAdd(), small.rows());
        BulkMeasures.check(store, small);
        noted = small.someAuthorizations(DEEDS);
    }

    /** Round 0 warms up without the large operation. */
    void round(int round) throws Exception {
        Deeds alone = new Deeds();
        alone.doThem(DEEDS);
        if (round == 0) {
            return;
        }
        int rows = Math.min(LARGEST, options.rows() * 10);
        Clinic large = Clinic.open(new Gateway(stack, "large-work-" + round), rows);
        String preview = large.previewAdd();
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> large.execute(preview, rows));
        Deeds beside = new Deeds();
        while (!running.isDone()) {
            beside.doThem(1);
        }
        running.join();
        BulkMeasures.check(store, large);
        store.forget(large.organisation());
        keep(FAIRNESS, beside.operations, alone.operations);
        keep(NOTE_UNDER_LOAD, beside.notes, alone.notes);
    }

    private void keep(Figure figure, List<Double> beside, List<Double> alone) {
        if (options.wants(figure)) {
            figures.add(figure, Figures.percentile(beside, 95), Figures.percentile(alone, 95));
        }
    }

    /** Operations of ten rows and notes, in turns. */
    private final class Deeds {
        private final List<Double> operations = new ArrayList<>();
        private final List<Double> notes = new ArrayList<>();

        void doThem(int times) {
            for (int i = 0; i < times; i++) {
                year++;
                String preview = small.previewAddForOne(year % CLIENTS, 1 + year / CLIENTS);
                operations.add(BulkMeasures.millisOf(() -> small.execute(preview, SMALL_ROWS)));
                String next = "n-" + note++;
                notes.add(BulkMeasures.millisOf(() -> small.note(noted.get(note % DEEDS), next)));
            }
        }
    }
}
