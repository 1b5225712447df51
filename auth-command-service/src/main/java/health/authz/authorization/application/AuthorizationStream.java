package health.authz.authorization.application;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Authorization;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.eventstore.NewEvent;
import health.authz.platform.eventstore.StoredEvent;
import java.util.ArrayList;
import java.util.List;

/** An authorization's stream as the store holds it; the same for single commands and for chunks. */
public final class AuthorizationStream {
    /** Kind of aggregate, as it stands beside each event. */
    public static final String TYPE = "Authorization";

    /** Facts between two snapshots; a shorter stream has none. */
    public static final int SNAPSHOT_EVERY = 8;

    /** Which form the snapshots of today have; those of another one are passed over. */
    public static final int SNAPSHOT_FORMAT = SnapshotText.FORMAT;

    private static final int SNAPSHOT_NOTES_MAX = 500;

    private AuthorizationStream() {}

    /** What the stored facts add up to. */
    public static Authorization fold(List<StoredEvent> events) {
        return fold(Authorization.NOT_ADDED, events);
    }

    /** What they add up to on top of a state that holds all before them. */
    public static Authorization fold(Authorization before, List<StoredEvent> events) {
        Authorization state = before;
        for (StoredEvent stored : events) {
            state = state.evolve((AuthorizationEvent) stored.payload(), stored.sequence());
        }
        return state;
    }

    /** Whether a snapshot is due, as every so many facts; where very many notes count it would cost more than it saves. */
    public static boolean isSnapshotDue(Authorization before, Added after) {
        return (before.seq() + 1) / SNAPSHOT_EVERY < (after.seq() + 1) / SNAPSHOT_EVERY
                && after.notes().size() <= SNAPSHOT_NOTES_MAX;
    }

    /** The state after these decided facts. */
    public static Authorization after(Authorization state, List<AuthorizationEvent> decided) {
        Authorization after = state;
        for (AuthorizationEvent event : decided) {
            after = after.evolve(event, after.seq() + 1);
        }
        return after;
    }

    /** The same facts with their places in the stream, ready to be stored. */
    public static List<NewEvent> next(Authorization state, List<AuthorizationEvent> decided, EventMetadata metadata) {
        List<NewEvent> events = new ArrayList<>(decided.size());
        long seq = state.seq();
        for (AuthorizationEvent event : decided) {
            events.add(new NewEvent(TYPE, event.authorizationId().toString(), ++seq, event, metadata));
        }
        return events;
    }

    static Added added(Authorization authorization) {
        if (authorization instanceof Added added) {
            return added;
        }
        throw new IllegalStateException("an accepted command left no authorization");
    }
}
