package health.authz.acceptance.dsl;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what must become true, by looking again; never by sleeping. */
public final class Eventually {
    private static final Duration USUAL = Duration.ofSeconds(30);

    private Eventually() {}

    public static void eventually(ThrowingRunnable truth) {
        eventually(USUAL, truth);
    }

    /** A part that cannot be reached meanwhile counts as not yet true. */
    public static void eventually(Duration atMost, ThrowingRunnable truth) {
        await().atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .ignoreException(UncheckedIOException.class)
                .untilAsserted(truth);
    }

    /** What must stay true for a while, because nothing is to happen. */
    public static void throughout(Duration period, ThrowingRunnable truth) {
        await().during(period)
                .atMost(period.multipliedBy(3))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(truth);
    }
}
