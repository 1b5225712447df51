package health.authz.platform.consuming;

import health.authz.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.type.TypeReference;

/** The parking lot in PostgreSQL. Subject and place of a line follow from its headers, see the table. */
class PostgresParkingLot implements ParkingLot {
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final int REASON_LENGTH_MAX = 500;
    private static final String PARK = """
            insert into parked_record (consumer, topic, partition, record_offset, key, type, headers, value, reason, parked_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (consumer, topic, subject, place, partition, record_offset) do update set reason = excluded.reason""";

    /**
     * Locks the first line of each subject: whoever replays it at the same time has either not begun, or is over and the
     * line is gone.
     */
    private static final String LOWEST = """
            select subject, place from parked_record where id in (
                   select distinct on (subject) id from parked_record
                    where consumer = ? and topic = ? and subject = any(?) order by subject, place, record_offset)
               for update""";

    private static final String LIST = """
            select topic, subject, min(key), (array_agg(type order by place, record_offset))[1],
                   (array_agg(reason order by place, record_offset))[1], count(*)
              from parked_record where consumer = ? group by topic, subject order by min(parked_at) limit 500""";

    private final JdbcTemplate jdbc;
    private final Clock clock;

    PostgresParkingLot(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void park(String consumer, Collection<Waiting> records) {
        Timestamp now = Timestamp.from(clock.instant());
        List<Object[]> lines = new ArrayList<>(records.size());
        for (Waiting waiting : records) {
            Received record = waiting.record();
            lines.add(new Object[] {
                consumer,
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.type(),
                Json.mapper().writeValueAsString(record.headers()),
                record.value(),
                waiting.reason().substring(0, Math.min(waiting.reason().length(), REASON_LENGTH_MAX)),
                now
            });
        }
        jdbc.batchUpdate(PARK, lines);
    }

    @Override
    public Map<String, Long> lowestPlaces(String consumer, String topic, Collection<String> subjects) {
        Map<String, Long> places = new HashMap<>();
        jdbc.query(
                LOWEST,
                row -> {
                    places.put(row.getString(1), row.getLong(2));
                },
                consumer,
                topic,
                subjects.toArray(String[]::new));
        return places;
    }

    @Override
    public List<Parked> parked(String consumer, Subject subject) {
        return jdbc.query(
                """
                select id, topic, partition, record_offset, key, headers, value, reason from parked_record
                 where consumer = ? and topic = ? and subject = ? order by place, record_offset for update""",
                (row, n) -> new Parked(
                        row.getString(1),
                        new Received(
                                row.getString(2),
                                row.getInt(3),
                                row.getLong(4),
                                row.getString(5),
                                Json.mapper().readValue(row.getString(6), HEADERS),
                                row.getString(7)),
                        row.getString(8)),
                consumer,
                subject.topic(),
                subject.id());
    }

    @Override
    public void release(String consumer, Collection<Parked> records) {
        jdbc.update(
                "delete from parked_record where consumer = ? and id = any(?)",
                consumer,
                records.stream().map(parked -> Long.valueOf(parked.id())).toArray(Long[]::new));
    }

    @Override
    public List<ParkedSubject> list(String consumer) {
        return jdbc.query(
                LIST,
                (row, n) -> new ParkedSubject(
                        consumer,
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6)),
                consumer);
    }

    @Override
    public List<Subject> ofKey(String consumer, String topic, String key) {
        return jdbc.query("""
                select topic, subject from parked_record where consumer = ? and topic = ? and key = ?
                 group by topic, subject order by min(parked_at)""", PostgresParkingLot::subject, consumer, topic, key);
    }

    @Override
    public List<Subject> of(String consumer, Collection<TopicPartition> partitions) {
        return jdbc.query(
                """
                select topic, subject from parked_record
                 where consumer = ? and (topic, partition) in (select * from unnest(?::text[], ?::int[]))
                 group by topic, subject order by min(parked_at)""",
                PostgresParkingLot::subject,
                consumer,
                partitions.stream().map(TopicPartition::topic).toArray(String[]::new),
                partitions.stream().map(TopicPartition::partition).toArray(Integer[]::new));
    }

    private static Subject subject(ResultSet row, int number) throws SQLException {
        return new Subject(row.getString(1), row.getString(2));
    }

    @Override
    public long count(String consumer) {
        Long count = jdbc.queryForObject("select count(*) from parked_record where consumer = ?", Long.class, consumer);
        return count == null ? 0 : count;
    }
}
