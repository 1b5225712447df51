package health.authz.stack;

import static org.awaitility.Awaitility.await;

import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How tests wait for what must become true: by looking again, never by sleeping. The one place that does so; a test looks for others.
 *
 * <p>A look that fails says <em>not yet</em>, whether an assertion failed or an exception was thrown: a row is not there, a field
 * is still null, a service is just being started. When the time is up, the last failure is told, as the cause. An {@link Error}
 * other than a failed assertion ends the wait at once, because it does not mend itself.
 *
 * <p>A limit measures nothing: it ends a wait that would never end, and is generous enough for a machine that is busy otherwise.
 */
public final class Eventually {
    private static final Duration USUAL = Duration.ofMinutes(3);
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration LOOK_CLOSELY = Duration.ofMillis(5);

    private Eventually() {}

    /** One look, which fails as long as it is not true. */
    @FunctionalInterface
    public interface Look {
        void look() throws Exception;
    }

    public static void eventually(Look truth) {
        eventually(USUAL, truth);
    }

    /** @param atMost 30 s or more */
    public static void eventually(Duration atMost, Look truth) {
        eventually(atMost, asked(truth));
    }

    public static void eventually(Callable<Boolean> truth) {
        eventually(USUAL, truth);
    }

    /** @param atMost 30 s or more */
    public static void eventually(Duration atMost, Callable<Boolean> truth) {
        if (atMost.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("a limit below " + SHORTEST + " measures the machine: " + atMost);
        }
        lookAgain(atMost, truth);
    }

    static void lookAgain(Duration atMost, Callable<Boolean> truth) {
        lookAgain(await().pollInterval(LOOK_EVERY), atMost, truth, Throwable.class);
    }

    /** For a moment that passes by: looks every 5 ms. */
    public static void closely(Callable<Boolean> truth) {
        lookAgain(await().pollInterval(LOOK_CLOSELY), USUAL, truth, Throwable.class);
    }

    /**
     * What must stay true for a while, because nothing is to happen: a failed assertion ends it at once; a look that could not be
     * had begins the while anew.
     */
    public static void throughout(Duration period, Look truth) {
        lookAgain(await().during(period).pollInterval(LOOK_EVERY), period.plus(USUAL), asked(truth), Exception.class);
    }

    private static Callable<Boolean> asked(Look truth) {
        return () -> {
            truth.look();
            return true;
        };
    }

    private static void lookAgain(
            ConditionFactory pace, Duration atMost, Callable<Boolean> truth, Class<? extends Throwable> notYet) {
        AtomicReference<@Nullable Throwable> last = new AtomicReference<>();
        try {
            pace.atMost(atMost).pollDelay(Duration.ZERO).until(() -> isTrue(truth, notYet, last));
        } catch (ConditionTimeoutException late) {
            Throwable why = last.get();
            throw new AssertionError("not true within " + atMost + (why == null ? "" : ", at last: " + why), why);
        }
    }

    /** The look that is under way when the time is up is interrupted: what it throws then says nothing of what was waited for. */
    private static boolean wasBrokenOff(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return Thread.currentThread().isInterrupted();
    }

    private static boolean isTrue(
            Callable<Boolean> truth, Class<? extends Throwable> notYet, AtomicReference<@Nullable Throwable> last)
            throws Exception {
        try {
            boolean now = truth.call();
            last.set(null);
            return now;
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (AssertionError | Exception failed) {
            if (!notYet.isInstance(failed)) {
                throw failed;
            }
            if (wasBrokenOff(failed)) {
                last.compareAndSet(null, failed);
            } else {
                last.set(failed);
            }
            return false;
        }
    }
}
