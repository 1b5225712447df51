package health.authz.verify;

import health.authz.events.DomainEvent;
import health.authz.events.envelope.EventTypes;
import health.authz.platform.json.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Streams of a service that has few of them, and short ones; read in parts. */
final class SmallStreams {
    private static final int PART = 500;
    private static final String IDS = """
            select aggregate_identifier from domain_event_entry
             where aggregate_identifier > ? and sequence_number = 0 and payload_type = any(?)
             order by aggregate_identifier limit\s""" + PART;
    private static final String STREAMS = """
            select aggregate_identifier, sequence_number, global_index, payload_type, payload
              from domain_event_entry where aggregate_identifier = any(?)
             order by aggregate_identifier, sequence_number""";
    private final Database store;
    private final long bound;
    private final String[] firstTypes;

    /** @param firstTypes what the wanted streams begin with */
    SmallStreams(Database store, long bound, String... firstTypes) {
        this.store = store;
        this.bound = bound;
        this.firstTypes = firstTypes;
    }

    /** @param inBound whether everybody has heard of it */
    record Stored(long seq, DomainEvent event, boolean inBound) {}

    void compare(Settling settling, Settling.Looking looking) throws SQLException {
        List<String> ids = after("");
        while (!ids.isEmpty()) {
            settling.compare(ids, looking);
            ids = after(ids.getLast());
        }
    }

    private List<String> after(String id) throws SQLException {
        List<String> ids = new ArrayList<>(PART);
        store.inOneSnapshot(() -> store.each(IDS, row -> ids.add(row.getString(1)), id, firstTypes));
        return ids;
    }

    /** Within a snapshot; events of types that are not known here are left out. */
    Map<String, List<Stored>> read(List<String> ids) throws SQLException {
        Map<String, List<Stored>> streams = new HashMap<>();
        store.each(
                STREAMS,
                row -> {
                    long seq = row.getLong(2);
                    boolean inBound = row.getLong(3) <= bound;
                    byte[] value = row.getBytes(5);
                    String id = row.getString(1);
                    EventTypes.classOf(row.getString(4))
                            .ifPresent(known -> streams.computeIfAbsent(id, any -> new ArrayList<>())
                                    .add(new Stored(seq, Json.mapper().readValue(value, known), inBound)));
                },
                (Object) ids.toArray(String[]::new));
        return streams;
    }
}
