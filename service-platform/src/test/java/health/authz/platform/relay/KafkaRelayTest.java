package health.authz.platform.relay;

import static health.authz.platform.PlatformFixtures.authorization;
import static health.authz.platform.PlatformFixtures.event;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.AuthorizationId;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import health.authz.platform.PlatformFixtures;
import health.authz.platform.TestDatabase;
import health.authz.platform.eventstore.EventStreams;
import health.authz.platform.eventstore.NewEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** The order, the holes and the acknowledgements, on a real PostgreSQL; the broker is told when to acknowledge. */
class KafkaRelayTest {
    private final MockProducers producer = new MockProducers();
    private final RelaySignal signal = new RelaySignal();
    private final List<KafkaRelay> relays = new ArrayList<>();
    private TestDatabase database;
    private EventStreams streams;

    @BeforeEach
    void open() {
        database = new TestDatabase();
        streams = new EventStreams(database.jdbc(), Clock.systemUTC(), signal);
    }

    @AfterEach
    void close() {
        relays.forEach(KafkaRelay::stop);
        database.close();
    }

    private KafkaRelay start() {
        return start(producer, RelayFixtures.PROPERTIES, signal);
    }

    private KafkaRelay start(MockProducers producers, RelayProperties properties, RelaySignal woken) {
        KafkaRelay relay = new KafkaRelay(
                database.dataSource(), producers, properties, woken, RelayFixtures.UNGUARDED, "test-service");
        relays.add(relay);
        relay.start();
        return relay;
    }

    private void append(NewEvent... events) {
        database.transaction().executeWithoutResult(status -> streams.append(List.of(events)));
    }

