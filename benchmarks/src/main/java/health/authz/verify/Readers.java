package health.authz.verify;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import health.authz.events.envelope.Topics;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/** Who reads which topics, and how far: by the positions that stand beside the effects. */
final class Readers {
    private static final Map<String, Set<String>> OF_THE_LIST = Map.of(
            "authorization-list", Set.of(Topics.AUTH_EVENTS),
            "open-alerts", Set.of(Topics.ALERT_EVENTS),
            "client-list", Set.of(Topics.CLIENT_DIRECTORY),
            "reference-list", Set.of(Topics.REFERENCE_DIRECTORY, Topics.USER_DIRECTORY),
            "billing-code-group-list", Set.of(Topics.BILLING_GROUP_EVENTS));
    private static final Map<String, Set<String>> OF_COMMANDS =
            Map.of("code-copy", Set.of(Topics.BILLING_GROUP_EVENTS, Topics.PROFILE_EVENTS));
    private static final Map<String, Set<String>> OF_ALERTS = Map.of(
            "authorization-signals", Set.of(Topics.AUTH_EVENTS),
            "day-signals", Set.of(Topics.CALENDAR_EVENTS),
            "directory-signals", Set.of(Topics.CLIENT_DIRECTORY, Topics.USER_DIRECTORY, Topics.REFERENCE_DIRECTORY));
    private static final String POSITIONS = "select consumer, topic, partition, next_offset from consumer_position";

    private final Database commands;
    private final Database alerts;
    private final MongoDatabase list;

    Readers(Database commands, Database alerts, MongoDatabase list) {
        this.commands = commands;
        this.alerts = alerts;
        this.list = list;
    }

    /** How many records readers have not taken yet, and who is behind. */
    record Behind(long records, List<String> who) {}

    Behind behind(Map<TopicPartition, Long> ends) throws SQLException {
        List<String> who = new ArrayList<>();
        long records = behind(positionsOfTheList(), OF_THE_LIST, ends, who);
        records += behind(positions(commands), OF_COMMANDS, ends, who);
        records += behind(positions(alerts), OF_ALERTS, ends, who);
        return new Behind(records, who);
    }

    private static long behind(
            Map<String, Long> positions,
            Map<String, Set<String>> readers,
            Map<TopicPartition, Long> ends,
            List<String> who) {
        long records = 0;
        for (Map.Entry<String, Set<String>> reader : readers.entrySet()) {
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                if (reader.getValue().contains(end.getKey().topic())) {
                    long left = end.getValue() - positions.getOrDefault(reader.getKey() + "/" + end.getKey(), 0L);
                    if (left > 0) {
                        records += left;
                        who.add(reader.getKey() + " on " + end.getKey());
                    }
                }
            }
        }
        return records;
    }

    /** Marks that stand among the positions name no offset. */
    private Map<String, Long> positionsOfTheList() {
        Map<String, Long> positions = new HashMap<>();
        for (Document checkpoint : list.getCollection("checkpoints").find(Filters.exists("next"))) {
            positions.put(
                    checkpoint.getString("_id"),
                    checkpoint.get("next", Number.class).longValue());
        }
        return positions;
    }

    private static Map<String, Long> positions(Database service) throws SQLException {
        Map<String, Long> positions = new HashMap<>();
        service.inOneSnapshot(() -> service.each(
                POSITIONS,
                row -> positions.put(
                        row.getString(1) + "/" + new TopicPartition(row.getString(2), row.getInt(3)), row.getLong(4))));
        return positions;
    }
}
