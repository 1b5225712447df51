package health.authz.platform.consuming;

import static health.authz.stack.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.envelope.EventHeaders;
import health.authz.platform.TestDatabase;
import health.authz.platform.sampling.SampledGauges;
import health.authz.stack.TestParts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** Positions belong to a topic, not to its name; on a real broker and a real PostgreSQL. */
class TopicRecreatedTest {
    private static final String BROKER = TestParts.kafka().bootstrapServers();
    private final String topic = "made-anew-" + UUID.randomUUID();
    private TestDatabase database;
    private Admin admin;
    private TopicLives lives;
    private SampledGauges samples;
    private TopicWatch watch;
    private ConcurrentMessageListenerContainer<byte[], byte[]> container;

    @BeforeEach
    void read_five_records() {
        database = new TestDatabase();
        database.jdbc().execute("create table applied (n bigint generated always as identity, value text)");
        admin = Admin.create(Map.of("bootstrap.servers", BROKER));
        lives = new TopicLives(BROKER);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        samples = new SampledGauges(meters, Duration.ofHours(1));
        StreamConsumers consumers = new StreamConsumers(BROKER, "test", meters, samples, lives);
        StreamConsumer consumer = new StreamConsumer(
                topic,
                batch -> batch.forEach(
                        record -> database.jdbc().update("insert into applied (value) values (?)", record.value())),
                new PostgresPositions(database.jdbc()),
                new PostgresParkingLot(database.jdbc(), Clock.systemUTC()),
                database.transaction());
        container = consumers.container(consumer, 100, topic);
        watch = new TopicWatch(lives, consumers::containers, 200);
        make();
        write("old", 5);
        container.start();
        eventually(() -> assertThat(applied("old")).hasSize(5));
    }

    @AfterEach
    void close() {
        watch.stop();
        container.stop();
        lives.close();
        samples.destroy();
        admin.close();
        database.close();
    }

    private void make() {
        eventually(() -> admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1)))
                .all()
                .get());
    }

    private void makeAnew() throws Exception {
        admin.deleteTopics(Set.of(topic)).all().get();
        make();
    }

    private void write(String what, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKER), new StringSerializer(), new StringSerializer())) {
            IntStream.range(0, count).forEach(n -> {
                ProducerRecord<String, String> record = new ProducerRecord<>(topic, "a", what + " " + n);
                record.headers()
                        .add(EventHeaders.TYPE, "AuthAdded".getBytes(UTF_8))
                        .add(EventHeaders.TENANT_ID, "abc".getBytes(UTF_8))
                        .add(EventHeaders.SUBJECT, (what + n).getBytes(UTF_8));
                producer.send(record);
            });
        }
    }

    private List<String> applied(String what) {
        return database.jdbc()
                .queryForList("select value from applied where value like ? || ' %' order by n", String.class, what);
    }

    private static List<String> all(String what, int count) {
        return IntStream.range(0, count).mapToObj(n -> what + " " + n).toList();
    }

    @Test
    void one_that_was_made_anew_while_nobody_read_is_read_from_its_beginning() throws Exception {
        container.stop();
        makeAnew();
        write("new", 8);

        container.start();

        eventually(() -> assertThat(applied("new")).containsExactlyElementsOf(all("new", 8)));
    }

    /** The client would go on at 5 of 8. Those it reads before that is noticed come twice, as readers must bear anyway. */
    @Test
    void one_that_was_made_anew_under_the_reader_is_read_from_its_beginning() throws Exception {
        watch.start();
        container.pause();
        eventually(container::isContainerPaused);
        makeAnew();
        write("new", 8);

        container.resume();

        eventually(() -> assertThat(applied("new")).containsSubsequence(all("new", 8)));
        assertThat(applied("old")).hasSize(5);
    }

    @Test
    void a_position_behind_the_end_begins_again_and_so_does_what_was_parked() {
        container.stop();
        database.jdbc().update("update consumer_position set next_offset = 50");
        database.jdbc().update("""
                insert into parked_record (consumer, topic, partition, record_offset, key, type, headers, reason, parked_at)
                values (?, ?, 0, 7, 'a', 'AuthAdded', '{}', 'a gap', now())""", topic, topic);

        container.start();

        eventually(() -> assertThat(applied("old")).hasSize(10));
        assertThat(database.jdbc().queryForObject("select count(*) from parked_record", Long.class))
                .isZero();
    }

    @Test
    void a_position_of_an_older_version_is_taken_for_one_of_this_topic() {
        container.stop();
        database.jdbc().update("update consumer_position set topic_id = null");

        container.start();
        write("more", 1);

        eventually(() -> assertThat(applied("more")).hasSize(1));
        assertThat(applied("old")).hasSize(5);
        assertThat(database.jdbc().queryForObject("select topic_id from consumer_position", String.class))
                .isEqualTo(lives.ids(Set.of(topic)).get(topic));
    }
}
