package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import health.authz.bulk.application.ModelSteps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Drives the engine with whatever a seed draws, and holds it against a reference that knows rows only.
 *
 * <p>{@code -Dauthz.model.runs=100000} makes that many runs, {@code -Dauthz.model.seed=S} the one of this seed, or with
 * both those from it on.
 */
class BulkModelTest {
    private static final int RUNS = 2_000;
    private static final int RUNS_FOR_A_FAULT = 400;
    private static final int SIDE_BY_SIDE = 4;
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("health.authz.bulk");
    private static Level levelBefore;

    @BeforeAll
    static void quietly() {
        levelBefore = LOG.getLevel();
        LOG.setLevel(Level.ERROR);
    }

    @AfterAll
    static void aloud() {
        LOG.setLevel(levelBefore);
    }

    @Test
    void whatever_happens_in_between_every_row_becomes_what_the_reference_says() throws InterruptedException {
        long first = Long.getLong("authz.model.seed", 1);
        long runs = Long.getLong("authz.model.runs", System.getProperty("authz.model.seed") == null ? RUNS : 1);
        AtomicLong next = new AtomicLong(first);
        AtomicLong failed = new AtomicLong(Long.MAX_VALUE);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SIDE_BY_SIDE; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (long seed = next.getAndIncrement(); seed < first + runs; seed = next.getAndIncrement()) {
                    if (fails(seed, ModelSteps.of(seed), Fault.NONE)) {
                        failed.accumulateAndGet(seed, Math::min);
                        next.set(first + runs);
                    }
                }
            }));
        }
        for (Thread each : threads) {
            each.join();
        }
        if (failed.get() < Long.MAX_VALUE) {
            throw told(failed.get(), Fault.NONE);
        }
        assertThat(next.get()).as("seeds were tried").isGreaterThanOrEqualTo(first + runs);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_planted_fault_is_noticed(Fault fault) {
        assertThat(LongStream.rangeClosed(1, RUNS_FOR_A_FAULT)
                        .anyMatch(seed -> fails(seed, ModelSteps.of(seed), fault)))
                .as(fault + " in " + RUNS_FOR_A_FAULT + " runs")
                .isTrue();
    }

    @Test
    void a_seed_gives_the_same_run_again() {
        assertThat(BulkModel.run(7, ModelSteps.of(7), Fault.NONE).trace())
                .isEqualTo(BulkModel.run(7, ModelSteps.of(7), Fault.NONE).trace());
    }

    @Test
    void a_failure_tells_its_seed_and_the_fewest_steps_that_still_fail() {
        long seed = LongStream.rangeClosed(1, RUNS_FOR_A_FAULT)
                .filter(each -> fails(each, ModelSteps.of(each), Fault.FORGETS_WINDOWS))
                .findFirst()
                .orElseThrow();

        assertThat(shrunk(seed, Fault.FORGETS_WINDOWS))
                .hasSizeLessThan(ModelSteps.of(seed).size());
        assertThat(told(seed, Fault.FORGETS_WINDOWS))
                .hasMessageContaining("-Dauthz.model.seed=" + seed)
                .hasMessageContaining("windows")
                .hasMessageContaining("anna");
    }

    private static boolean fails(long seed, List<Step> steps, Fault fault) {
        return BulkModel.run(seed, steps, fault).failure().isPresent();
    }

    /** Fewer steps that still fail: each is left out in turn, as long as that helps. */
    private static List<Step> shrunk(long seed, Fault fault) {
        List<Step> left = new ArrayList<>(ModelSteps.of(seed));
        for (int before = -1; before != left.size(); ) {
            before = left.size();
            for (int i = left.size() - 1; i >= 0; i--) {
                List<Step> fewer = new ArrayList<>(left);
                fewer.remove(i);
                if (fails(seed, fewer, fault)) {
                    left = fewer;
                }
            }
        }
        return left;
    }

    private static AssertionError told(long seed, Fault fault) {
        BulkModel.Result result = BulkModel.run(seed, shrunk(seed, fault), fault);
        Throwable failure = result.failure().orElseThrow();
        return new AssertionError(
                "-Dauthz.model.seed=" + seed + " fails, after fewer steps: " + failure.getMessage() + "\n"
                        + String.join("\n", result.trace()),
                failure);
    }
}
