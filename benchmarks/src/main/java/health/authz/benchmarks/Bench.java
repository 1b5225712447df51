package health.authz.benchmarks;

import static health.authz.benchmarks.Figure.*;

import health.authz.stack.LocalStack;
import health.authz.stack.LocalStackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Measures the product on a stack of its own, each figure beside its floor in the same run, in turns. Nothing is asserted
 * of speed, as figures depend on the machine; every result is checked.
 */
public final class Bench {
    private static final int ROUNDS = 3;
    private static final int WARM_ROWS = 100_000;
    private static final int WARM_UPS_MOST = 5;

    /** How much memory the stand-in for MongoDB gets, in which {@code scale} keeps ten times the rows. */
    private static final String STAND_IN_MEGABYTES = "authz.mongodb.megabytes";

    private static final int MANY_ROWS = 50_000;
    private static final List<String> SERVICES = List.of(
            "auth-command-service", "auth-query-service", "alert-service", "billing-group-service", "api-gateway");
    private final BenchOptions options;
    private final Path data;
    private final Figures figures = new Figures();
    private final AtomicReference<@Nullable LocalStack> running = new AtomicReference<>();
    private final long begun = System.nanoTime();
    private volatile long storesReady;

    private Bench(BenchOptions options, Path data) {
        this.options = options;
        this.data = data;
    }

    /** One step of the whole run; its warm-up is not counted. */
    private interface Step {
        void take(int round) throws Exception;
    }

    /** @param arguments folder of the built modules, then {@code --rows N}, {@code --only NAME,...}, {@code --json FILE} */
    public static void main(String[] arguments) throws Exception {
        BenchOptions options;
        try {
            options = BenchOptions.of(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println("run: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        if (System.getProperty(STAND_IN_MEGABYTES) == null) {
            System.setProperty(STAND_IN_MEGABYTES, options.rows() < MANY_ROWS ? "6144" : "12288");
        }
        Path data = Files.createTempDirectory("authz-bench");
        Bench bench = new Bench(options, data);
        Runtime.getRuntime().addShutdownHook(new Thread(bench::stop));
        boolean whole = bench.run();
        System.exit(whole ? 0 : 1);
    }

    /** @return whether every figure was measured and its result right */
    private boolean run() throws IOException {
        try {
            measure(start());
            return true;
        } catch (Exception wrong) {
            say("no figure: " + wrong);
            wrong.printStackTrace();
            return false;
        } finally {
            stop();
            System.out.println(figures.table());
            if (options.json() != null) {
                Files.writeString(options.json(), figures.json(machine(), options.rows()));
            }
        }
    }

    private LocalStack start() {
        storesReady = 0;
        LocalStack stack = LocalStack.start(
                new LocalStackOptions(options.checkout(), data.resolve("stack"), 0, false, null, null, null, this::seen)
                        .withoutLimits());
        running.set(stack);
        return stack;
    }

    /** The first service starts when the stores are there. */
    private void seen(String step) {
        if (storesReady == 0 && step.endsWith("-service starts")) {
            storesReady = System.nanoTime();
        }
    }

    /** What depends on how much there is comes first. */
    private void measure(LocalStack fresh) throws Exception {
        if (options.wants(LIST_PAGE, LIST_PAGE_FILTERED, CONSOLE_LIST, START)) {
            try (Store store = new Store(fresh)) {
                PageMeasures pages = new PageMeasures(fresh, store, options, figures);
                rounds("pages of the list", ROUNDS, pages::round);
            }
        }
        if (options.wants(START)) {
            rounds("start on kept data", 0, ROUNDS, this::restart);
        }
        LocalStack stack = Objects.requireNonNull(running.get());
        try (Store store = new Store(stack)) {
            if (options.wants(REBUILD)) { // first, while the list holds its rows alone
                Rebuild rebuild = new Rebuild(stack, store, options.rows(), figures);
                rounds("rebuild of the list", warmUps(), ROUNDS, rebuild::round);
            }
            if (options.wants(
                    BULK_ADD_DURABLE, BULK_ADD_VISIBLE, PREVIEW, UPDATE_LISTED_DURABLE, RELAY, STOCK_AXON, NOTE)) {
                BulkMeasures bulk = new BulkMeasures(stack, store, options, figures);
                rounds("bulk add and update", warmUps(), ROUNDS, bulk::round);
            }
            if (options.wants(COST, COST_CHANGED)) {
                if (ProcessorTime.isKnown()) {
                    CostMeasure cost = new CostMeasure(stack, store, options.rows(), figures);
                    rounds("processor time of an added and of a changed row", warmUps(), ROUNDS, cost::round);
                } else {
                    say("cost is left out: this system does not tell the processor time of processes in /proc");
                }
            }
            if (options.wants(UPDATE_LONG_HISTORY)) {
                LongHistory history = new LongHistory(stack, store, options.rows(), figures);
                history.prepare(this::say);
                rounds("update of long histories", ROUNDS, history::round);
            }
            if (options.wants(OPERATIONS_PAGE)) {
                OperationMeasures operations = OperationMeasures.prepared(stack, options.rows(), figures, this::say);
                rounds("page of 50 operations", ROUNDS, operations::round);
            }
            if (options.wants(FAIRNESS, NOTE_UNDER_LOAD)) {
                LoadMeasures load = new LoadMeasures(stack, store, options, figures);
                rounds("small work beside large", ROUNDS, load::round);
            }
            if (options.wants(SCALE)) {
                ScaleMeasure scale = new ScaleMeasure(stack, store, options.rows(), figures);
                rounds("scale", WARM_UPS_MOST, options.rows() >= ScaleMeasure.ONCE_FROM ? 1 : ROUNDS, scale::round);
            }
        }
    }

    /** Rounds that do not count: a service that has run for a minute has compiled what it runs. */
    private int warmUps() {
        return Math.clamp(Math.ceilDiv(WARM_ROWS, options.rows()), 1, WARM_UPS_MOST);
    }

    /** A round 0 warms up. */
    private void rounds(String what, int count, Step step) throws Exception {
        rounds(what, 1, count, step);
    }

    private void rounds(String what, int warmUps, int count, Step step) throws Exception {
        long began = System.nanoTime();
        for (int round = 1 - warmUps; round <= count; round++) {
            int done = round + warmUps - 1;
            long each = done == 0 ? 0 : (System.nanoTime() - began) / done;
            String left = round <= 0
                    ? "warms up"
                    : "round %d of %d, about %s more"
                            .formatted(round, count, time(Duration.ofNanos(each * (count - round + 1))));
            say(what + ": " + left);
            step.take(round);
        }
    }

    private void restart(int round) {
        stop();
        long begins = System.nanoTime();
        LocalStack stack = start();
        double seconds = Wait.seconds(begins);
        double services = 0;
        for (String service : SERVICES) {
            services += Series.secondsToStart(stack.management(service));
        }
        figures.add(START, seconds, (storesReady - begins) / 1e9 + services);
    }

    private synchronized void stop() {
        LocalStack stack = running.getAndSet(null);
        if (stack != null) {
            stack.close();
        }
        if (stack == null && Files.exists(data)) {
            OwnFolder.remove(data);
        }
    }

    private void say(String step) {
        System.err.println(time(Duration.ofNanos(System.nanoTime() - begun)) + "  " + step);
    }

    private static String time(Duration duration) {
        return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", System.getProperty("java.version"));
        return machine;
    }
}
