package health.authz.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import health.authz.platform.consuming.TopicLife;
import health.authz.stack.TestParts;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Positions belong to a topic, not to its name. */
class MongoPositionsTest {
    private static final String LIST = "list";
    private static final TopicPartition PARTITION = new TopicPartition("auth-events", 3);
    private final MongoClient client = MongoClients.create(TestParts.mongo().uri());
    private final ReadModel model = new ReadModel(
            client.getDatabase("positions-" + UUID.randomUUID().toString().substring(0, 8)));
    private final MongoPositions positions = new MongoPositions(model);

    @AfterEach
    void close() {
        client.close();
    }

    private List<TopicPartition> settled(String id, long end) {
        return List.copyOf(positions.settle(LIST, Map.of(PARTITION, new TopicLife(id, end))));
    }

    private long next() {
        return positions.load(LIST, List.of(PARTITION)).getOrDefault(PARTITION, -1L);
    }

    private void hasReadTo(long next) {
        assertThat(positions.move(LIST, PARTITION, next(), next)).isTrue();
    }

    private void parked() {
        model.parked()
                .insertOne(new Document("consumer", LIST)
                        .append("topic", PARTITION.topic())
                        .append("partition", PARTITION.partition())
                        .append("key", "a")
                        .append("offset", 2L));
    }

    @Test
    void the_first_look_begins_at_0_and_the_same_topic_is_read_on() {
        assertThat(settled("first", 7)).isEmpty();
        assertThat(next()).isZero();
        hasReadTo(5);
        parked();

        assertThat(settled("first", 7)).isEmpty();

        assertThat(next()).isEqualTo(5);
        assertThat(model.parked().countDocuments()).isEqualTo(1);
    }

    @Test
    void another_topic_of_the_name_is_read_from_0_also_where_it_is_longer_and_what_was_parked_is_judged_anew() {
        settled("first", 7);
        hasReadTo(5);
        parked();

        assertThat(settled("second", 100)).containsExactly(PARTITION);

        assertThat(next()).isZero();
        assertThat(model.parked().countDocuments()).isZero();
        assertThat(positions.move(LIST, PARTITION, 5, 6))
                .as("who read the old one")
                .isFalse();
        hasReadTo(3);
        assertThat(settled("second", 100)).isEmpty();
        assertThat(next()).isEqualTo(3);
    }

    @Test
    void a_position_behind_the_end_begins_again() {
        settled("first", 7);
        hasReadTo(5);

        assertThat(settled("first", 4)).containsExactly(PARTITION);

        assertThat(next()).isZero();
    }

    @Test
    void a_position_of_an_older_version_belongs_to_the_topic_that_there_is() {
        hasReadTo(5);

        assertThat(settled("first", 7)).isEmpty();
        assertThat(next()).isEqualTo(5);
        assertThat(settled("second", 7)).containsExactly(PARTITION);
    }
}
