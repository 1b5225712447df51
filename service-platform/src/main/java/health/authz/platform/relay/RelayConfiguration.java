package health.authz.platform.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.transaction.support.TransactionTemplate;

/** The relay of a service that stores events or writes an outbox. */
@Configuration(proxyBeanMethods = false)
@org.springframework.boot.autoconfigure.condition.ConditionalOnProperty("spring.datasource.url")
@EnableConfigurationProperties(RelayProperties.class)
class RelayConfiguration {
    /**
     * Settings of a schema's producers.
     *
     * @param transactionalId the same for all instances: the broker knows the newest and refuses those before it
     */
    static Map<String, Object> settings(String bootstrapServers, String transactionalId) {
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                Map.entry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 2),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000));
    }

    static Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Bean
    RelaySignal relaySignal() {
        return new RelaySignal();
    }

    @Bean
    KafkaRelay relay(
            DataSource dataSource,
            RelayProperties properties,
            RelaySignal relaySignal,
            RelayControl relayControl,
            ObjectProvider<KafkaAdmin> kafkaAdmin,
            ObjectProvider<TellAgain> tellAgain,
            @Value("${spring.kafka.bootstrap-servers}") String bootstrapServers,
            @Value("${spring.application.name}") String origin,
            MeterRegistry meters) {
        Function<String, Producer<byte[], byte[]>> producers =
                schema -> producer(settings(bootstrapServers, "authz-relay-" + origin + "-" + schema));
        TopicGuard topics = new TailGuard(
                new KafkaTopicGuard(
                        () -> admin(bootstrapServers),
                        properties,
                        () -> kafkaAdmin.ifAvailable(KafkaAdmin::initialize),
                        () -> tellAgain
                                .getIfAvailable(() -> () -> relayControl.republishFrom(0))
                                .everything()),
                () -> consumer(bootstrapServers));
        KafkaRelay relay = new KafkaRelay(dataSource, producers, properties, relaySignal, topics, origin);
        RelayState state = relay.state();
        Gauge.builder("authz.relay.lag.events", state, RelayState::lag)
                .description("Stored events and outbox lines that Kafka has not acknowledged yet")
                .register(meters);
        Gauge.builder("authz.relay.lag.seconds", state, RelayState::lagSeconds)
                .description("How long stored events have been waiting for Kafka")
                .register(meters);
        Gauge.builder("authz.relay.failures", state, RelayState::failures)
                .description("Tries of the relay that failed since it last got on")
                .register(meters);
        return relay;
    }

    private static Admin admin(String bootstrapServers) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000));
    }

    private static Consumer<byte[], byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Bean
    HealthIndicator relayHealthIndicator(KafkaRelay relay) {
        return new RelayHealth(relay.state());
    }

    @Bean
    HealthIndicator topicsHealthIndicator(KafkaRelay relay) {
        return new TopicsHealth(relay.state());
    }

    @Bean
    Outbox outbox(JdbcTemplate jdbc, RelaySignal relaySignal) {
        return new Outbox(jdbc, relaySignal);
    }

    @Bean
    RelayPositions relayPositions(JdbcTemplate jdbc) {
        return new RelayPositions(jdbc);
    }

    @Bean
    RelayControl relayControl(JdbcTemplate jdbc, TransactionTemplate transaction, RelaySignal relaySignal) {
        return new RelayControl(jdbc, transaction, relaySignal);
    }
}
