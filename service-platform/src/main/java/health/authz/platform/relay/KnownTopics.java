package health.authz.platform.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics that the relay wrote to, as they are saved beside its position.
 *
 * @param ids topic id by name
 * @param accepting topics that may be other ones than before, once
 * @param reach behind the last acknowledged record of each partition
 */
record KnownTopics(Map<String, String> ids, Set<String> accepting, Map<TopicPartition, Long> reach) {
    static KnownTopics of(RelayStore store) throws SQLException {
        Map<String, String> ids = new HashMap<>();
        Set<String> accepting = new HashSet<>();
        try (Statement read = store.connection().createStatement();
                ResultSet row = read.executeQuery("select topic, topic_id, accepts_new from relay_topic")) {
            while (row.next()) {
                ids.put(row.getString(1), row.getString(2));
                if (row.getBoolean(3)) {
                    accepting.add(row.getString(1));
                }
            }
        }
        return new KnownTopics(ids, accepting, store.reach());
    }

    boolean isEmpty() {
        return ids.isEmpty() && reach.isEmpty();
    }

    Set<String> names() {
        Set<String> names = new HashSet<>(ids.keySet());
        reach.keySet().forEach(partition -> names.add(partition.topic()));
        return names;
    }

    /** Whether somebody said that everything is told again, and all topics are there to be told. */
    boolean acceptsNew(Set<String> found) {
        return !accepting.isEmpty() && accepting.containsAll(ids.keySet()) && found.containsAll(names());
    }

    /** Takes the topics as they are now; what reached further than they hold is forgotten. */
    void accept(RelayStore store, Map<String, String> found, Map<TopicPartition, Long> ends) throws SQLException {
        Connection connection = store.connection();
        connection.setAutoCommit(false);
        try (PreparedStatement keep = connection.prepareStatement("""
                        insert into relay_topic (topic, topic_id) values (?, ?)
                        on conflict (topic) do update set topic_id = excluded.topic_id, accepts_new = false
                         where relay_topic.topic_id <> excluded.topic_id or relay_topic.accepts_new""");
                PreparedStatement forget = connection.prepareStatement(
                        "delete from relay_reach where topic = ? and partition = ? and next_offset > ?")) {
            for (Map.Entry<String, String> topic : found.entrySet()) {
                keep.setString(1, topic.getKey());
                keep.setString(2, topic.getValue());
                keep.executeUpdate();
            }
            for (TopicPartition partition : reach.keySet()) {
                boolean another = !found.getOrDefault(partition.topic(), "")
                        .equals(ids.getOrDefault(partition.topic(), found.get(partition.topic())));
                forget.setString(1, partition.topic());
                forget.setInt(2, partition.partition());
                forget.setLong(3, another ? -1 : ends.getOrDefault(partition, 0L));
                forget.executeUpdate();
            }
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
