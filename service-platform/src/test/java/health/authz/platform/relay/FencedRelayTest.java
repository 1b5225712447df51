package health.authz.platform.relay;

import static health.authz.platform.PlatformFixtures.authorization;
import static health.authz.platform.PlatformFixtures.event;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.AuthorizationId;
import health.authz.events.envelope.Topics;
import health.authz.platform.TestDatabase;
import health.authz.platform.eventstore.EventStreams;
import health.authz.platform.eventstore.NewEvent;
import health.authz.stack.KafkaPart;
import health.authz.stack.Ports;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Order, on a real broker: of a leader that was frozen, and of a broker that was, nothing lands afterwards. */
class FencedRelayTest {

    @TempDir
    private static Path folder;

    private static KafkaPart kafka;

    private final TestDatabase database = new TestDatabase();
    private final RelayPositions positions = new RelayPositions(database.jdbc());
    private final List<KafkaRelay> relays = new ArrayList<>();
    private final AuthorizationId one = authorization();

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = KafkaPart.start(folder, Ports.free(), Ports.free());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topics.AUTH_EVENTS, 3, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @AfterEach
    void close() {
        relays.forEach(KafkaRelay::stop);
        database.close();
    }

    private Producer<byte[], byte[]> producer(String schema) {
        Map<String, Object> settings =
                new HashMap<>(RelayConfiguration.settings(kafka.bootstrapServers(), "relay-" + schema));
        // A broker that does not answer is given up soon; the product waits longer.
        settings.put("delivery.timeout.ms", 2_000);
        settings.put("request.timeout.ms", 1_500);
        settings.put("max.block.ms", 2_000);
        return RelayConfiguration.producer(settings);
    }

    private KafkaRelay start(Function<String, Producer<byte[], byte[]>> producers) {
        KafkaRelay relay = new KafkaRelay(
                database.dataSource(),
                producers,
                new RelayProperties(
                        Duration.ofMillis(50), 100, Integer.MAX_VALUE, Duration.ZERO, Duration.ofHours(1), false),
                new RelaySignal(),
                RelayFixtures.UNGUARDED,
                "test-service");
        relays.add(relay);
        relay.start();
        return relay;
    }

    private void append(int from, int to) {
        EventStreams streams = new EventStreams(database.jdbc(), Clock.systemUTC(), new RelaySignal());
        database.transaction()
                .executeWithoutResult(status -> streams.append(List.of(IntStream.range(from, to)
                        .mapToObj(seq -> event(one, seq))
                        .toArray(NewEvent[]::new))));
    }

    /** A producer whose owner is frozen in the middle of a batch: at its 150th record. */
    private static Producer<byte[], byte[]> freezing(
            Producer<byte[], byte[]> real, CountDownLatch frozen, CountDownLatch wakes, CountDownLatch closed) {
        AtomicInteger sends = new AtomicInteger();
        @SuppressWarnings("unchecked")
        Producer<byte[], byte[]> proxy = (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                FencedRelayTest.class.getClassLoader(), new Class<?>[] {Producer.class}, (self, method, arguments) -> {
                    if (method.getName().equals("send") && sends.incrementAndGet() == 150) {
                        frozen.countDown();
                        wakes.await();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    } finally {
                        if (method.getName().equals("close")) {
                            closed.countDown();
                        }
                    }
                });
        return proxy;
    }

    @Test
    void of_a_frozen_leader_nothing_lands_after_another_took_over() throws InterruptedException {
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch wakes = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        append(0, 400);
        start(schema -> freezing(producer(schema), frozen, wakes, closed));
        frozen.await();
        endSessionOfTheLeader();
        start(this::producer);
        eventually(() -> positions.passed(RelaySource.EVENTS) == 400);
        wakes.countDown();
        closed.await();
        append(400, 500);
        eventually(() -> positions.passed(RelaySource.EVENTS) == 500);
        // The first batch was acknowledged and not saved yet, so it is told twice; of the second one nothing is seen.
        assertThat(landed())
                .containsExactlyElementsOf(LongStream.concat(LongStream.range(0, 100), LongStream.range(0, 500))
                        .boxed()
                        .toList());
    }

    /** As the server does by itself when a session was silent for too long. */
    private void endSessionOfTheLeader() {
        assertThat(database.jdbc().queryForList("""
                select pg_terminate_backend(pid) from pg_locks
                 where locktype = 'advisory' and granted
                   and database = (select oid from pg_database where datname = current_database())
                   and (classid::bigint << 32 | objid::bigint)
                       = (hashtext('relay ' || current_schema())::bigint & x'ffffffffffffffff'::bigint)""", Boolean.class)).containsExactly(true);
    }

    @Test
    void of_a_broker_that_was_frozen_the_order_is_kept() throws Exception {
        append(0, 150);
        KafkaRelay relay = start(this::producer);
        eventually(() -> positions.passed(RelaySource.EVENTS) == 150);
        signalBroker("STOP");
        try {
            append(150, 1_000);
            eventually(() -> relay.state().failures() >= 2);
            assertThat(relay.lag()).isEqualTo(850);
        } finally {
            signalBroker("CONT");
        }
        append(1_000, 1_100);
        eventually(() -> positions.passed(RelaySource.EVENTS) == 1_100);
        List<Long> landed = landed();
        assertThat(landed.stream().distinct())
                .containsExactlyElementsOf(LongStream.range(0, 1_100).boxed().toList());
        for (int i = 1; i < landed.size(); i++) {
            assertThat(landed.get(i)).isLessThanOrEqualTo(landed.get(i - 1) + 1);
        }
    }

    private static void signalBroker(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(kafka.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The sequences of the authorization's events, as a reader gets them. */
    private List<Long> landed() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, 3)
                    .mapToObj(partition -> new TopicPartition(Topics.AUTH_EVENTS, partition))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Long> sequences = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (new String(record.key(), StandardCharsets.UTF_8).equals(one.toString())) {
                        sequences.add(Long.valueOf(
                                new String(record.headers().lastHeader("seq").value(), StandardCharsets.UTF_8)));
                    }
                });
            }
            return sequences;
        }
    }
}
