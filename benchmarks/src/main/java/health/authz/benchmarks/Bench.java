package health.authz.benchmarks;

import static health.authz.benchmarks.Clinic.ROWS;

import health.authz.stack.LocalStack;
import health.authz.stack.LocalStackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Measures the bulk add, the list and a single note on a stack of its own, each beside the bare parts' own speed, in
 * turns. Argument: the folder of the built modules. Nothing is asserted; figures depend on the machine.
 */
public final class Bench {
    private static final int ROUNDS = 3;
    private static final int PAGES = 40;
    private static final int NOTES = 200;
    private final LocalStack stack;
    private final Floors floors;
    private final Figures figures = new Figures();

    private Bench(LocalStack stack) {
        this.stack = stack;
        this.floors = new Floors(stack);
    }

    public static void main(String[] arguments) throws Exception {
        Path checkout = Path.of(arguments.length > 0 ? arguments[0] : ".").toAbsolutePath();
        Path data = Files.createTempDirectory("authz-bench");
        LocalStackOptions options =
                new LocalStackOptions(checkout, data, 0, false, null, null, null, System.err::println);
        try (LocalStack stack = LocalStack.start(options)) {
            Bench bench = new Bench(stack);
            for (int round = 1; round <= ROUNDS; round++) {
                System.err.println("round " + round + " of " + ROUNDS);
                bench.round(round);
            }
            System.out.println(bench.figures.table());
        } finally {
            remove(data);
        }
    }

    private void round(int round) throws SQLException, ExecutionException, InterruptedException {
        Clinic clinic = Clinic.open(new Gateway(stack, "bench-" + round));
        bulkAdd(clinic);
        figures.add("floor: JDBC multi-row insert, 1,000 a commit", "rows/s", "", ROWS / floors.postgresInsert());
        figures.add("floor: Kafka producer, acks=all", "rows/s", "", ROWS / floors.kafkaProduce());
        figures.add("floor: MongoDB upserts", "rows/s", "", ROWS / floors.mongoUpsert());
        pages(clinic);
        figures.add("floor: find of 100 documents", "ms", "", floors.mongoPage());
        notes(clinic);
        figures.add("floor: insert of one row, p95", "ms", "", Figures.percentile(floors.postgresSingles(NOTES), 95));
    }

    private void bulkAdd(Clinic clinic) {
        long begun = System.nanoTime();
        String preview = clinic.preview();
        figures.add("preview of 20,000 rows", "s", "< 5", seconds(begun));
        begun = System.nanoTime();
        String operation = clinic.confirm(preview);
        clinic.awaitDone(operation);
        figures.add("bulk add of 20,000 rows, confirm to done", "rows/s", "> 3000", ROWS / seconds(begun));
        begun = System.nanoTime();
        clinic.awaitListed();
        figures.add("listed after done", "s", "< 10", seconds(begun));
    }

    private void pages(Clinic clinic) {
        List<Double> plain = new ArrayList<>();
        List<Double> filtered = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            plain.add(millisOf(() -> clinic.page("")));
            filtered.add(millisOf(() -> clinic.page("&billingCode=S3&sort=-endDate")));
        }
        figures.add("list page of 100 over 20,000 rows, p95", "ms", "< 150", Figures.percentile(plain, 95));
        figures.add("the same, filtered and sorted, p95", "ms", "< 150", Figures.percentile(filtered, 95));
    }

    private void notes(Clinic clinic) {
        List<Double> millis = new ArrayList<>();
        for (String authorization : clinic.someAuthorizations(NOTES)) {
            millis.add(millisOf(() -> clinic.note(authorization)));
        }
        figures.add("single note, p95", "ms", "< 100", Figures.percentile(millis, 95));
    }

    private static double millisOf(Runnable deed) {
        long begun = System.nanoTime();
        deed.run();
        return seconds(begun) * 1_000;
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
