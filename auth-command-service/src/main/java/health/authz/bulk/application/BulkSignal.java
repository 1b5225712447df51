package health.authz.bulk.application;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the workers of this process; those of others look by themselves every now and then. */
class BulkSignal {
    private final Semaphore work = new Semaphore(0);

    void wake() {
        if (work.availablePermits() < 8) {
            work.release();
        }
    }

    void await(long millis) throws InterruptedException {
        if (work.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            work.drainPermits();
        }
    }
}
