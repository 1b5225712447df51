package health.authz.verify;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting for others. */
final class Patience {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private Patience() {}

    interface Question {
        boolean isSo() throws SQLException;
    }

    interface Measure {
        long now() throws SQLException;
    }

    /** @return whether it became so in time */
    static boolean until(Duration longest, Question question) throws SQLException {
        long end = System.nanoTime() + longest.toNanos();
        while (!question.isSo()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return true;
    }

    /**
     * Waits until nothing is left, however long that takes, as long as it gets less.
     *
     * @param still how long it may stay as it is
     * @return what is left: 0, or more if it got stuck
     */
    static long untilNothingIsLeft(Duration still, Measure left) throws SQLException {
        long least = left.now();
        long end = System.nanoTime() + still.toNanos();
        while (least > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            long now = left.now();
            if (now < least) {
                least = now;
                end = System.nanoTime() + still.toNanos();
            }
        }
        return least;
    }
}
