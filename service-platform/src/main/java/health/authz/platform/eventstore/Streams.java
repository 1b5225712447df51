package health.authz.platform.eventstore;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Streams of many aggregates at once, as far as chunks need them; all run in the caller's transaction. */
public interface Streams {
    /** The streams of these aggregates, each in order; an aggregate without events is absent. */
    Map<String, List<StoredEvent>> read(Collection<String> aggregateIds);

    /** The same streams, each event with who caused it and when. */
    Map<String, List<RecordedEvent>> recorded(Collection<String> aggregateIds);

    /**
     * What came behind a known place of each of these streams, each in order; a stream without more is absent.
     *
     * @param known sequence of the last known event by aggregate; -1 = none
     */
    default Map<String, List<StoredEvent>> readAfter(Map<String, Long> known) {
        Map<String, List<StoredEvent>> streams = new HashMap<>();
        read(known.keySet()).forEach((id, events) -> {
            List<StoredEvent> later = events.stream()
                    .filter(event -> event.sequence() > known.getOrDefault(id, -1L))
                    .toList();
            if (!later.isEmpty()) {
                streams.put(id, later);
            }
        });
        return streams;
    }

    /** The sequence of the last event of each of these streams; a stream without events is absent. */
    default Map<String, Long> lastPlaces(Collection<String> aggregateIds) {
        Map<String, Long> places = new HashMap<>();
        read(aggregateIds)
                .forEach((id, events) -> places.put(id, events.getLast().sequence()));
        return places;
    }

    /**
     * Stores all events or none.
     *
     * @throws ConcurrentChange if one of the places is taken; the transaction can only roll back then
     */
    void append(List<NewEvent> events);
}
