package health.authz.platform.running;

import static health.authz.platform.PlatformFixtures.authorization;
import static health.authz.platform.PlatformFixtures.event;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.events.AuthorizationId;
import health.authz.events.envelope.Topics;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Positions;
import health.authz.platform.consuming.StreamConsumer;
import health.authz.platform.consuming.StreamConsumers;
import health.authz.platform.eventstore.EventStreams;
import health.authz.platform.relay.Outbox;
import health.authz.platform.republish.Republish;
import health.authz.platform.republish.RepublishProgress;
import health.authz.platform.republish.RepublishProgress.Part;
import health.authz.platform.republish.RepublishProgress.State;
import health.authz.platform.topics.TopicMaker;
import health.authz.platform.topics.WholeTopics;
import health.authz.stack.KafkaPart;
import health.authz.stack.TestParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.support.TransactionTemplate;

/** Topics that were deleted: the store says everything again, readers read it from the beginning. */
class KafkaLostTest {
    private static int schemas;

    private final String schema = "kafka_lost_" + ++schemas;
    private final AuthorizationId first = authorization();
    private final AuthorizationId second = authorization();
    private final KafkaPart kafka = TestParts.kafka();
    private ConfigurableApplicationContext service;

    /** What the service has beside the platform: its topics, its directory, and a reader of its own events. */
    static class Parts {
        @Bean
        NewTopic events(TopicMaker topics) {
            return topics.kept(Topics.AUTH_EVENTS, 1);
        }

        @Bean
        NewTopic clients(TopicMaker topics) {
            return topics.compacted(Topics.CLIENT_DIRECTORY, 1);
        }

        @Bean
        SmallDirectory smallDirectory(JdbcTemplate jdbc, TransactionTemplate transaction, Outbox outbox) {
            return new SmallDirectory(jdbc, transaction, outbox);
        }

        @Bean
        ConcurrentMessageListenerContainer<byte[], byte[]> reader(
                StreamConsumers consumers,
                JdbcTemplate jdbc,
                Positions positions,
                ParkingLot parkingLot,
                TransactionTemplate transaction) {
            jdbc.execute("create table if not exists read (event text not null)");
            return consumers.container(
                    new StreamConsumer(
                            "reader",
                            batch -> batch.forEach(record -> jdbc.update(
                                    "insert into read (event) values (?)", record.subject() + ":" + record.sequence())),
                            positions,
                            parkingLot,
                            transaction),
                    10,
                    Topics.AUTH_EVENTS);
        }
    }

    private void start(boolean byItself) {
        start(byItself, true);
    }

    private void start(boolean byItself, boolean kafkaIsThere) {
        service = new SpringApplication(SmallService.class, Parts.class)
                .run(
                        "--spring.application.name=small-service",
                        "--spring.profiles.active=demo",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.datasource.url=" + TestParts.postgres().url() + "?currentSchema=" + schema,
                        "--spring.datasource.username=postgres",
                        "--spring.flyway.schemas=" + schema,
                        "--spring.flyway.locations=classpath:db/platform",
                        "--spring.kafka.bootstrap-servers=" + (kafkaIsThere ? kafka.bootstrapServers() : "localhost:1"),
                        "--authz.relay.check-topics-every=200ms",
                        "--authz.relay.republish-when-lost=" + byItself,
                        "--authz.consuming.check-topics-every=500ms",
                        "--authz.cursor-secret=test",
                        "--authz.security.audience=authz",
                        "--authz.security.issuer=http://localhost:1",
                        "--authz.security.jwk-set-uri=http://localhost:1/jwks");
    }

