package health.authz.platform.eventstore;

import health.authz.events.DomainEvent;
import health.authz.events.envelope.EventTypes;
import health.authz.platform.json.Json;
import health.authz.platform.relay.RelaySignal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whole chunks of streams at once, on the table that Axon's engine uses too: one query reads all streams of a chunk, one
 * statement stores all its events. Runs in the caller's transaction.
 */
public class EventStreams implements Streams {
    private static final String READ = """
            select aggregate_identifier, sequence_number, payload_type, payload
              from domain_event_entry
             where aggregate_identifier = any(?)
             order by aggregate_identifier, sequence_number""";
    private static final String RECORDED = READ.replace("payload\n", "payload, time_stamp, meta_data\n");

    /** The limit keeps the planner from joining: each stream is entered by index, however few are asked for. */
    private static final String READ_AFTER = """
            select event.* from unnest(?::text[], ?::bigint[]) as known (id, sequence)
             cross join lateral (
                   select aggregate_identifier, sequence_number, payload_type, payload
                     from domain_event_entry
                    where aggregate_identifier = known.id and sequence_number > known.sequence
                    order by sequence_number limit 1000000000) event""";

    private static final String LAST_PLACES = """
            select aggregate_identifier, max(sequence_number) from domain_event_entry
             where aggregate_identifier = any(?) group by aggregate_identifier""";

    private static final String APPEND = """
            insert into domain_event_entry
                (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type, payload, meta_data)
            select id || ':' || sequence, id, sequence, type, ?, payload_type, payload, meta_data
              from unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::bytea[], ?::bytea[])
                as event (id, sequence, type, payload_type, payload, meta_data)""";

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final RelaySignal signal;

    public EventStreams(JdbcTemplate jdbc, Clock clock, RelaySignal signal) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.signal = signal;
    }

    @Override
    public Map<String, List<StoredEvent>> read(Collection<String> aggregateIds) {
        return streams(READ, of(aggregateIds), EventStreams::stored, StoredEvent::aggregateId);
    }

    @Override
    public Map<String, List<RecordedEvent>> recorded(Collection<String> aggregateIds) {
        return streams(RECORDED, of(aggregateIds), EventStreams::recorded, RecordedEvent::aggregateId);
    }

    private static Arguments of(Collection<String> aggregateIds) {
        return connection -> new Array[] {connection.createArrayOf("varchar", aggregateIds.toArray())};
    }

    @Override
    public Map<String, List<StoredEvent>> readAfter(Map<String, Long> known) {
        List<Map.Entry<String, Long>> places = List.copyOf(known.entrySet());
        return streams(
                READ_AFTER,
                connection -> new Array[] {
                    connection.createArrayOf(
                            "text", places.stream().map(Map.Entry::getKey).toArray()),
                    connection.createArrayOf(
                            "bigint", places.stream().map(Map.Entry::getValue).toArray())
                },
                EventStreams::stored,
                StoredEvent::aggregateId);
    }

    /** From the index alone. */
    @Override
    public Map<String, Long> lastPlaces(Collection<String> aggregateIds) {
        Map<String, Long> places = new HashMap<>();
        jdbc.query(
                LAST_PLACES,
                row -> {
                    places.put(row.getString(1), row.getLong(2));
                },
                (Object) aggregateIds.toArray(String[]::new));
        return places;
    }

    private interface Arguments {
        Array[] of(Connection connection) throws SQLException;
    }

    private interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> Map<String, List<T>> streams(
            String query, Arguments arguments, Row<T> each, Function<T, String> aggregateId) {
        Map<String, List<T>> streams = new HashMap<>();
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            try (PreparedStatement read = connection.prepareStatement(query)) {
                read.setFetchSize(5_000);
                Array[] given = arguments.of(connection);
                for (int i = 0; i < given.length; i++) {
                    read.setArray(i + 1, given[i]);
                }
                try (ResultSet rows = read.executeQuery()) {
                    while (rows.next()) {
                        T event = each.of(rows);
                        streams.computeIfAbsent(aggregateId.apply(event), id -> new ArrayList<>(4))
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
                try (PreparedStatement append = connection.prepareStatement(APPEND)) {
                    append.setString(1, now);
                    append.setArray(2, column(connection, "text", events, NewEvent::aggregateId, String[]::new));
                    append.setArray(3, column(connection, "bigint", events, NewEvent::sequence, Long[]::new));
                    append.setArray(4, column(connection, "text", events, NewEvent::aggregateType, String[]::new));
                    append.setArray(
                            5,
                            column(
                                    connection,
                                    "text",
                                    events,
                                    event -> EventTypes.nameOf(event.payload().getClass()),
                                    String[]::new));
                    append.setArray(
                            6, bytes(connection, events, event -> Json.mapper().writeValueAsBytes(event.payload())));
                    append.setArray(
                            7,
                            bytes(
                                    connection,
                                    events,
                                    event -> metadata.computeIfAbsent(event.metadata(), data -> Json.mapper()
                                            .writeValueAsBytes(data))));
                    append.executeUpdate();
                }
                return true;
            });
        } catch (DuplicateKeyException taken) {
            throw new ConcurrentChange(taken);
        }
        signal.afterCommit();
    }

    /** Arrays of their own type travel in binary; an array of objects would travel as text. */
    private static <T> Array column(
            Connection connection,
            String type,
            List<NewEvent> events,
            Function<NewEvent, T> value,
            IntFunction<T[]> array)
            throws SQLException {
        return connection.createArrayOf(type, events.stream().map(value).toArray(array));
    }

    private static Array bytes(Connection connection, List<NewEvent> events, Function<NewEvent, byte[]> value)
            throws SQLException {
        return connection.createArrayOf("bytea", events.stream().map(value).toArray(byte[][]::new));
    }

    private static StoredEvent stored(ResultSet row) throws SQLException {
        String type = row.getString(3);
        Class<? extends DomainEvent> known =
                EventTypes.classOf(type).orElseThrow(() -> new WrittenByLaterVersion(type));
        return new StoredEvent(row.getString(1), row.getLong(2), Json.mapper().readValue(row.getBytes(4), known));
    }

    private static RecordedEvent recorded(ResultSet row) throws SQLException {
        StoredEvent event = stored(row);
        return new RecordedEvent(
                event.aggregateId(),
                event.sequence(),
                event.payload(),
                Json.mapper().readTree(row.getBytes(6)).path("actor").asString(""),
                Instant.parse(row.getString(5)));
    }
}
