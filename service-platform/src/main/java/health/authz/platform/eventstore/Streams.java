package health.authz.platform.eventstore;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Streams of many aggregates at once, as far as chunks need them; both run in the caller's transaction. */
public interface Streams {
    /** The streams of these aggregates, each in order; an aggregate without events is absent. */
    Map<String, List<StoredEvent>> read(Collection<String> aggregateIds);

    /**
     * Stores all events or none.
     *
     * @throws ConcurrentChange if one of the places is taken; the transaction can only roll back then
     */
    void append(List<NewEvent> events);
}
