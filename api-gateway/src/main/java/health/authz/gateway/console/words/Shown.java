package health.authz.gateway.console.words;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits a moment for what was just changed to be shown: lists follow decisions within a second, and a person who saved a
 * change should not see what was there before.
 */
public final class Shown {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 50;

    private Shown() {}

    /** The first answer that is fresh, or the last one asked for when patience is over. */
    public static Reply within(Supplier<Reply> asked, Predicate<Reply> fresh) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Reply reply = asked.get();
        while (!fresh.test(reply) && System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return reply;
            }
            reply = asked.get();
        }
        return reply;
    }
}
