package health.authz.benchmarks;

import health.authz.stack.LocalStack;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A page of large operations, as somebody sees it who is bound to some of their rows. */
final class OperationMeasures {
    private static final String ORGANISATION = "operations";
    private static final int OPERATIONS = 50;
    private static final int PAGES = 40;
    private static final int SAID_EVERY = 10;
    private final Gateway all;
    private final Gateway part;
    private final Figures figures;

    private OperationMeasures(Gateway all, Gateway part, Figures figures) {
        this.all = all;
        this.part = part;
        this.figures = figures;
    }

    /** Makes the operations: updates that say what is there already, as what their rows became does not cost the page anything. */
    static OperationMeasures prepared(LocalStack stack, int rows, Figures figures, Consumer<String> says) {
        Gateway all = new Gateway(stack, ORGANISATION);
        Clinic clinic = Clinic.open(all, rows);
        clinic.spread();
        clinic.execute(clinic.previewAdd(), rows);
        Wait.until("every row is listed", () -> clinic.listed() == rows);
        for (int i = 1; i < OPERATIONS; i++) {
            clinic.executeUnchanged();
            if (i % SAID_EVERY == 0) {
                says.accept(i + " of " + OPERATIONS + " operations are made");
            }
        }
        return new OperationMeasures(
                all, Gateway.boundTo(stack, ORGANISATION, "staff-0", Clinic.divisionId(0)), figures);
    }

    /** Round 0 warms up. */
    void round(int round) {
        check(page(all), false);
        check(page(part), true);
        List<Double> bound = new ArrayList<>();
        List<Double> every = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            bound.add(BulkMeasures.millisOf(() -> page(part)));
            every.add(BulkMeasures.millisOf(() -> page(all)));
        }
        if (round > 0) {
            figures.add(Figure.OPERATIONS_PAGE, Figures.percentile(bound, 95), Figures.percentile(every, 95));
        }
    }

    private static JsonNode page(Gateway person) {
        return person.get("/bulk-operations?limit=" + OPERATIONS);
    }

    private static void check(JsonNode page, boolean isPart) {
        List<JsonNode> operations =
                StreamSupport.stream(page.path("items").spliterator(), false).toList();
        Wait.check(
                operations.size() == OPERATIONS
                        && operations.stream()
                                .allMatch(each -> each.path("partial").asBoolean() == isPart),
                () -> "these are not " + OPERATIONS + " operations, each seen " + (isPart ? "in part" : "whole") + ": "
                        + page);
    }
}
