package health.authz.platform.consuming;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;

/** Positions in PostgreSQL, moved in the transaction of the effects: exactly once. */
class PostgresPositions implements Positions {
    private static final String OF = " from consumer_position where consumer = ? and topic = ? and partition = ?";
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
    public Set<TopicPartition> settle(String consumer, Map<TopicPartition, TopicLife> now) {
        Set<TopicPartition> putBack = new HashSet<>();
        now.forEach((partition, life) -> {
            if (settle(consumer, partition, life)) {
                putBack.add(partition);
            }
        });
        return putBack;
    }

    /** The row stays locked until the transaction ends; one that is missing is made, so that it has the id from the start. */
    private boolean settle(String consumer, TopicPartition partition, TopicLife life) {
        jdbc.update("""
                insert into consumer_position (consumer, topic, partition, next_offset, topic_id) values (?, ?, ?, 0, ?)
                on conflict do nothing""", consumer, partition.topic(), partition.partition(), life.id());
        boolean holds = Boolean.TRUE.equals(jdbc.queryForObject(
                "select next_offset, topic_id" + OF + " for update",
                (row, n) -> life.holds(row.getString(2), row.getLong(1)),
                consumer,
                partition.topic(),
                partition.partition()));
        jdbc.update(
                "update consumer_position set topic_id = ?, next_offset = case when ? then next_offset else 0 end"
                        + " where consumer = ? and topic = ? and partition = ?"
                        + " and (topic_id is distinct from ? or not ?)",
                life.id(),
                holds,
                consumer,
                partition.topic(),
                partition.partition(),
                life.id(),
                holds);
        if (!holds) {
            jdbc.update(
                    "delete from parked_record where consumer = ? and topic = ? and partition = ?",
                    consumer,
                    partition.topic(),
                    partition.partition());
        }
        return !holds;
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
