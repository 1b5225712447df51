package health.authz.platform.relay;

import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.StreamKind;
import health.authz.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A table that grows at its end, and how its rows become records. */
public enum RelaySource {
    EVENTS("domain_event_entry", "global_index", """
            select global_index, aggregate_identifier, sequence_number, time_stamp, payload_type, payload, meta_data, type
              from domain_event_entry where global_index > ? order by global_index limit ?""") {
        /** The stored bytes under the stored name: an event that this version does not know travels like any other. */
        @Override
        ProducerRecord<byte[], byte[]> record(ResultSet row, String origin, Metadata last) throws SQLException {
            String aggregateId = row.getString(2);
            StreamKind kind = kind(row.getString(8));
            last.read(row.getBytes(7));
            ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(
                    kind.topic(), bytes(kind.key(aggregateId, last::requiredTenant)), row.getBytes(6));
            Headers headers = event.headers();
            headers.add(EventHeaders.SPEC_VERSION, bytes("1.0"));
            headers.add(EventHeaders.ID, bytes(aggregateId + ":" + row.getLong(3)));
            headers.add(EventHeaders.SOURCE, bytes("/authz/" + origin));
            headers.add(EventHeaders.TYPE, bytes(row.getString(5)));
            headers.add(EventHeaders.SUBJECT, bytes(aggregateId));
            headers.add(EventHeaders.TIME, bytes(row.getString(4)));
            headers.add(EventHeaders.CONTENT_TYPE, bytes("application/json"));
            headers.add(EventHeaders.SEQUENCE, bytes(Long.toString(row.getLong(3))));
            headers.add(EventHeaders.SCHEMA_VERSION, bytes("1"));
            last.headers.forEach(headers::add);
            return event;
        }
    },
    OUTBOX(
            "outbox",
            "position",
            "select position, topic, key, headers, value from outbox where position > ? order by position limit ?") {
        @Override
        ProducerRecord<byte[], byte[]> record(ResultSet row, String origin, Metadata last) throws SQLException {
            String value = row.getString(5);
            ProducerRecord<byte[], byte[]> line = new ProducerRecord<>(
                    row.getString(2), bytes(row.getString(3)), value == null ? null : bytes(value));
            Map<?, ?> headers = Json.mapper().readValue(row.getString(4), Map.class);
            headers.forEach((name, text) -> line.headers().add(name.toString(), bytes(text.toString())));
            return line;
        }
    };

    private static final List<String> PUBLISHED = List.of(
            EventHeaders.TENANT_ID,
            EventHeaders.CORRELATION_ID,
            EventHeaders.CAUSATION_ID,
            EventHeaders.OPERATION_ID,
            EventHeaders.ACTOR,
            EventHeaders.TRACE_PARENT);

    final String table;
    final String number;
    private final String query;

    RelaySource(String table, String number, String query) {
        this.table = table;
        this.number = number;
        this.query = query;
    }

    /** A row of the table, read once. */
    record Row(long position, ProducerRecord<byte[], byte[]> record) {}

    /** Headers that an event's metadata gives; all rows of a chunk have the same, so they are taken apart once. */
    static final class Metadata {
        private byte[] text = {};
        private List<Header> headers = List.of();

        void read(byte[] next) {
            if (!Arrays.equals(text, next)) {
                text = next;
                headers = Json.mapper().readTree(next).properties().stream()
                        .filter(entry -> PUBLISHED.contains(entry.getKey())
                                && entry.getValue().isString())
                        .<Header>map(entry -> new RecordHeader(
                                entry.getKey(), bytes(entry.getValue().stringValue())))
                        .toList();
            }
        }

        String requiredTenant() {
            return headers.stream()
                    .filter(header -> header.key().equals(EventHeaders.TENANT_ID))
                    .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("an event has no tenant"));
        }
    }

    abstract ProducerRecord<byte[], byte[]> record(ResultSet row, String origin, Metadata last) throws SQLException;

    /**
     * The next rows, up to one that cannot be published.
     *
     * @throws UnknownAggregate if the very first one cannot be
     */
    List<Row> after(Connection connection, long position, int most, String origin) throws SQLException {
        List<Row> rows = new ArrayList<>();
        Metadata last = new Metadata();
        try (PreparedStatement read = connection.prepareStatement(query)) {
            read.setLong(1, position);
            read.setInt(2, most);
            try (ResultSet found = read.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(found.getLong(1), record(found, origin, last)));
                }
            }
        } catch (UnknownAggregate unknown) {
            if (rows.isEmpty()) {
                throw unknown;
            }
        }
        return rows;
    }

    private static StreamKind kind(@Nullable String type) {
        return StreamKind.of(String.valueOf(type)).orElseThrow(() -> new UnknownAggregate(String.valueOf(type)));
    }

    /** The organisation that a record belongs to; every record here has one. */
    static String tenant(ProducerRecord<byte[], byte[]> record) {
        Header tenant = record.headers().lastHeader(EventHeaders.TENANT_ID);
        return tenant == null ? "" : new String(tenant.value(), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Events of a kind of aggregate that this version does not know: nobody can say on which topic they belong. */
    static final class UnknownAggregate extends RuntimeException {
        UnknownAggregate(String type) {
            super("the store holds events of an aggregate of type " + type
                    + ", which this version does not know: start the version that wrote them");
        }
    }
}
