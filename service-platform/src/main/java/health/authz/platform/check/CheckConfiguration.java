package health.authz.platform.check;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The nightly check of a service that stores events. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("spring.datasource.url")
@EnableConfigurationProperties(CheckProperties.class)
class CheckConfiguration {
    @Bean
    NightlyCheck nightlyCheck(
            DataSource dataSource,
            CheckProperties properties,
            @Value("${spring.kafka.bootstrap-servers}") String bootstrapServers,
            Clock clock,
            MeterRegistry meters) {
        NightlyCheck check = new NightlyCheck(dataSource, () -> consumer(bootstrapServers), properties, clock);
        Gauge.builder("authz.missing.events", check, NightlyCheck::missing)
                .description("Stored events of the last days that the last nightly check did not find in Kafka")
                .register(meters);
        Gauge.builder("authz.missing.events.checked.seconds", check, NightlyCheck::checkedAt)
                .description("When that check was, in seconds since 1970; 0 before the first")
                .register(meters);
        return check;
    }

    /** Without a group: it leaves no trace, and takes no partition from anybody. */
    static Consumer<byte[], byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "event-check",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        4 * 1024 * 1024,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        2_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