    private void startWithThreeEventsAndTwoClients(boolean byItself) {
        start(byItself);
        service.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
            service.getBean(EventStreams.class).append(List.of(event(first, 0), event(first, 1), event(second, 0)));
            SmallDirectory directory = service.getBean(SmallDirectory.class);
            directory.tell(1);
            directory.tell(2);
        });
        eventually(() -> {
            assertThat(read()).containsExactlyElementsOf(events());
            assertThat(jdbc().queryForObject("select count(*) from outbox", Long.class))
                    .isZero();
            assertThat(jdbc().queryForObject("select count(*) from relay_topic", Long.class))
                    .isEqualTo(2);
        });
    }

    /** Whoever still tells or reads finds them missing, or as somebody else made them. */
    private void loseTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Set<String> there = admin.listTopics().names().get();
            admin.deleteTopics(Stream.of(Topics.AUTH_EVENTS, Topics.CLIENT_DIRECTORY)
                            .filter(there::contains)
                            .toList())
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @BeforeEach
    void no_topics_of_others() {
        loseTopics();
    }

    @AfterEach
    void stop() {
        SmallDirectory.held = false;
        service.close();
        loseTopics();
    }

    private List<String> events() {
        return List.of(first + ":0", first + ":1", second + ":0");
    }

    private JdbcTemplate jdbc() {
        return service.getBean(JdbcTemplate.class);
    }

    private List<String> read() {
        return jdbc().queryForList("select event from read", String.class);
    }

    private Republish republish() {
        return service.getBean(Republish.class);
    }

    private Health health(String component) {
        return service.getBean(component + "HealthIndicator", HealthIndicator.class)
                .health();
    }

    private void isDown() {
        eventually(() -> {
            assertThat(health("topics").getStatus()).isEqualTo(Status.DOWN);
            assertThat(health("relay").getStatus()).isEqualTo(Status.DOWN);
            assertThat(health("relay").getDetails().get("reason")).asString().contains("./run republish");
            assertThat(saidToBeWhole()).as("topics").containsOnly(false);
        });
    }

    /** What readers hear of each partition. */
    private List<Boolean> saidToBeWhole() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return WholeTopics.of(admin, Set.of(Topics.AUTH_EVENTS, Topics.CLIENT_DIRECTORY)).values().stream()
                    .map(WholeTopics.Said::whole)
                    .toList();
        }
    }

    private void isToldAgain() {
        eventually(() -> {
            RepublishProgress progress = republish().progress();
            assertThat(progress.state()).isEqualTo(State.ENDED);
            assertThat(progress.endedAt()).isNotNull();
            assertThat(progress.lost()).isNull();
            assertThat(progress.events()).isEqualTo(new Part(3, 3));
            assertThat(progress.directory()).isEqualTo(new Part(2, 2));
            assertThat(health("relay").getStatus()).isEqualTo(Status.UP);
            assertThat(health("topics").getStatus()).isEqualTo(Status.UP);
            assertThat(saidToBeWhole()).containsExactly(true, true);
        });
        assertThat(keys(Topics.AUTH_EVENTS)).containsExactly(first.toString(), first.toString(), second.toString());
        assertThat(keys(Topics.CLIENT_DIRECTORY)).containsExactly("client-1", "client-2");
        List<String> twice = Stream.of(events(), events()).flatMap(List::stream).toList();
        eventually(() -> assertThat(read()).containsExactlyElementsOf(twice));
    }

    /** Of everything that is in a topic. */
    private List<String> keys(String topic) {
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> keys.add(record.key()));
            }
        }
        return keys;
    }

    @Test
    void the_relay_stands_and_says_so_until_everything_is_told_again() {
        startWithThreeEventsAndTwoClients(false);

        loseTopics();

        isDown();
        eventually(() -> assertThat(republish().progress().lost()).contains("made anew"));
        assertThatThrownBy(() -> republish().begin(2, true)).isInstanceOf(Republish.TopicsAreLost.class);
        assertThatThrownBy(() -> republish().begin(1, false)).isInstanceOf(Republish.TopicsAreLost.class);
        republish().begin(1, true);
        isToldAgain();
    }

    @Test
    void it_is_done_by_itself_where_the_setting_says_so() {
        startWithThreeEventsAndTwoClients(true);

        loseTopics();

        eventually(() -> republish().progress().state() != State.NONE);
        isToldAgain();
    }

    @Test
    void a_run_is_one_until_it_has_ended_and_goes_on_after_a_restart() {
        startWithThreeEventsAndTwoClients(false);
        SmallDirectory.held = true;

        RepublishProgress begun = republish().begin(1, true);
        RepublishProgress again = republish().begin(3, false);

        assertThat(begun.state()).isEqualTo(State.RUNNING);
        assertThat(again.startedAt()).isEqualTo(begun.startedAt());
        service.close();
        start(false);
        assertThat(republish().progress().state()).isEqualTo(State.RUNNING);
        assertThat(republish().progress().directory()).isEqualTo(new Part(0, 2));
        SmallDirectory.held = false;
        eventually(() -> republish().progress().endedAt() != null);
        assertThat(republish().progress().startedAt()).isEqualTo(begun.startedAt());
        assertThat(keys(Topics.AUTH_EVENTS)).hasSize(6);

        RepublishProgress last = republish().begin(3, false);

        assertThat(last.startedAt()).isAfter(begun.startedAt());
        assertThat(last.events().total()).isEqualTo(1);
        eventually(() -> assertThat(keys(Topics.AUTH_EVENTS)).hasSize(7));
        assertThat(keys(Topics.CLIENT_DIRECTORY)).contains("client-1", "client-2");
    }

    /** As after a restore: Kafka tells of an event, and of another one in a place that is taken, which the store does not hold. */
    @Test
    void a_store_that_is_older_than_kafka_is_told_nothing_of() {
        startWithThreeEventsAndTwoClients(false);
        jdbc().execute("create table earlier_reach as select * from relay_reach");
        jdbc().execute("create table earlier_position as select * from relay_position");
        service.getBean(EventStreams.class).append(List.of(event(second, 1), event(second, 2)));
        eventually(() -> assertThat(keys(Topics.AUTH_EVENTS)).hasSize(5));
        eventually(() -> assertThat(read()).hasSize(5));
        service.close();

        start(false, false);
        jdbc().execute("truncate relay_reach");
        jdbc().execute("insert into relay_reach select * from earlier_reach");
        jdbc().execute(
                        "update relay_position p set position = e.position from earlier_position e where e.source = p.source");
        jdbc().execute("delete from domain_event_entry where aggregate_identifier = '" + second
                + "' and sequence_number > 0");
        service.getBean(EventStreams.class).append(List.of(event(second, 1)));
        service.close();
        start(false);

        eventually(() -> assertThat(health("relay").getDetails().get("reason"))
                .asString()
                .contains("kafka-is-ahead", second.toString(), "2 of the last ones"));
        assertThat(health("relay").getStatus()).isEqualTo(Status.DOWN);
        assertThat(keys(Topics.AUTH_EVENTS)).hasSize(5);
    }

    /** The second loss takes what was told since the first one with it: asked again, everything begins anew. */
    @Test
    void a_loss_under_way_makes_the_next_asking_begin_anew() {
        startWithThreeEventsAndTwoClients(false);
        SmallDirectory.held = true;
        loseTopics();
        isDown();
        RepublishProgress begun = republish().begin(1, true);
        eventually(() -> assertThat(keys(Topics.AUTH_EVENTS)).hasSize(3));

        loseTopics();
        isDown();

        RepublishProgress again = republish().begin(1, true);
        assertThat(again.startedAt()).isAfter(begun.startedAt());
        SmallDirectory.held = false;
        eventually(() -> republish().progress().endedAt() != null);
        assertThat(keys(Topics.AUTH_EVENTS)).hasSize(3);
        assertThat(keys(Topics.CLIENT_DIRECTORY)).containsExactly("client-1", "client-2");
    }
}
