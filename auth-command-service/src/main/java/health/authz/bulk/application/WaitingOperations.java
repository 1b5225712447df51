package health.authz.bulk.application;

import health.authz.events.OperationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Operations that wait until the store can take their rows, or until somebody mends what keeps a row from being worked on, as this
 * instance saw it. Not kept in the store, which may have no room for that either.
 */
public final class WaitingOperations {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Longer than a chunk takes that is worked on, shorter than PostgreSQL lets a transaction stand still. */
    private static final Duration WORKED_ON_AT_MOST = Duration.ofSeconds(5);

    /** Ends by itself: the others get on, or PostgreSQL ends their transaction. */
    static final String OTHERS = "another instance, which holds rows of it and does not get on";

    private final Map<OperationId, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<OperationId, Instant> heldByOthersSince = new ConcurrentHashMap<>();
    private final Clock clock;

    WaitingOperations(Clock clock) {
        this.clock = clock;
    }

    private record Waiting(String why, Duration pause, Instant until) {}

    /** Not tried again before a pause is over, which doubles each time, from 0.2 to 5 seconds. */
    void hold(OperationId id, String why) {
        waiting.compute(id, (same, before) -> {
            Duration pause = before == null ? FIRST_PAUSE : longer(before.pause());
            return new Waiting(why, pause, clock.instant().plus(pause));
        });
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** All that is left of it is held by other instances. It is looked at again all the same: they may end, or be ended. */
    void heldByOthers(OperationId id) {
        heldByOthersSince.putIfAbsent(id, clock.instant());
    }

    void release(OperationId id) {
        waiting.remove(id);
        heldByOthersSince.remove(id);
    }

    /** Those that were ended by another instance wait no longer. */
    void keepOnly(Collection<OperationId> open) {
        waiting.keySet().retainAll(open);
        heldByOthersSince.keySet().retainAll(open);
    }

    boolean rests(OperationId id) {
        Waiting found = waiting.get(id);
        return found != null && clock.instant().isBefore(found.until());
    }

    /** What the operation waits for; empty if it does not. */
    Optional<String> why(OperationId id) {
        Waiting found = waiting.get(id);
        return found != null
                ? Optional.of(found.why())
                : Optional.ofNullable(stuckWithOthers().get(id));
    }

    private Map<OperationId, String> stuckWithOthers() {
        Instant longAgo = clock.instant().minus(WORKED_ON_AT_MOST);
        Map<OperationId, String> stuck = new HashMap<>();
        heldByOthersSince.forEach((id, since) -> {
            if (since.isBefore(longAgo)) {
                stuck.put(id, OTHERS);
            }
        });
        return stuck;
    }

    private Map<OperationId, String> all() {
        Map<OperationId, String> all = stuckWithOthers();
        waiting.forEach((id, each) -> all.put(id, each.why()));
        return all;
    }

    public int count() {
        return all().size();
    }

    /** Everything that is waited for, each once. */
    public Collection<String> reasons() {
        return new TreeSet<>(all().values());
    }
}
