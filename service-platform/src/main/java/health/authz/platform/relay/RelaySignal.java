package health.authz.platform.relay;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Wakes the relay of this JVM once the caller's transaction has committed; other instances hear of it from there.
 *
 * <p>Nothing is sent inside the transaction: a {@code NOTIFY} there takes one lock for the whole server until its commit
 * is on disk (ADR 4).
 */
public class RelaySignal {
    private final Semaphore wakes = new Semaphore(0);
    /** One object: however often a transaction appends, it is registered once. */
    private final TransactionSynchronization wake = new TransactionSynchronization() {
        @Override
        public void afterCommit() {
            now();
        }
    };

    /** Wakes the relay when the running transaction has committed; at once where none runs. */
    public void afterCommit() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(wake);
        } else {
            now();
        }
    }

    /** Wakes the relay. */
    public void now() {
        wakes.release();
    }

    /** Waits until it is woken, at most so long; answers whether it was. */
    boolean await(Duration atMost) throws InterruptedException {
        boolean woken = wakes.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
        wakes.drainPermits();
        return woken;
    }
}
