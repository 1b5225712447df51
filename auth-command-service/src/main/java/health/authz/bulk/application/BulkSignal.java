package health.authz.bulk.application;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes all workers of this process; those of others look by themselves every now and then. */
class BulkSignal {
    /** As many as will ever wait; whoever looks once too often finds nothing and waits. */
    private static final int WORKERS_MOST = 8;

    private final Semaphore work = new Semaphore(0);

    synchronized void wake() {
        work.drainPermits();
        work.release(WORKERS_MOST);
    }

    /** Until the next signal, but no longer than this. @return whether there was one */
    boolean await(long millis) throws InterruptedException {
        return work.tryAcquire(millis, TimeUnit.MILLISECONDS);
    }
}
