package health.authz.platform.republish;

import health.authz.platform.relay.RelayControl;
import health.authz.platform.relay.RelayPositions;
import org.springframework.beans.factory.ObjectProvider;
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
    RepublishWorker republishWorker(Republish republish) {
        return new RepublishWorker(republish);
    }
}
