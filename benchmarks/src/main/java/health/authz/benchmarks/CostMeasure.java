package health.authz.benchmarks;

import static health.authz.benchmarks.Figure.COST;
import static health.authz.benchmarks.Figure.COST_CHANGED;

import health.authz.stack.LocalStack;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Processor time of the whole stack per added and per changed row, from the confirm until list and alerts have it, beside that
 * of the three raw floors added up: rows into PostgreSQL, records through Kafka, documents into the list's store, each with
 * its client. A ratio that a noisy machine moves less than a rate.
 */
final class CostMeasure {
    private static final double MICROS = 1e6;
    private final LocalStack stack;
    private final Store store;
    private final int rows;
    private final Figures figures;
    private final Floors floors;

    CostMeasure(LocalStack stack, Store store, int rows, Figures figures) {
        this.stack = stack;
        this.store = store;
        this.rows = rows;
        this.figures = figures;
        this.floors = new Floors(stack, () -> ProcessorTime.ofStoresAndThis(stack));
    }

    /** Rounds below 1 warm up. */
    void round(int round) throws Exception {
        String organisation = round > 0 ? "cost-" + round : "cost-warm-" + -round;
        Clinic clinic = Clinic.open(new Gateway(stack, organisation), rows);
        double added = cost(clinic, clinic.previewAdd());
        keep(round, COST, added, floor(clinic, "AuthAdded", false));
        // the first update gives every row its second event; the next one is measured
        clinic.execute(clinic.previewEndDate(1), rows);
        store.awaitFollowers();
        double changed = cost(clinic, clinic.previewEndDate(2));
        keep(round, COST_CHANGED, changed, floor(clinic, "AuthFieldsPatched", true));
        store.forget(organisation);
    }

    private double cost(Clinic clinic, String preview) throws Exception {
        store.awaitFollowers();
        double before = ProcessorTime.ofStack(stack);
        String operation = clinic.confirm(preview, rows);
        // who asks all the time would cost the stores a part of what is measured
        Wait.rarely("list and alerts have every row", () -> store.isEndedAndFollowed(operation));
        double cost = ProcessorTime.ofStack(stack) - before;
        clinic.awaitDone(operation, rows);
        BulkMeasures.check(store, clinic);
        return cost;
    }

    private double floor(Clinic clinic, String payloadType, boolean again) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = Broker.last(stack, rows);
        double insert = floors.insertAgain(payloadType, rows);
        double through = floors.throughKafkaAgain(records);
        var documents = List.of(store.listDocuments(clinic.organisation()));
        return insert + through + (again ? floors.replaceAgain(documents) : floors.upsertAgain(documents));
    }

    private void keep(int round, Figure figure, double cost, double floor) {
        if (round > 0) {
            figures.add(figure, cost / rows * MICROS, floor / rows * MICROS);
        }
    }
}
