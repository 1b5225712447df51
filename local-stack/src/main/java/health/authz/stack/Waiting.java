package health.authz.stack;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** Waits for what another process does, looking ten times a second. */
final class Waiting {
    private static final long LOOK_EVERY_MILLIS = 100;

    private Waiting() {}

    /** @throws IllegalStateException with the complaint if it does not become true in time */
    static void until(Duration atMost, BooleanSupplier condition, String complaint) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(complaint);
            }
            pause(LOOK_EVERY_MILLIS);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /** For a JVM that ends anyway, and lets something be stopped before. */
    static void quietly(CountDownLatch latch) {
        boolean ended = false;
        while (!ended) {
            try {
                latch.await();
                ended = true;
            } catch (InterruptedException again) {
                Thread.interrupted();
            }
        }
    }
}
