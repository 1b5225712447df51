package health.authz.platform.relay;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How the relay gets on, for metrics and health; nothing here asks a store. */
class RelayState {
    /** So many failures in a row are no passing trouble; about three seconds. */
    static final int TOO_MANY = 3;

    private final AtomicLong lag = new AtomicLong();
    /** Everything that was visible at this moment is told; by the nanosecond clock. */
    private volatile long toldUntil = System.nanoTime();

    /** What was visible at a later moment; when it is told, that moment counts. */
    private Map<RelaySource, Long> mark = Map.of();

    private long markedAt = System.nanoTime();

    private volatile boolean leads;
    private volatile int failures;
    private volatile @Nullable String reason;
    private volatile @Nullable String lost;

    long lag() {
        return lag.get();
    }

    /** For how many seconds the oldest row has been waiting, at most; 0 while it has nothing to send. */
    double lagSeconds() {
        return lag.get() == 0 ? 0 : (System.nanoTime() - toldUntil) / 1e9;
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

    /** What Kafka has lost; null while nothing is known to be. Known until the relay gets on, whatever else fails meanwhile. */
    @Nullable
    String lost() {
        return lost;
    }

    /** Where the sources stand now; only the relay's own thread says so. */
    void stands(Map<RelaySource, RelayStore.Stand> stands) {
        lag.set(stands.values().stream().mapToLong(RelayStore.Stand::behind).sum());
        boolean told = stands.entrySet().stream()
                .allMatch(each -> each.getValue().position() >= mark.getOrDefault(each.getKey(), 0L));
        if (told || lag.get() == 0) {
            toldUntil = lag.get() == 0 ? System.nanoTime() : markedAt;
            markedAt = System.nanoTime();
            mark = new EnumMap<>(RelaySource.class);
            stands.forEach((source, stand) -> mark.put(source, stand.highest()));
        }
    }

    /** So many rows were saved as told. */
    void told(int rows) {
        lag.updateAndGet(before -> Math.max(0, before - rows));
    }

    void leads(boolean now) {
        leads = now;
        if (!now) {
            lag.set(0);
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
        if (why instanceof LostTopics gone) {
            lost = gone.getMessage();
        }
        if (why instanceof RelaySource.UnknownAggregate || why instanceof KafkaAhead) {
            failures = Math.max(failures, TOO_MANY); // it will not pass by itself
            reason = why.getMessage();
        }
    }
}
