package health.authz.platform.relay;

import static health.authz.platform.PlatformFixtures.authorization;
import static health.authz.platform.PlatformFixtures.event;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.AuthorizationId;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import health.authz.platform.TestDatabase;
import health.authz.platform.eventstore.EventStreams;
import health.authz.platform.eventstore.NewEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What happens to the relay, and that it tells nothing twice without need, passes nothing over, and says why it stands. */
class RelayFaultsTest {
    private final TestDatabase database = new TestDatabase();
    private final RelaySignal signal = new RelaySignal();
    private final EventStreams streams = new EventStreams(database.jdbc(), Clock.systemUTC(), signal);
    private final RelayPositions positions = new RelayPositions(database.jdbc());
    private final List<KafkaRelay> relays = new ArrayList<>();

    @AfterEach
    void close() {
        relays.forEach(KafkaRelay::stop);
        database.close();
    }

    private KafkaRelay start(MockProducers producers) {
        KafkaRelay relay = new KafkaRelay(
                database.dataSource(),
                producers,
                RelayFixtures.PROPERTIES,
                signal,
                RelayFixtures.UNGUARDED,
                "test-service");
        relays.add(relay);
        relay.start();
        return relay;
    }

    /** Producers that do something as they commit, which may fail. */
    private static MockProducers committing(Consumer<Integer> first) {
        return new MockProducers(() ->
                new MockProducer<>(true, (Partitioner) null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    private int commits;

                    @Override
                    public void commitTransaction() {
                        super.commitTransaction();
                        first.accept(commits++);
                    }
                });
    }

    private void append(NewEvent... events) {
        database.transaction().executeWithoutResult(status -> streams.append(List.of(events)));
    }

    private AuthorizationId appendMany(int count) {
        AuthorizationId one = authorization();
        append(IntStream.range(0, count).mapToObj(seq -> event(one, seq)).toArray(NewEvent[]::new));
        return one;
    }

