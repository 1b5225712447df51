package health.authz.group;

import health.authz.events.envelope.Topics;
import health.authz.platform.eventstore.AggregateTypes;
import health.authz.platform.eventstore.Commands;
import health.authz.platform.topics.TopicMaker;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires billing codes and groups. */
@Configuration(proxyBeanMethods = false)
class GroupConfiguration {
    @Bean
    AggregateTypes aggregates() {
        return new AggregateTypes(List.of(BillingCodeAggregate.class, BillingCodeGroupAggregate.class));
    }

    @Bean
    BillingCodes billingCodes(JdbcTemplate jdbc, TransactionTemplate transaction, Commands commands) {
        return new BillingCodes(jdbc, transaction, commands);
    }

    @Bean
    BillingCodeGroups billingCodeGroups(
            JdbcTemplate jdbc, TransactionTemplate transaction, Commands commands, BillingCodes codes) {
        return new BillingCodeGroups(jdbc, transaction, commands, codes);
    }

    @Bean
    NewTopic billingGroupEvents(TopicMaker topics) {
        return topics.kept(Topics.BILLING_GROUP_EVENTS, 1);
    }
}
