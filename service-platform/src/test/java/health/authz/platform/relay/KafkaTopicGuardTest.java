package health.authz.platform.relay;

import static health.authz.stack.Eventually.eventually;
import static health.authz.stack.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.envelope.Topics;
import health.authz.platform.TestDatabase;
import health.authz.stack.TestParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** Kafka that lost what it had acknowledged is noticed, on a real broker, and can be told everything again. */
class KafkaTopicGuardTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.ALERT_EVENTS, 0);

    private final TestDatabase database = new TestDatabase();
    private final RelaySignal signal = new RelaySignal();
    private final RelayPositions positions = new RelayPositions(database.jdbc());
    private final RelayControl control = new RelayControl(database.jdbc(), database.transaction(), signal);
    private final Admin admin = admin();
    private final List<KafkaRelay> relays = new ArrayList<>();
    private int stored;

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers()));
    }

    @BeforeEach
    void makeTopic() throws Exception {
        removeTopic();
        admin.createTopics(List.of(new NewTopic(Topics.ALERT_EVENTS, 1, (short) 1)))
                .all()
                .get();
    }

    private void removeTopic() throws Exception {
        if (admin.listTopics().names().get().contains(Topics.ALERT_EVENTS)) {
            admin.deleteTopics(List.of(Topics.ALERT_EVENTS)).all().get();
            eventually(() -> !admin.listTopics().names().get().contains(Topics.ALERT_EVENTS));
        }
    }

    @AfterEach
    void close() {
        relays.forEach(KafkaRelay::stop);
        admin.close();
        database.close();
    }

    private KafkaRelay start(boolean republishWhenLost, Duration checkTopicsEvery) {
        RelayProperties properties = new RelayProperties(
                Duration.ofMillis(100), 100, 500, Duration.ZERO, checkTopicsEvery, republishWhenLost);
        String broker = TestParts.kafka().bootstrapServers();
        KafkaRelay relay = new KafkaRelay(
                database.dataSource(),
                schema -> RelayConfiguration.producer(RelayConfiguration.settings(broker, "guarded-" + schema)),
                properties,
                signal,
                new KafkaTopicGuard(
                        KafkaTopicGuardTest::admin, properties, this::makeMissingTopic, () -> control.republishFrom(0)),
                "test-service");
        relays.add(relay);
        relay.start();
        return relay;
    }

    private void makeMissingTopic() {
        admin.createTopics(List.of(new NewTopic(Topics.ALERT_EVENTS, 1, (short) 1)));
    }

    private void store(int count) {
        for (int i = 0; i < count; i++) {
            database.jdbc().update("""
                    insert into domain_event_entry (event_identifier, aggregate_identifier, sequence_number, type,
                                                    time_stamp, payload_type, payload, meta_data)
                    values (?, 'a-1', ?, 'Alert', '', 'AlertSeen', '{}', '{"tenantid":"abc"}')""", "a-" + stored, stored);
            stored++;
        }
        signal.now();
    }

    private long end() throws Exception {
        return admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()))
                .partitionResult(PARTITION)
                .get()
                .offset();
    }

    private void passed(long position) {
        eventually(() -> positions.passed(RelaySource.EVENTS) == position);
    }

    private boolean knowsTheTopic() {
        return Long.valueOf(1).equals(database.jdbc().queryForObject("select count(*) from relay_topic", Long.class));
    }

    @Test
    void a_topic_that_was_made_anew_while_nobody_ran_is_noticed_and_filled_again_when_somebody_says_so()
            throws Exception {
        KafkaRelay before = start(false, Duration.ofHours(1));
        store(5);
        passed(5);
        eventually(this::knowsTheTopic);
        before.stop();
        removeTopic();
        makeTopic();

        KafkaRelay relay = start(false, Duration.ofHours(1));
        eventually(() -> relay.state().lost() != null);
        assertThat(new RelayHealth(relay.state()).health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(new TopicsHealth(relay.state()).health().getDetails().get("reason"))
                .asString()
                .contains("alert-events was made anew", "./run republish", "/internal/republish");
        store(1);
        throughout(Duration.ofMillis(500), () -> assertThat(end()).isZero());

        control.republishFrom(0);
        passed(6);
        eventually(() -> new RelayHealth(relay.state()).health().getStatus().equals(Status.UP));
        assertThat(positions.reach("abc").get(PARTITION)).isBetween(6L, end());
        store(1);
        passed(7);
    }

    @Test
    void a_topic_that_vanishes_under_a_running_relay_is_noticed() throws Exception {
        KafkaRelay relay = start(false, Duration.ofMillis(200));
        store(5);
        passed(5);
        eventually(this::knowsTheTopic);
        removeTopic();
        eventually(() -> relay.state().lost() != null);
    }

    @Test
    void it_tells_everything_again_by_itself_where_the_setting_says_so() throws Exception {
        start(true, Duration.ofMillis(200));
        store(5);
        passed(5);
        eventually(this::knowsTheTopic);
        removeTopic();
        eventually(() -> admin.listTopics().names().get().contains(Topics.ALERT_EVENTS) && end() >= 5);
        passed(5);
    }

    @Test
    void a_topic_that_ends_before_what_it_acknowledged_is_noticed() throws Exception {
        KafkaRelay before = start(false, Duration.ofHours(1));
        store(5);
        passed(5);
        eventually(this::knowsTheTopic);
        before.stop();
        long end = end();
        database.jdbc().update("update relay_reach set next_offset = next_offset + 1000");
        KafkaRelay relay = start(false, Duration.ofHours(1));
        eventually(() -> relay.state().lost() != null);
        assertThat(relay.state().lost()).contains("alert-events-0 ends at " + end);
        control.republishFrom(2);
        passed(5);
        eventually(() -> relay.state().lost() == null);
        assertThat(positions.reach("abc").get(PARTITION)).isBetween(end, end());
    }

    @Test
    void an_empty_topic_is_noticed_also_where_an_earlier_version_told_the_events() {
        store(2);
        database.jdbc().update("insert into relay_position (source, position) values ('domain_event_entry', 2)");
        KafkaRelay relay = start(false, Duration.ofHours(1));
        eventually(() -> relay.state().lost() != null);
        control.republishFrom(0);
        passed(2);
    }

    @Test
    void a_first_start_finds_nothing_lost() {
        KafkaRelay relay = start(false, Duration.ofMillis(50));
        store(1);
        passed(1);
        eventually(this::knowsTheTopic);
        assertThat(relay.state().lost()).isNull();
    }
}
