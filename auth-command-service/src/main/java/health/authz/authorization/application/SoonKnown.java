package health.authz.authorization.application;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What was defined a moment ago in another service may be on its way here yet; it is worth a short wait. */
public final class SoonKnown {
    private static final long WAIT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(50).toNanos();

    private SoonKnown() {}

    /**
     * Looks until there is something, for 2 s at most; one that is interrupted looks once. Hold no lock and no
     * transaction meanwhile.
     *
     * @return empty if it is still not known then
     */
    public static <T> Optional<T> await(Supplier<Optional<T>> look) {
        long start = System.nanoTime();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()
                    || System.nanoTime() - start > WAIT_NANOS
                    || Thread.currentThread().isInterrupted()) {
                return found;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
