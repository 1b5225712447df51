package health.authz.platform.republish;

import health.authz.platform.relay.RelayControl;
import health.authz.platform.relay.RelayPositions;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires what tells everything again, in services that store events or write an outbox. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("spring.datasource.url")
class RepublishConfiguration {
    @Bean
    Republish republish(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            RelayControl control,
            RelayPositions positions,
            ObjectProvider<Retold> retold) {
        return new Republish(jdbc, transaction, control, positions, retold.getIfAvailable());
    }

    @Bean
    RepublishWorker republishWorker(
            Republish republish,
            JdbcTemplate jdbc,
            @Value("${spring.kafka.bootstrap-servers}") String bootstrapServers) {
        return new RepublishWorker(republish, new ToldMarks(jdbc, () -> admin(bootstrapServers)));
    }

    private static Admin admin(String bootstrapServers) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000));
    }
}
