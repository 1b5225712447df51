package health.authz.killtest;

import health.authz.benchmarks.Gateway;
import health.authz.benchmarks.Store;
import health.authz.benchmarks.Wait;
import health.authz.stack.LocalStack;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Kills what is next in line while an operation runs, and sees it go on. */
final class Kills {
    private static final int MOST_FOR_ONE_OPERATION = 3;
    private static final int LATER_MILLIS_MAX = 250;
    private final LocalStack stack;
    private final Queue<String> victims;
    private final int each;
    private final Random random;
    private final Consumer<String> say;
    private double slowest;

    /** @param victims processes in the order in which they are killed */
    Kills(LocalStack stack, Queue<String> victims, Random random, Consumer<String> say) {
        this.stack = stack;
        this.victims = victims;
        this.each = Math.clamp(victims.size() / 2, 1, MOST_FOR_ONE_OPERATION);
        this.random = random;
        this.say = say;
    }

    boolean left() {
        return !victims.isEmpty();
    }

    /** The longest time, in seconds, from ready again to the next progress. */
    double slowest() {
        return slowest;
    }

    /** An operation that ends before its moment comes leaves its victim to the next operation. */
    void during(Gateway api, String operation, int rows) {
        for (int i = 0; i < each && left(); i++) {
            long moment = Math.max(1, (long) (rows * (i + random.nextDouble() * 0.9) / each));
            int later = random.nextInt(LATER_MILLIS_MAX);
            Wait.until(
                    "the moment to kill comes", () -> processed(api, operation).orElse(-1) >= moment);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(later));
            if (processed(api, operation).orElse(0) >= rows) {
                return;
            }
            kill(api, operation, victims.remove());
        }
    }

    private void kill(Gateway api, String operation, String victim) {
        long before = stack.processes().getOrDefault(victim, -1L);
        long at = processed(api, operation).orElse(-1);
        stack.kill9(victim);
        long begun = System.nanoTime();
        Wait.until(victim + " is ready again", () -> readyAgain(victim, before));
        double away = Wait.seconds(begun);
        begun = System.nanoTime();
        long[] first = {-1};
        Wait.until("the operation goes on", () -> {
            JsonNode now = look(api, operation);
            long processed =
                    now == null ? -1 : now.path("progress").path("processed").asLong();
            if (first[0] < 0) {
                first[0] = processed;
            }
            return now != null && (now.path("done").asBoolean() || processed > first[0]);
        });
        double resumed = Wait.seconds(begun);
        slowest = Math.max(slowest, resumed);
        say.accept("  killed %s at %,d rows: ready again after %.1f s, resumed %.1f s later, %d kills left"
                .formatted(victim, at, away, resumed, victims.size()));
    }

    private boolean readyAgain(String victim, long before) {
        Long now = stack.processes().get(victim);
        return now != null
                && now != before
                && stack.ready(victim)
                && stack.ready(KillTest.COMMAND_SERVICE)
                && databaseAnswers();
    }

    private boolean databaseAnswers() {
        try (Connection database = Store.connect(stack)) {
            return database.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static OptionalLong processed(Gateway api, String operation) {
        JsonNode now = look(api, operation);
        return now == null
                ? OptionalLong.empty()
                : OptionalLong.of(now.path("progress").path("processed").asLong());
    }

    /** {@code null} as long as nobody answers. */
    static @Nullable JsonNode look(Gateway api, String operation) {
        try {
            return api.get("/bulk-operations/" + operation);
        } catch (UncheckedIOException | IllegalStateException notNow) {
            return null;
        }
    }
}
