package health.authz.authorization.application;

import java.time.Duration;

/** How many changes of single authorizations are in work just now, so that bulk work can step aside for them. */
public final class SingleChanges {
    private int inWork;

    public synchronized void begin() {
        inWork++;
    }

    public synchronized void end() {
        inWork--;
        if (inWork == 0) {
            notifyAll();
        }
    }

    /** Waits until none is in work or the time is over. */
    public synchronized void letGoFirst(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toMillis(); inWork > 0 && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }
}
