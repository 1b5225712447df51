package health.authz.benchmarks;

import static health.authz.benchmarks.Figure.*;

import health.authz.stack.LocalStack;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A bulk add, an update of all it added, and what reads them. */
final class BulkMeasures {
    private static final int NOTES = 200;
    private static final int STOCK_ROWS = 5_000;
    private static final long HUNDREDTHS = 100;
    private final LocalStack stack;
    private final Store store;
    private final BenchOptions options;
    private final Figures figures;
    private final Floors floors;

    BulkMeasures(LocalStack stack, Store store, BenchOptions options, Figures figures) {
        this.stack = stack;
        this.store = store;
        this.options = options;
        this.figures = figures;
        this.floors = new Floors(stack);
    }

    /** Rounds below 1 warm up. */
    void round(int round) throws Exception {
        String organisation = round > 0 ? "bulk-" + round : "bulk-warm-" + -round;
        Clinic clinic = Clinic.open(new Gateway(stack, organisation), options.rows());
        add(clinic, round);
        if (options.wants(RELAY)) {
            relay(clinic.rows(), round);
        }
        if (options.wants(UPDATE_LISTED_DURABLE)) {
            update(clinic, round);
        }
        if (options.wants(NOTE)) {
            notes(clinic, round);
        }
        store.awaitFollowers();
        store.forget(organisation);
    }

    private void add(Clinic clinic, int round) throws Exception {
        int rows = clinic.rows();
        long before = store.listed();
        long begun = System.nanoTime();
        String preview = clinic.previewAdd();
        double previewed = Wait.seconds(begun);
        begun = System.nanoTime();
        double durable = clinic.execute(preview, rows, store);
        Wait.until("every row is listed", () -> store.listed() >= before + rows);
        double visible = Wait.seconds(begun);
        check(store, clinic);
        double insert = floors.insertAgain("AuthAdded", rows);
        if (options.wants(BULK_ADD_VISIBLE)) {
            double produce = floors.produceAgain(Broker.last(stack, rows));
            double upsert = floors.upsertAgain(List.of(store.listDocuments(clinic.organisation())));
            keep(round, BULK_ADD_VISIBLE, rows / visible, rows / Math.max(insert, Math.max(produce, upsert)));
        }
        keep(round, BULK_ADD_DURABLE, rows / durable, rows / insert);
        keep(round, PREVIEW, rows / previewed, rows / durable);
        if (options.wants(STOCK_AXON) && round >= 0) {
            try (StockAxon axon = new StockAxon(stack)) {
                keep(round, STOCK_AXON, rows / durable, STOCK_ROWS / axon.add(STOCK_ROWS));
            }
        }
    }

    /** The list holds exactly what the store holds. */
    static void check(Store store, Clinic clinic) throws Exception {
        store.awaitFollowers();
        Store.Digest stored = store.storeDigest(clinic.organisation(), Clinic.UNITS * HUNDREDTHS);
        Store.Digest inList = store.listDigest(clinic.organisation());
        Wait.check(inList.equals(stored), () -> "the store holds " + stored + ", the list " + inList);
        Wait.check(
                stored.rows() == clinic.rows(), () -> "of " + clinic.rows() + " rows " + stored.rows() + " are stored");
        long listed = clinic.listed();
        Wait.check(listed == clinic.rows(), () -> "of " + clinic.rows() + " rows " + listed + " are listed");
    }

    private void relay(int rows, int round) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = Broker.last(stack, rows);
        store.awaitRelay(store.lastEvent());
        long before = Broker.count(stack);
        long begun = System.nanoTime();
        store.awaitRelay(store.rewindRelay(rows));
        double relayed = Wait.seconds(begun);
        long sent = Broker.count(stack) - before;
        Wait.check(sent >= rows - rows / 100, () -> "the relay sent " + sent + " of " + rows);
        keep(round, RELAY, rows / relayed, rows / floors.produceAgain(records));
    }

    /** The first update gives every row its second event; the next one is measured. */
    private void update(Clinic clinic, int round) throws Exception {
        int rows = clinic.rows();
        clinic.execute(clinic.previewEndDate(1), rows);
        store.awaitFollowers();
        double durable = clinic.execute(clinic.previewEndDate(2), rows, store);
        check(store, clinic);
        keep(round, UPDATE_LISTED_DURABLE, rows / durable, rows / floors.insertAgain("AuthFieldsPatched", rows));
    }

    private void notes(Clinic clinic, int round) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (String authorization : clinic.someAuthorizations(NOTES)) {
            millis.add(millisOf(() -> clinic.note(authorization, "note-1")));
        }
        List<Double> bare = floors.insertSingles(NOTES).stream()
                .map(seconds -> seconds * 1_000)
                .toList();
        keep(round, NOTE, Figures.percentile(millis, 95), Figures.percentile(bare, 95));
    }

    static double millisOf(Runnable deed) {
        long begun = System.nanoTime();
        deed.run();
        return Wait.seconds(begun) * 1_000;
    }

    private void keep(int round, Figure figure, double value, double floor) {
        if (round > 0 && options.wants(figure)) {
            figures.add(figure, value, floor);
        }
    }
}
