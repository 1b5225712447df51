package health.authz.platform.consuming;

import health.authz.platform.json.Json;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.type.TypeReference;

/** The parking lot in PostgreSQL. */
class PostgresParkingLot implements ParkingLot {
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final int REASON_LENGTH_MAX = 500;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    PostgresParkingLot(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void park(String consumer, Received record, String reason) {
        jdbc.update(
                """
                insert into parked_record (consumer, topic, partition, record_offset, key, type, headers, value, reason, parked_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""",
                consumer,
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.type(),
                Json.mapper().writeValueAsString(record.headers()),
                record.value(),
                reason.substring(0, Math.min(reason.length(), REASON_LENGTH_MAX)),
                Timestamp.from(clock.instant()));
    }

    @Override
    public Set<String> parkedKeys(String consumer, String topic, Collection<String> keys) {
        return new HashSet<>(jdbc.queryForList(
                "select distinct key from parked_record where consumer = ? and topic = ? and key = any(?)",
                String.class,
                consumer,
                topic,
                keys.toArray(String[]::new)));
    }

    @Override
    public List<Received> parked(String consumer, String topic, String key) {
        return jdbc.query(
                """
                select topic, partition, record_offset, key, headers, value from parked_record
                 where consumer = ? and topic = ? and key = ? order by record_offset""",
                (row, n) -> new Received(
                        row.getString(1),
                        row.getInt(2),
                        row.getLong(3),
                        row.getString(4),
                        Json.mapper().readValue(row.getString(5), HEADERS),
                        row.getString(6)),
                consumer,
                topic,
                key);
    }

    @Override
    public void release(String consumer, String topic, String key, long last) {
        jdbc.update(
                "delete from parked_record where consumer = ? and topic = ? and key = ? and record_offset <= ?",
                consumer,
                topic,
                key,
                last);
    }

    @Override
    public List<ParkedKey> keys(String consumer) {
        return jdbc.query(
                """
                select topic, key, min(reason), count(*) from parked_record
                 where consumer = ? group by topic, key order by min(parked_at) limit 500""",
                (row, n) ->
                        new ParkedKey(consumer, row.getString(1), row.getString(2), row.getString(3), row.getLong(4)),
                consumer);
    }

    @Override
    public long count(String consumer) {
        Long count = jdbc.queryForObject("select count(*) from parked_record where consumer = ?", Long.class, consumer);
        return count == null ? 0 : count;
    }
}
