package health.authz.platform.consuming;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;

/** Positions in PostgreSQL, moved in the transaction of the effects: exactly once. */
class PostgresPositions implements Positions {
    private final JdbcTemplate jdbc;

    PostgresPositions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<TopicPartition, Long> load(String consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach(partition -> positions.put(partition, 0L));
        jdbc.query(
                "select topic, partition, next_offset from consumer_position where consumer = ?",
                row -> {
                    positions.replace(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3));
                },
                consumer);
        return positions;
    }

    @Override
    public boolean move(String consumer, TopicPartition partition, long from, long to) {
        if (from == 0) {
            return jdbc.update("""
                            insert into consumer_position as held (consumer, topic, partition, next_offset) values (?, ?, ?, ?)
                            on conflict (consumer, topic, partition) do update set next_offset = excluded.next_offset
                            where held.next_offset = 0""", consumer, partition.topic(), partition.partition(), to) == 1;
        }
        return jdbc.update("""
                        update consumer_position set next_offset = ?
                         where consumer = ? and topic = ? and partition = ? and next_offset = ?""", to, consumer, partition.topic(), partition.partition(), from) == 1;
    }
}
