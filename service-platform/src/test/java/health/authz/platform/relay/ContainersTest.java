package health.authz.platform.relay;

import static health.authz.platform.PlatformFixtures.authorization;
import static health.authz.platform.PlatformFixtures.event;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import health.authz.events.AuthorizationId;
import health.authz.events.envelope.Topics;
import health.authz.platform.eventstore.EventStreams;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Store, relay and broker as in docker-compose.yml; where a container engine runs. */
@EnabledIf(value = "engineRuns", disabledReason = "no container engine runs here, so the compose images are not tested")
class ContainersTest {
    static boolean engineRuns() {
        boolean runs = DockerClientFactory.instance().isDockerAvailable();
        if (!runs) {
            System.out.println("SKIPPED: no container engine runs here, so the compose images are not tested");
        }
        return runs;
    }

    @Test
    void stored_events_reach_the_topic_in_order() throws Exception {
        try (PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18");
                KafkaContainer kafka = new KafkaContainer("apache/kafka:4.2.0")) {
            postgres.start();
            kafka.start();
            try (HikariDataSource dataSource = new HikariDataSource()) {
                dataSource.setJdbcUrl(postgres.getJdbcUrl());
                dataSource.setUsername(postgres.getUsername());
                dataSource.setPassword(postgres.getPassword());
                Flyway.configure()
                        .dataSource(dataSource)
                        .locations("classpath:db/platform")
                        .outOfOrder(true)
                        .load()
                        .migrate();
                relays(dataSource, kafka.getBootstrapServers());
            }
        }
    }

    private static void relays(HikariDataSource dataSource, String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(Topics.AUTH_EVENTS, 6, (short) 1)))
                    .all()
                    .get();
        }
        AuthorizationId one = authorization();
        EventStreams streams = new EventStreams(new JdbcTemplate(dataSource), Clock.systemUTC(), new RelaySignal());
        new TransactionTemplate(new JdbcTransactionManager(dataSource))
                .executeWithoutResult(status -> streams.append(List.of(event(one, 0), event(one, 1), event(one, 2))));
        KafkaRelay relay = new KafkaRelay(
                dataSource,
                schema -> RelayConfiguration.producer(RelayConfiguration.settings(bootstrapServers, "relay-" + schema)),
                RelayFixtures.PROPERTIES,
                new RelaySignal(),
                RelayFixtures.UNGUARDED,
                "test-service");
        relay.start();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "test",
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.AUTH_EVENTS));
            List<String> sequences = new ArrayList<>();
            eventually(() -> {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> sequences.add(
                                new String(record.headers().lastHeader("seq").value(), StandardCharsets.UTF_8)));
                return sequences.size() == 3;
            });
            assertThat(sequences).containsExactly("0", "1", "2");
        } finally {
            relay.stop();
        }
    }
}
