package health.authz.verify;

import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.StreamKind;
import health.authz.platform.check.Fingerprint;
import health.authz.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/** The event store of one service up to a bound, in the order in which it grew. */
final class StoredEvents {
    private static final int PART = 20_000;
    private static final String READ = """
            select global_index, aggregate_identifier, sequence_number, type, payload_type, payload, meta_data
              from domain_event_entry
             where global_index > ? and global_index <= ? order by global_index limit\s""" + PART;
    private final Database database;
    private final long bound;

    StoredEvents(Database database, long bound) {
        this.database = database;
        this.bound = bound;
    }

    /** A stored event; the topic is empty if nobody here knows where events of its kind of aggregate go. */
    record Stored(String aggregateId, long seq, Optional<String> topic, long content) {}

    interface Taking {
        void take(Stored event) throws SQLException;
    }

    void each(Taking taking) throws SQLException {
        long[] at = {Long.MIN_VALUE};
        boolean more = true;
        while (more) {
            long before = at[0];
            database.inOneSnapshot(() -> database.each(
                    READ,
                    row -> {
                        at[0] = row.getLong(1);
                        taking.take(stored(row));
                    },
                    before,
                    bound));
            more = at[0] > before;
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        String id = row.getString(2);
        long seq = row.getLong(3);
        Optional<StreamKind> kind = StreamKind.of(Objects.requireNonNullElse(row.getString(4), ""));
        byte[] metadata = row.getBytes(7);
        String key = kind.map(known -> known.key(id, () -> tenant(metadata))).orElse("");
        return new Stored(
                id,
                seq,
                kind.map(StreamKind::topic),
                content(seq, bytes(key), bytes(row.getString(5)), row.getBytes(6)));
    }

    private static String tenant(byte[] metadata) {
        return Json.mapper().readTree(metadata).path(EventHeaders.TENANT_ID).asString("");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What an event says, at its place and under its key: the same for the stored and for the published one. */
    static long content(long seq, byte[] key, byte[] type, byte[] value) {
        return Fingerprint.of(
                Fingerprint.of(value, seq), Fingerprint.of(Fingerprint.of(type, seq), Fingerprint.of(key, seq)));
    }
}
