package health.authz.killtest;

import health.authz.benchmarks.Gateway;
import health.authz.benchmarks.Store;
import health.authz.benchmarks.Wait;
import health.authz.stack.LocalStack;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
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
    private final List<Kill> kills = new ArrayList<>();
    private final Map<String, Double> slowest = new TreeMap<>();

    private record Kill(String victim, Instant at) {}

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

    /** The longest time, in seconds, from the kill of each process to the next chunk that the operation had done. */
    Map<String, Double> slowest() {
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
        kills.add(new Kill(victim, Instant.now()));
        long begun = System.nanoTime();
        Wait.until(victim + " is ready again", () -> readyAgain(victim, before));
        say.accept("  killed %s at %,d rows: ready again after %.1f s, %d kills left"
                .formatted(victim, at, Wait.seconds(begun), victims.size()));
    }

    /**
     * Says how soon the operation went on, now that it has ended. Where the next kill came before it could, that one counts.
     *
     * @param done when the operation had each of its chunks done, or its end, in this order
     */
    void wentOn(List<Instant> done) {
        for (int i = 0; i < kills.size(); i++) {
            Kill kill = kills.get(i);
            Instant until = i + 1 < kills.size() ? kills.get(i + 1).at() : Instant.MAX;
            done.stream()
                    .filter(each -> each.isAfter(kill.at()) && each.isBefore(until))
                    .findFirst()
                    .map(next -> Duration.between(kill.at(), next).toMillis() / 1_000d)
                    .ifPresentOrElse(
                            seconds -> wentOn(kill.victim(), seconds),
                            () -> say.accept("  no chunk after the kill of %s before the next one or the end"
                                    .formatted(kill.victim())));
        }
        kills.clear();
    }

    private void wentOn(String victim, double seconds) {
        say.accept("  %.1f s from the kill of %s to the next chunk done".formatted(seconds, victim));
        slowest.merge(victim, seconds, Math::max);
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
