package health.authz.platform.republish;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far everything is told again.
 *
 * @param from number of the first event that is told again
 * @param events of the store
 * @param directory records that are kept beside the events, erased ones included; nothing of nothing in a service that has none
 * @param lost what Kafka has lost and was not told again yet, as the relay found it; null if nothing
 * @param startedAt null before the first run
 * @param endedAt null while it runs
 */
public record RepublishProgress(
        State state,
        long from,
        Part events,
        Part directory,
        @Nullable String lost,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {
    /** Before the first run. */
    static RepublishProgress none(@Nullable String lost) {
        return new RepublishProgress(State.NONE, 0, Part.whole(0), Part.whole(0), lost, null, null);
    }

    /** NONE = never asked for; ENDED = Kafka has acknowledged all of it. */
    public enum State {
        NONE,
        RUNNING,
        ENDED
    }

    /**
     * One kind of what is told.
     *
     * @param done as many as Kafka has acknowledged since it began
     * @param total as many as there were when it began
     */
    public record Part(long done, long total) {
        static Part whole(long total) {
            return new Part(total, total);
        }
    }
}
