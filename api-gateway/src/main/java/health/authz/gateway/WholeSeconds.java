package health.authz.gateway;

import java.time.Duration;

/** Durations as headers and pages tell them. */
public final class WholeSeconds {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private WholeSeconds() {}

    /** Rounded up: who waits as long as this has waited enough, and 0 means that nothing is left. */
    public static long of(Duration duration) {
        return Math.ceilDiv(duration.toNanos(), SECOND);
    }
}
