package health.authz.platform.consuming;

import health.authz.platform.sampling.SampledGauges;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What consumers share. */
@Configuration(proxyBeanMethods = false)
class ConsumingConfiguration {
    @Bean
    StreamConsumers streamConsumers(
            @Value("${spring.kafka.bootstrap-servers}") String bootstrapServers,
            @Value("${spring.application.name}") String service,
            MeterRegistry meters,
            SampledGauges samples,
            TopicLives topicLives) {
        return new StreamConsumers(bootstrapServers, service, meters, samples, topicLives);
    }

    @Bean
    TopicLives topicLives(@Value("${spring.kafka.bootstrap-servers}") String bootstrapServers) {
        return new TopicLives(bootstrapServers);
    }

    /** @param lookEvery how long a topic that was made anew may go unnoticed */
    @Bean
    TopicWatch topicWatch(
            TopicLives topicLives,
            StreamConsumers consumers,
            @Value("${authz.consuming.check-topics-every:5s}") Duration lookEvery) {
        return new TopicWatch(topicLives, consumers::containers, lookEvery.toMillis());
    }

    /** Positions and parking in PostgreSQL, for services that have one. */
    @Configuration(proxyBeanMethods = false)
    @org.springframework.boot.autoconfigure.condition.ConditionalOnProperty("spring.datasource.url")
    static class InPostgres {
        @Bean
        Positions positions(JdbcTemplate jdbc) {
            return new PostgresPositions(jdbc);
        }

        @Bean
        ParkingLot parkingLot(JdbcTemplate jdbc, Clock clock) {
            return new PostgresParkingLot(jdbc, clock);
        }
    }
}
