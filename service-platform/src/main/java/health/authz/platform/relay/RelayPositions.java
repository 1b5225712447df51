package health.authz.platform.relay;

import health.authz.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the relay has passed, and how far that reaches in Kafka, for whoever waits for it. Position and reach are saved in
 * one transaction: who sees a position passed and then reads the reach finds it there.
 */
public class RelayPositions {
    private static final String LAST_EVENT = """
            select global_index from domain_event_entry
             where global_index > ? and position(?::bytea in meta_data) > 0
             order by global_index desc limit 1""";

    private static final String LAST_LINE = """
            select position from outbox
             where position > ? and position(? in headers) > 0
             order by position desc limit 1""";

    private static final String EVENT_BETWEEN = """
            select exists (select 1 from domain_event_entry
             where global_index > ? and global_index <= ? and position(?::bytea in meta_data) > 0)""";

    private static final String LINE_BETWEEN = """
            select exists (select 1 from outbox
             where position > ? and position <= ? and position(? in headers) > 0)""";

    private final JdbcTemplate jdbc;

    public RelayPositions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Number of the last row that Kafka has acknowledged; every row that was committed at or below it is in Kafka. */
    public long passed(RelaySource source) {
        Long position = jdbc.queryForObject(
                "select coalesce(max(position), 0) from relay_position where source = ?", Long.class, source.table);
        return position == null ? 0 : position;
    }

    /**
     * Whether Kafka has all that an organisation has committed up to a number. The number itself may be nobody's: it was drawn
     * for a row that was rolled back, or by somebody else, who is not waited for.
     */
    public boolean hasPassed(String tenant, RelaySource source, long number) {
        long passed = passed(source);
        return passed >= number
                || !Boolean.TRUE.equals(jdbc.queryForObject(
                        source == RelaySource.EVENTS ? EVENT_BETWEEN : LINE_BETWEEN,
                        Boolean.class,
                        passed,
                        number,
                        mark(tenant, source)));
    }

    /** Behind the last acknowledged record of an organisation, by partition; where it has none, nothing. */
    public Map<TopicPartition, Long> reach(String tenant) {
        Map<TopicPartition, Long> reach = new HashMap<>();
        jdbc.query(
                "select topic, partition, next_offset from relay_reach where tenant = ?",
                row -> {
                    reach.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3));
                },
                tenant);
        return reach;
    }

    /**
     * The highest row of an organisation that the relay has not passed. Looks at what is behind the saved position only, the
     * newest first.
     *
     * @return empty if the relay has passed all that the organisation has committed
     */
    public Optional<Long> lastOf(String tenant, RelaySource source) {
        return jdbc
                .queryForList(
                        source == RelaySource.EVENTS ? LAST_EVENT : LAST_LINE,
                        Long.class,
                        passed(source),
                        mark(tenant, source))
                .stream()
                .findFirst();
    }

    /** As both writers of the store write it: compact JSON, in which a text cannot hold an unescaped quote. */
    private static Object mark(String tenant, RelaySource source) {
        String mark = "\"tenantid\":" + Json.mapper().writeValueAsString(tenant);
        return source == RelaySource.EVENTS ? mark.getBytes(StandardCharsets.UTF_8) : mark;
    }
}
