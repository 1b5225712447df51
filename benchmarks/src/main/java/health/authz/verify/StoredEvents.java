package health.authz.verify;

import health.authz.events.envelope.EventTypes;
import health.authz.events.envelope.Topics;
import health.authz.platform.check.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The event store of one service up to a bound, in the order in which it grew. */
final class StoredEvents {
    private static final int PART = 20_000;
    private static final String READ = """
            select global_index, aggregate_identifier, sequence_number, type, payload_type, payload
              from domain_event_entry
             where global_index > ? and global_index <= ? order by global_index limit\s""" + PART;
    private final Database database;
    private final long bound;
    /** Where kinds of aggregate go, learned from events that this version knows, for those that it does not. */
    private final Map<String, String> topics = new HashMap<>();

    StoredEvents(Database database, long bound) {
        this.database = database;
        this.bound = bound;
    }

    /** A stored event; the topic is empty if nobody here knows where such events go. */
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

    private Stored stored(ResultSet row) throws SQLException {
        String type = row.getString(5);
        long seq = row.getLong(3);
        return new Stored(row.getString(2), seq, topic(row.getString(4), type), content(seq, type, row.getBytes(6)));
    }

    private Optional<String> topic(@Nullable String aggregateType, String type) {
        Optional<String> known = EventTypes.classOf(type).map(Topics::topicOf);
        if (aggregateType == null) {
            return known;
        }
        known.ifPresent(topic -> topics.put(aggregateType, topic));
        return known.or(() -> Optional.ofNullable(topics.get(aggregateType)));
    }

    /** What an event says, at its place: the same for the stored and for the published one. */
    static long content(long seq, String type, byte[] value) {
        return Fingerprint.of(Fingerprint.of(value, seq), Fingerprint.of(type.getBytes(StandardCharsets.UTF_8), seq));
    }
}
