package health.authz.platform.relay;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How the relay gets on, for metrics and health; nothing here asks a store. */
class RelayState {
    /** So many failures in a row are no passing trouble; about three seconds. */
    static final int TOO_MANY = 3;

    private final AtomicLong lag = new AtomicLong();
    /** When it last had nothing to send, by the nanosecond clock. */
    private volatile long caughtUpAt = System.nanoTime();

    private volatile boolean leads;
    private volatile int failures;
    private volatile @Nullable String reason;
    private volatile @Nullable String lost;

    long lag() {
        return lag.get();
    }

    /** Seconds since it last had nothing to send; 0 while it has nothing to send. */
    double lagSeconds() {
        return lag.get() == 0 ? 0 : (System.nanoTime() - caughtUpAt) / 1e9;
    }

    int failures() {
        return failures;
    }

    boolean leads() {
        return leads;
    }

    /** Why it does not get on; null while it does, or where the trouble may pass. */
    @Nullable
    String standsBecause() {
        String gone = lost;
        return gone != null ? gone : failures >= TOO_MANY ? reason : null;
    }

    /** What Kafka has lost; null while nothing is known to be. */
    @Nullable
    String lost() {
        return lost;
    }

    void behindBy(long rows) {
        if (rows == 0 || lag.get() == 0) {
            caughtUpAt = System.nanoTime();
        }
        lag.set(rows);
    }

    void leads(boolean now) {
        leads = now;
        if (!now) {
            behindBy(0);
        }
    }

    void getsOn() {
        failures = 0;
        reason = null;
        lost = null;
    }

    /** One more try failed. */
    void failed(Throwable why) {
        failures++;
        reason = why.toString();
        lost = why instanceof LostTopics gone ? gone.getMessage() : null;
        if (why instanceof RelaySource.UnknownAggregate || why instanceof KafkaAhead) {
            failures = Math.max(failures, TOO_MANY); // it will not pass by itself
            reason = why.getMessage();
        }
    }
}
