package health.authz.platform.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The relay of a service that stores events or writes an outbox. */
@Configuration(proxyBeanMethods = false)
@org.springframework.boot.autoconfigure.condition.ConditionalOnProperty("spring.datasource.url")
@EnableConfigurationProperties(RelayProperties.class)
class RelayConfiguration {
    @Bean(destroyMethod = "close")
    Producer<byte[], byte[]> relayProducer(@Value("${spring.kafka.bootstrap-servers}") String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.LINGER_MS_CONFIG,
                        2,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 * 1024,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        30_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        10_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Bean
    KafkaRelay relay(
            DataSource dataSource,
            Producer<byte[], byte[]> relayProducer,
            RelayProperties properties,
            @Value("${spring.application.name}") String origin,
            MeterRegistry meters) {
        KafkaRelay relay = new KafkaRelay(dataSource, relayProducer, properties, origin);
        Gauge.builder("authz.relay.lag.events", relay, KafkaRelay::lag)
                .description("Stored events that Kafka has not acknowledged yet")
                .register(meters);
        Gauge.builder("authz.relay.lag.seconds", relay, KafkaRelay::lagSeconds)
                .description("How long stored events have been waiting for Kafka")
                .register(meters);
        return relay;
    }

    @Bean
    Outbox outbox(JdbcTemplate jdbc) {
        return new Outbox(jdbc);
    }
}
