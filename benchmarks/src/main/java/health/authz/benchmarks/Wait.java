package health.authz.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what the parts do, and saying so when they do it wrong. */
public final class Wait {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long LOOK_CLOSELY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LOOK_RARELY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MINUTES_MOST = 10;

    private Wait() {}

    /** @throws IllegalStateException after ten minutes, or when this thread is interrupted */
    public static void until(String what, BooleanSupplier condition) {
        until(what, condition, LOOK_AGAIN_NANOS);
    }

    /** The same, looking again sooner; for what costs next to nothing to ask. */
    static void closely(String what, BooleanSupplier condition) {
        until(what, condition, LOOK_CLOSELY_NANOS);
    }

    /** The same, looking again later; for what costs those whose costs are measured. */
    static void rarely(String what, BooleanSupplier condition) {
        until(what, condition, LOOK_RARELY_NANOS);
    }

    private static void until(String what, BooleanSupplier condition, long lookAgainNanos) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES_MOST);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited " + MINUTES_MOST + " minutes in vain until " + what);
            }
            if (Thread.interrupted()) {
                throw new IllegalStateException("stopped while waiting until " + what);
            }
            LockSupport.parkNanos(lookAgainNanos);
        }
    }

    /** A fast wrong answer is no figure. */
    public static void check(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise.get());
        }
    }

    public static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
