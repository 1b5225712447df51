package health.authz.rebuild;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;

/** Writes under a condition that another instance may take away: look again, a few times. */
public final class Attempts {
    private static final int MOST = 50;
    private static final long PAUSE_MILLIS_MAX = 40;

    private Attempts() {}

    /**
     * Tries until it is done, with short pauses of different lengths, so that two who meet do not go on meeting.
     *
     * @throws TransientDataAccessException if others came between every time: the batch is tried again later as a whole
     */
    public static void until(BooleanSupplier done) {
        for (int tried = 1; !done.getAsBoolean(); tried++) {
            if (tried == MOST) {
                throw new OptimisticLockingFailureException(
                        "others changed the same documents " + MOST + " times in between");
            }
            long most = TimeUnit.MILLISECONDS.toNanos(Math.min(tried, PAUSE_MILLIS_MAX));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
        }
    }
}