    private List<String> sent() {
        return producer.history().stream()
                .map(record -> header(record, EventHeaders.ID))
                .toList();
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static String id(AuthorizationId id, long sequence) {
        return id + ":" + sequence;
    }

    private long position() {
        Long position = database.jdbc()
                .queryForObject(
                        "select coalesce(max(position), 0) from relay_position where source = 'domain_event_entry'",
                        Long.class);
        return position == null ? 0 : position;
    }

    @Test
    void events_arrive_in_the_order_of_the_store_and_a_commit_wakes_the_relay() {
        start();
        AuthorizationId one = authorization();
        append(event(one, 0), event(one, 1));
        eventually(() -> sent().size() == 2);
        append(event(one, 2));
        eventually(() -> sent().size() == 3);
        assertThat(sent()).containsExactly(id(one, 0), id(one, 1), id(one, 2));
        ProducerRecord<byte[], byte[]> first = producer.history().getFirst();
        assertThat(first.topic()).isEqualTo(Topics.AUTH_EVENTS);
        assertThat(new String(first.key(), StandardCharsets.UTF_8)).isEqualTo(one.toString());
        assertThat(header(first, EventHeaders.TYPE)).isEqualTo("AuthInactivated");
        assertThat(header(first, EventHeaders.SEQUENCE)).isEqualTo("0");
        assertThat(header(first, EventHeaders.TENANT_ID)).isEqualTo("abc-therapeutic");
        assertThat(header(first, EventHeaders.TRACE_PARENT)).isEqualTo(PlatformFixtures.TRACE);
    }

    @Test
    void an_open_transaction_holds_back_what_was_stored_after_it() throws Exception {
        AuthorizationId early = authorization();
        AuthorizationId late = authorization();
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Thread slow = Thread.startVirtualThread(() -> database.transaction().executeWithoutResult(status -> {
            streams.append(List.of(event(early, 0)));
            stored.countDown();
            awaitQuietly(commit);
        }));
        assertThat(stored.await(20, TimeUnit.SECONDS)).isTrue();
        append(event(late, 0));
        KafkaRelay relay = start();
        eventually(() -> relay.lag() > 0);
        assertThat(sent()).isEmpty();
        commit.countDown();
        slow.join();
        eventually(() -> sent().size() == 2);
        assertThat(sent()).containsExactly(id(early, 0), id(late, 0));
    }

    @Test
    void a_hole_that_a_rollback_left_is_passed() {
        AuthorizationId lost = authorization();
        AuthorizationId kept = authorization();
        database.transaction().executeWithoutResult(status -> {
            streams.append(List.of(event(lost, 0)));
            status.setRollbackOnly();
        });
        append(event(kept, 0));
        start();
        eventually(() -> sent().size() == 1);
        assertThat(sent()).containsExactly(id(kept, 0));
    }

    @Test
    void chunks_that_come_one_after_the_other_are_gathered_and_sent_in_their_order() {
        AtomicInteger batches = new AtomicInteger();
        MockProducers counting = new MockProducers(() ->
                new MockProducer<>(true, (Partitioner) null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void commitTransaction() {
                        batches.incrementAndGet();
                        super.commitTransaction();
                    }
                });
        start(
                counting,
                new RelayProperties(Duration.ofSeconds(30), 100, 4, Duration.ofSeconds(1), Duration.ofHours(1), false),
                signal);
        AuthorizationId one = authorization();
        append(event(one, 0), event(one, 1), event(one, 2), event(one, 3));
        eventually(() -> counting.history().size() == 4);
        for (int seq = 4; seq < 40; seq += 4) {
            append(event(one, seq), event(one, seq + 1), event(one, seq + 2), event(one, seq + 3));
        }
        eventually(() -> counting.history().size() == 40);
        assertThat(counting.history().stream()
                        .map(record -> header(record, EventHeaders.ID))
                        .toList())
                .containsExactlyElementsOf(
                        IntStream.range(0, 40).mapToObj(seq -> id(one, seq)).toList());
        assertThat(batches.get()).isLessThan(8);
    }

    @Test
    void the_position_is_saved_after_the_acknowledgement_only() {
        CountDownLatch acknowledge = new CountDownLatch(1);
        MockProducers slow = new MockProducers(() ->
                new MockProducer<>(true, (Partitioner) null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void commitTransaction() {
                        awaitQuietly(acknowledge);
                        super.commitTransaction();
                    }
                });
        start(slow, RelayFixtures.PROPERTIES, signal);
        append(event(authorization(), 0));
        eventually(() -> slow.made().size() == 1
                && slow.made().getFirst().uncommittedRecords().size() == 1);
        assertThat(position()).isZero();
        acknowledge.countDown();
        eventually(() -> position() == 1);
    }

    @Test
    void a_refused_batch_is_sent_again_by_a_producer_of_its_own() {
        AtomicInteger refusals = new AtomicInteger(3);
        MockProducers refusing = new MockProducers(() -> {
            MockProducer<byte[], byte[]> made =
                    new MockProducer<>(true, (Partitioner) null, new ByteArraySerializer(), new ByteArraySerializer());
            if (refusals.getAndDecrement() > 0) {
                made.commitTransactionException = new IllegalStateException("broker away");
            }
            return made;
        });
        KafkaRelay relay = start(refusing, RelayFixtures.PROPERTIES, signal);
        AuthorizationId one = authorization();
        append(event(one, 0));
        eventually(() -> relay.state().failures() == 3);
        assertThat(relay.lag()).isEqualTo(1);
        assertThat(new RelayHealth(relay.state()).health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(new RelayHealth(relay.state()).health().getDetails().get("reason"))
                .asString()
                .contains("broker away");
        eventually(() -> position() == 1);
        eventually(() -> relay.state().failures() == 0);
        assertThat(new RelayHealth(relay.state()).health().getStatus()).isEqualTo(Status.UP);
        assertThat(refusing.made()).hasSize(4);
        assertThat(refusing.made().subList(0, 3)).allMatch(MockProducer::closed);
        assertThat(refusing.history()).hasSize(1);
    }

    @Test
    void of_two_instances_one_works() {
        start();
        start();
        AuthorizationId one = authorization();
        for (int sequence = 0; sequence < 50; sequence++) {
            append(event(one, sequence));
        }
        eventually(() -> position() == 50);
        assertThat(sent()).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void outbox_lines_are_sent_and_then_forgotten() {
        start();
        Outbox outbox = new Outbox(database.jdbc(), signal);
        database.transaction()
                .executeWithoutResult(status -> outbox.put(List.of(
                        new Outbox.Line(Topics.CLIENT_DIRECTORY, "abc/client/c-1", Map.of("kind", "client"), "{}"),
                        new Outbox.Line(Topics.CLIENT_DIRECTORY, "abc/client/c-1", Map.of("kind", "client"), null))));
        eventually(() -> producer.history().size() == 2);
        assertThat(producer.history().getLast().value()).isNull();
        eventually(() ->
                Long.valueOf(0).equals(database.jdbc().queryForObject("select count(*) from outbox", Long.class)));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
