package health.authz.bulk.application;

import health.authz.platform.eventstore.ConcurrentChange;
import health.authz.platform.eventstore.NewEvent;
import health.authz.platform.eventstore.RecordedEvent;
import health.authz.platform.eventstore.StoredEvent;
import health.authz.platform.eventstore.Streams;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;

/** Streams in the model's store; a place is taken once. */
final class MemoryStreams implements Streams {
    private final ModelStore store;
    private final Fault fault;
    private final ModelStore.Table<Place, StoredEvent> events;
    private final ModelStore.Table<Place, Instant> times;
    private long appended;

    MemoryStreams(ModelStore store, Fault fault) {
        this.store = store;
        this.fault = fault;
        this.events = store.new Table<>();
        this.times = store.new Table<>();
    }

    record Place(String aggregate, long sequence) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = aggregate.compareTo(other.aggregate);
            return order == 0 ? Long.compare(sequence, other.sequence) : order;
        }
    }

    @Override
    public Map<String, List<StoredEvent>> read(Collection<String> aggregateIds) {
        return store.statement(() -> {
            store.tx().read();
            Map<String, List<StoredEvent>> streams = new HashMap<>();
            for (String id : aggregateIds) {
                List<StoredEvent> stream = stream(id);
                if (!stream.isEmpty()) {
                    streams.put(id, stream);
                }
            }
            return streams;
        });
    }

    @Override
    public Map<String, List<RecordedEvent>> recorded(Collection<String> aggregateIds) {
        return store.statement(() -> {
            store.tx().readLives();
            Map<String, List<RecordedEvent>> streams = new HashMap<>();
            for (String id : aggregateIds) {
                List<RecordedEvent> stream =
                        stream(id).stream().map(this::recorded).toList();
                if (!stream.isEmpty()) {
                    streams.put(id, stream);
                }
            }
            return streams;
        });
    }

    /** Their times are the order in which they were appended. */
    private RecordedEvent recorded(StoredEvent event) {
        Instant at = times.get(new Place(event.aggregateId(), event.sequence())).orElseThrow();
        return new RecordedEvent(event.aggregateId(), event.sequence(), event.payload(), "somebody", at);
    }

    /** As it is now, for whoever looks from outside too. */
    List<StoredEvent> stream(String id) {
        return List.copyOf(events.all()
                .subMap(new Place(id, 0), new Place(id, Long.MAX_VALUE))
                .values());
    }

    Collection<StoredEvent> all() {
        return events.values();
    }

    @Override
    public void append(List<NewEvent> added) {
        store.statement(() -> added.forEach(event -> append(event, event.sequence())));
    }

    private void append(NewEvent event, long sequence) {
        StoredEvent stored = new StoredEvent(event.aggregateId(), sequence, event.payload());
        if (!events.insert(new Place(event.aggregateId(), sequence), stored)) {
            if (fault != Fault.IGNORES_THE_EXPECTED_PLACE) {
                throw new ConcurrentChange(new DuplicateKeyException(event.aggregateId() + ":" + sequence));
            }
            append(event, sequence + 1);
            return;
        }
        times.put(new Place(event.aggregateId(), sequence), Instant.ofEpochMilli(++appended));
    }

    /** Whether the transaction of now stores something of this aggregate. */
    boolean isChanged(String aggregate) {
        return store.tx().written(events).stream()
                .anyMatch(place -> ((Place) place).aggregate().equals(aggregate));
    }
}