    private static List<String> told(MockProducers producers) {
        return producers.history().stream()
                .map(record -> header(record, EventHeaders.ID))
                .toList();
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static List<String> ids(AuthorizationId one, int count) {
        return IntStream.range(0, count).mapToObj(seq -> one + ":" + seq).toList();
    }

    /** As a server that only reads refuses, though nothing but the position. */
    private void positionIsReadOnly(boolean readOnly) {
        database.jdbc().execute(readOnly ? """
                        create or replace function refuse() returns trigger language plpgsql as
                        $$ begin raise exception 'read only' using errcode = '25006'; end $$;
                        create trigger refuse before insert or update on relay_position
                            for each statement execute function refuse()""" : "drop trigger refuse on relay_position");
    }

    @Test
    void a_server_that_only_reads_is_noticed_before_anything_is_sent() {
        AuthorizationId one = appendMany(300);
        MockProducers producers = new MockProducers();
        positionIsReadOnly(true);
        KafkaRelay relay = start(producers);
        eventually(() -> relay.state().failures() >= 2);
        assertThat(producers.made()).isEmpty();
        positionIsReadOnly(false);
        eventually(() -> positions.passed(RelaySource.EVENTS) == 300);
        assertThat(told(producers)).containsExactlyElementsOf(ids(one, 300));
    }

    @Test
    void what_kafka_has_and_could_not_be_saved_is_saved_later_and_not_told_again() {
        MockProducers producers = committing(commits -> {
            if (commits == 1) {
                positionIsReadOnly(true);
            }
        });
        AuthorizationId one = appendMany(300);
        KafkaRelay relay = start(producers);
        eventually(() -> relay.state().failures() >= 2);
        assertThat(positions.passed(RelaySource.EVENTS)).isEqualTo(100);
        positionIsReadOnly(false);
        eventually(() -> positions.passed(RelaySource.EVENTS) == 300);
        assertThat(told(producers)).containsExactlyElementsOf(ids(one, 300));
    }

    @Test
    void an_orderly_stop_settles_what_is_on_its_way() throws InterruptedException {
        CountDownLatch committing = new CountDownLatch(1);
        CountDownLatch acknowledge = new CountDownLatch(1);
        MockProducers producers = committing(commits -> {
            committing.countDown();
            awaitQuietly(acknowledge);
        });
        AuthorizationId one = appendMany(1_000);
        KafkaRelay relay = start(producers);
        committing.await();
        Thread stopping = Thread.startVirtualThread(relay::stop);
        eventually(() -> !relay.isRunning());
        acknowledge.countDown();
        stopping.join();
        assertThat(positions.passed(RelaySource.EVENTS))
                .isEqualTo(told(producers).size());
        start(producers);
        eventually(() -> positions.passed(RelaySource.EVENTS) == 1_000);
        assertThat(told(producers)).containsExactlyElementsOf(ids(one, 1_000));
    }

    @Test
    void an_event_that_this_version_does_not_know_is_told_as_it_is_stored() {
        MockProducers producers = new MockProducers();
        store("Authorization", "AuthTransferred", "a-1");
        store("BulkChunk", "BulkChunkWeighed", "op-1/7");
        store("SettingAggregate", "SettingFrozen", "s-1");
        start(producers);
        eventually(() -> producers.history().size() == 3);
        assertThat(producers.history())
                .extracting(ProducerRecord::topic)
                .containsExactly(Topics.AUTH_EVENTS, Topics.BULK_OPERATION_EVENTS, Topics.PROFILE_EVENTS);
        assertThat(producers.history())
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .containsExactly("a-1", "op-1", "abc");
        assertThat(producers.history())
                .extracting(record -> header(record, EventHeaders.TYPE))
                .containsExactly("AuthTransferred", "BulkChunkWeighed", "SettingFrozen");
        assertThat(producers.history())
                .allMatch(record -> new String(record.value(), StandardCharsets.UTF_8).equals("{\"new\": 1}"));
    }

    @Test
    void an_aggregate_that_this_version_does_not_know_stops_the_events_behind_it_and_is_named() {
        MockProducers producers = new MockProducers();
        store("Authorization", "AuthInactivated", "a-1");
        store("UnitPool", "UnitPoolOpened", "p-1");
        store("Authorization", "AuthInactivated", "a-2");
        new Outbox(database.jdbc(), signal)
                .put(List.of(new Outbox.Line(Topics.CLIENT_DIRECTORY, "abc/client/c-1", Map.of(), null)));
        KafkaRelay relay = start(producers);
        RelayHealth health = new RelayHealth(relay.state());
        eventually(() -> health.health().getStatus().equals(Status.DOWN));
        Health down = health.health();
        assertThat(down.getDetails().get("reason")).asString().contains("type UnitPool");
        assertThat(relay.lag()).isEqualTo(2);
        assertThat(positions.passed(RelaySource.EVENTS)).isEqualTo(1);
        assertThat(producers.history()).hasSize(2);

        database.jdbc().update("update domain_event_entry set type = 'Alert' where type = 'UnitPool'");
        eventually(() -> positions.passed(RelaySource.EVENTS) == 3);
        eventually(() -> health.health().getStatus().equals(Status.UP));
    }

    private void store(String aggregateType, String eventType, String id) {
        database.jdbc().update("""
                        insert into domain_event_entry (event_identifier, aggregate_identifier, sequence_number, type,
                                                        time_stamp, payload_type, payload, meta_data)
                        values (?, ?, 0, ?, '', ?, '{"new": 1}', '{"tenantid":"abc"}')""", id, id, aggregateType, eventType);
    }

    @Test
    void a_position_that_is_put_back_under_a_batch_on_its_way_stays_there_and_all_is_told_again() {
        RelayControl control = new RelayControl(database.jdbc(), database.transaction(), signal);
        MockProducers producers = committing(commits -> {
            if (commits == 2) {
                control.republishFrom(50);
            }
        });
        AuthorizationId one = appendMany(400);
        start(producers);
        eventually(() -> told(producers).size() >= 650 && positions.passed(RelaySource.EVENTS) == 400);
        assertThat(told(producers).stream().distinct()).containsExactlyElementsOf(ids(one, 400));
        assertThat(told(producers)
                        .subList(told(producers).size() - 350, told(producers).size()))
                .containsExactlyElementsOf(ids(one, 400).subList(50, 400));
    }

    @Test
    void a_position_is_never_put_forward_by_telling_again_or_back_by_saving() throws SQLException {
        AuthorizationId one = appendMany(3);
        MockProducers producers = new MockProducers();
        KafkaRelay relay = start(producers);
        eventually(() -> positions.passed(RelaySource.EVENTS) == 3);
        relay.stop();
        new RelayControl(database.jdbc(), database.transaction(), signal).republishFrom(1_000);
        assertThat(positions.passed(RelaySource.EVENTS)).isEqualTo(3);
        try (Connection connection = database.dataSource().getConnection();
                RelayStore store = RelayStore.on(connection)) {
            Batch late = new Batch();
            late.add(RelaySource.EVENTS, RelaySource.EVENTS.after(connection, 0, 2, "test-service"), 1);
            store.save(late);
        }
        assertThat(positions.passed(RelaySource.EVENTS)).isEqualTo(3);
        assertThat(told(producers)).containsExactlyElementsOf(ids(one, 3));
    }

    @Test
    void how_far_an_organisation_reaches_is_saved_with_the_position() {
        MockProducers producers = new MockProducers();
        assertThat(positions.lastOf("abc-therapeutic", RelaySource.EVENTS)).isEmpty();
        appendMany(5);
        database.jdbc().update("""
                insert into domain_event_entry (event_identifier, aggregate_identifier, sequence_number, type,
                                                time_stamp, payload_type, payload, meta_data)
                values ('x', 'x', 0, 'Alert', '', 'AlertSeen', '{}', '{"tenantid":"abc"}')""");
        new Outbox(database.jdbc(), signal)
                .put(List.of(new Outbox.Line(
                        Topics.CLIENT_DIRECTORY, "k", Map.of(EventHeaders.TENANT_ID, "abc-therapeutic"), null)));
        assertThat(positions.lastOf("abc-therapeutic", RelaySource.EVENTS)).hasValue(5L);
        assertThat(positions.lastOf("abc", RelaySource.EVENTS)).hasValue(6L);
        assertThat(positions.lastOf("ab", RelaySource.EVENTS)).isEmpty();
        assertThat(positions.lastOf("abc-therapeutic", RelaySource.OUTBOX)).hasValue(1L);
        assertThat(positions.lastOf("abc", RelaySource.OUTBOX)).isEmpty();
        start(producers);
        eventually(() -> positions.passed(RelaySource.EVENTS) == 6);
        assertThat(positions.lastOf("abc", RelaySource.EVENTS)).isEmpty();
        assertThat(positions.lastOf("abc-therapeutic", RelaySource.OUTBOX)).isEmpty();
        assertThat(positions.reach("abc-therapeutic"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        new TopicPartition(Topics.AUTH_EVENTS, 0), 5L,
                        new TopicPartition(Topics.CLIENT_DIRECTORY, 0), 1L));
        assertThat(positions.reach("abc"))
                .containsExactlyEntriesOf(Map.of(new TopicPartition(Topics.ALERT_EVENTS, 0), 1L));
        assertThat(positions.reach("nobody")).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
