package health.authz.benchmarks;

import static health.authz.benchmarks.Figure.*;

import health.authz.stack.LocalStack;
import java.util.ArrayList;
import java.util.List;

/** Pages of a list that holds the rows of one organisation and no others. */
final class PageMeasures {
    private static final int PAGES = 40;

    /** Of the stand-in, which scans all rows, more would be no figure of ours. */
    private static final int ROWS_MOST = 20_000;

    private final BenchOptions options;
    private final Figures figures;
    private final Floors floors;
    private final Clinic clinic;
    private final ConsoleReader console;

    PageMeasures(LocalStack stack, Store store, BenchOptions options, Figures figures) throws Exception {
        this.options = options;
        this.figures = figures;
        this.floors = new Floors(stack);
        this.clinic = Clinic.open(new Gateway(stack, ConsoleReader.ORGANISATION), Math.min(options.rows(), ROWS_MOST));
        this.console = ConsoleReader.signIn(stack.gateway());
        clinic.execute(clinic.previewAdd(), clinic.rows());
        BulkMeasures.check(store, clinic);
    }

    /** Round 0 warms up. */
    void round(int round) {
        List<Double> plain = new ArrayList<>();
        List<Double> filtered = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> screen = new ArrayList<>();
        List<Double> answers = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            plain.add(BulkMeasures.millisOf(() -> clinic.page("")));
            filtered.add(BulkMeasures.millisOf(() -> clinic.page("&billingCode=S3&sort=-endDate")));
            bare.add(floors.findPage() * 1_000);
            answers.add(Math.max(BulkMeasures.millisOf(clinic::firstPage), BulkMeasures.millisOf(clinic::summary)));
            screen.add(BulkMeasures.millisOf(console::list));
        }
        keep(round, LIST_PAGE, plain, bare);
        keep(round, LIST_PAGE_FILTERED, filtered, bare);
        keep(round, CONSOLE_LIST, screen, answers);
    }

    private void keep(int round, Figure figure, List<Double> value, List<Double> floor) {
        if (round > 0 && options.wants(figure)) {
            figures.add(figure, Figures.percentile(value, 95), Figures.percentile(floor, 95));
        }
    }
}
