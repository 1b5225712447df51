package health.authz.killtest;

import health.authz.benchmarks.Clinic;
import health.authz.benchmarks.Gateway;
import health.authz.benchmarks.OwnFolder;
import health.authz.benchmarks.Store;
import health.authz.benchmarks.Wait;
import health.authz.stack.LocalStack;
import health.authz.stack.LocalStackOptions;
import health.authz.verify.Outcome;
import health.authz.verify.Verify;
import health.authz.verify.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code kill -9} of the command service and of PostgreSQL in turns at random moments of bulk adds and updates, then of one
 * of two command services that share an operation. After each operation every row must have been done once, and after all of
 * them {@code verify} must find nothing on the whole stack.
 */
public final class KillTest {
    static final String COMMAND_SERVICE = "auth-command-service";
    private static final String SECOND = "auth-command-service-2";
    private static final String POSTGRES = "postgres";
    private static final List<String> SERVICES =
            List.of(COMMAND_SERVICE, "auth-query-service", "alert-service", "billing-group-service", "api-gateway");
    private final KillTestOptions options;
    private final Path data;
    private final Consumer<String> say;
    private final Random random;
    private final AtomicReference<@Nullable LocalStack> running = new AtomicReference<>();
    private Tally tally = Tally.NOTHING;
    private int organisations;

    private KillTest(KillTestOptions options, Path data, Consumer<String> say) {
        this.options = options;
        this.data = data;
        this.say = say;
        this.random = new Random(options.seed());
    }

    /** @param arguments folder of the built modules, then {@code --rounds N}, {@code --seed S} */
    public static void main(String[] arguments) throws IOException {
        KillTestOptions options;
        try {
            options = KillTestOptions.of(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println("run: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        long begun = System.nanoTime();
        try {
            Tally tally = run(options, said -> {
                Duration now = Duration.ofNanos(System.nanoTime() - begun);
                System.err.println("%d:%02d  %s".formatted(now.toMinutes(), now.toSecondsPart(), said));
            });
            System.out.println("lost=%d doubled=%d different=%d rounds=%d seed=%d"
                    .formatted(tally.lost(), tally.doubled(), tally.different(), options.rounds(), options.seed()));
            System.exit(tally.clean() ? 0 : 1);
        } catch (Exception wrong) {
            System.err.println("no result with seed " + options.seed() + ": " + wrong);
            wrong.printStackTrace();
            System.exit(1);
        }
    }

    /** Starts stacks of its own and removes them afterwards. */
    public static Tally run(KillTestOptions options, Consumer<String> say) throws IOException, SQLException {
        KillTest test = new KillTest(options, Files.createTempDirectory("authz-kill-test"), say);
        Thread cleanUp = new Thread(test::cleanUp);
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try {
            return test.run();
        } finally {
            test.cleanUp();
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        }
    }

    private Tally run() throws SQLException {
        say.accept("seed %d: %d kills of each process during operations of %,d rows"
                .formatted(options.seed(), options.rounds(), options.rows()));
        LocalStackOptions one = unlimited(data.resolve("one"));
        phase(one, inTurns(COMMAND_SERVICE, POSTGRES));
        say.accept("two command services share each operation");
        LocalStackOptions two = unlimited(data.resolve("two"));
        phase(two.withSecondCommandService(), oneOf(COMMAND_SERVICE, SECOND));
        return tally;
    }

    private LocalStackOptions unlimited(Path folder) {
        return new LocalStackOptions(options.checkout(), folder, 0, false).withoutLimits();
    }

    private Queue<String> inTurns(String odd, String even) {
        return IntStream.rangeClosed(1, 2 * options.rounds())
                .mapToObj(round -> round % 2 == 1 ? odd : even)
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    private Queue<String> oneOf(String first, String second) {
        return IntStream.range(0, options.rounds())
                .mapToObj(round -> random.nextBoolean() ? first : second)
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    private void phase(LocalStackOptions parts, Queue<String> victims) throws SQLException {
        LocalStack stack = LocalStack.start(parts);
        running.set(stack);
        Kills kills = new Kills(stack, victims, random, say);
        try (Store store = new Store(stack);
                Told told = new Told(stack)) {
            while (kills.left()) {
                addThenUpdate(stack, store, told, kills);
            }
        }
        kills.slowest()
                .forEach((victim, seconds) ->
                        say.accept("slowest to go on after a kill of %s: %.1f s".formatted(victim, seconds)));
        verifyAll(stack);
        stop();
        OwnFolder.remove(parts.dataDir());
    }

    private void addThenUpdate(LocalStack stack, Store store, Told told, Kills kills) throws SQLException {
        Gateway api = new Gateway(stack, "kill-" + ++organisations);
        told.listenFor(api.organisation());
        Clinic clinic = Clinic.open(api, options.rows());
        Verification verification = new Verification(api, store, told, clinic, say);
        say.accept("add of %,d rows".formatted(clinic.rows()));
        verify(verification, operation(stack, store, api, clinic, clinic.previewAdd(), kills), 1);
        if (kills.left()) {
            say.accept("update of %,d rows".formatted(clinic.rows()));
            verify(verification, operation(stack, store, api, clinic, clinic.previewEndDate(1), kills), 2);
        }
    }

    /** @return the operation, ended, with everything ready again */
    private static String operation(
            LocalStack stack, Store store, Gateway api, Clinic clinic, String preview, Kills kills)
            throws SQLException {
        String operation = clinic.confirm(preview, clinic.rows());
        kills.during(api, operation, clinic.rows());
        Wait.until("the operation has ended", () -> {
            JsonNode now = Kills.look(api, operation);
            return now != null && now.path("done").asBoolean();
        });
        Wait.until("everything is ready", () -> SERVICES.stream().allMatch(stack::ready));
        kills.wentOn(store.chunksDone(operation));
        return operation;
    }

    private void verify(Verification verification, String operation, int eventsEach) throws SQLException {
        Tally found = verification.of(operation, eventsEach);
        say.accept("  every row is looked for: lost=%d doubled=%d".formatted(found.lost(), found.doubled()));
        tally = tally.plus(found);
    }

    /** Everything of all rounds once more, by the tool that serves a running system. */
    private void verifyAll(LocalStack stack) throws SQLException {
        say.accept("everything of this stack is verified");
        Outcome outcome = Verify.run(VerifyOptions.of(stack), step -> say.accept("  " + step));
        outcome.lines().forEach(say);
        say.accept("verify: " + outcome.line());
        tally = tally.plus(Tally.of(outcome));
    }

    private synchronized void stop() {
        LocalStack stack = running.getAndSet(null);
        if (stack != null) {
            stack.close();
        }
    }

    private void cleanUp() {
        stop();
        if (Files.exists(data)) {
            OwnFolder.remove(data);
        }
    }
}
