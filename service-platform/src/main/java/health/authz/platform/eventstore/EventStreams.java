package health.authz.platform.eventstore;

import health.authz.events.DomainEvent;
import health.authz.events.envelope.EventTypes;
import health.authz.platform.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whole chunks of streams at once, on the table that Axon's engine uses too: one query reads all streams of a chunk, one
 * batch stores all its events. Runs in the caller's transaction.
 */
public class EventStreams implements Streams {
    private static final String READ = """
            select aggregate_identifier, sequence_number, payload_type, payload
              from domain_event_entry
             where aggregate_identifier = any(?)
             order by aggregate_identifier, sequence_number""";
    private static final String APPEND = """
            insert into domain_event_entry
                (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type, payload, meta_data)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final Clock clock;

    public EventStreams(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Map<String, List<StoredEvent>> read(Collection<String> aggregateIds) {
        Map<String, List<StoredEvent>> streams = HashMap.newHashMap(aggregateIds.size());
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            try (PreparedStatement read = connection.prepareStatement(READ)) {
                read.setFetchSize(5_000);
                read.setArray(1, connection.createArrayOf("varchar", aggregateIds.toArray()));
                try (ResultSet rows = read.executeQuery()) {
                    while (rows.next()) {
                        StoredEvent event = stored(rows);
                        streams.computeIfAbsent(event.aggregateId(), id -> new ArrayList<>(4))
                                .add(event);
                    }
                }
            }
            return true;
        });
        return streams;
    }

    /** One aggregate's stream; empty if it has none. */
    public List<StoredEvent> readOne(String aggregateId) {
        return read(List.of(aggregateId)).getOrDefault(aggregateId, List.of());
    }

    /** In one batch; it wakes the relay when the transaction commits. */
    @Override
    public void append(List<NewEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        String now = clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
        Map<EventMetadata, byte[]> metadata = new IdentityHashMap<>();
        try {
            jdbc.execute((ConnectionCallback<Boolean>) connection -> {
                RelaySignal.send(connection);
                try (PreparedStatement append = connection.prepareStatement(APPEND)) {
                    for (NewEvent event : events) {
                        append.setString(1, event.aggregateId() + ":" + event.sequence());
                        append.setString(2, event.aggregateId());
                        append.setLong(3, event.sequence());
                        append.setString(4, event.aggregateType());
                        append.setString(5, now);
                        append.setString(6, EventTypes.nameOf(event.payload().getClass()));
                        append.setBytes(7, Json.mapper().writeValueAsBytes(event.payload()));
                        append.setBytes(8, metadata.computeIfAbsent(event.metadata(), data -> Json.mapper()
                                .writeValueAsBytes(data)));
                        append.addBatch();
                    }
                    append.executeBatch();
                }
                return true;
            });
        } catch (DuplicateKeyException taken) {
            throw new ConcurrentChange(taken);
        }
    }

    private static StoredEvent stored(ResultSet row) throws SQLException {
        String type = row.getString(3);
        Class<? extends DomainEvent> known = EventTypes.classOf(type)
                .orElseThrow(() -> new IllegalStateException("the store holds an event of unknown type " + type));
        return new StoredEvent(row.getString(1), row.getLong(2), Json.mapper().readValue(row.getBytes(4), known));
    }

    /** Wakes the relay at commit. Taking the transaction's id first keeps the relay's reading of holes exact. */
    static final class RelaySignal {
        private RelaySignal() {}

        static void send(Connection connection) throws SQLException {
            try (PreparedStatement signal = connection.prepareStatement(
                    "select pg_current_xact_id()::text, pg_notify('authz_relay', current_schema())::text")) {
                signal.execute();
            }
        }
    }
}
