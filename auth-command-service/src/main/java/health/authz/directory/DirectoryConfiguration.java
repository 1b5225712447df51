package health.authz.directory;

import health.authz.events.envelope.Topics;
import health.authz.platform.relay.Outbox;
import health.authz.platform.republish.Retold;
import health.authz.platform.topics.TopicMaker;
import java.time.Clock;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the directory. */
@Configuration(proxyBeanMethods = false)
class DirectoryConfiguration {
    @Bean
    Directory directory(JdbcTemplate jdbc) {
        return new Directory(jdbc);
    }

    @Bean
    DirectoryIntake directoryIntake(
            JdbcTemplate jdbc, TransactionTemplate transaction, Outbox outbox, Directory directory, Clock clock) {
        return new DirectoryIntake(jdbc, transaction, outbox, directory, clock);
    }

    @Bean
    DirectoryImport directoryImport(DirectoryIntake intake) {
        return new DirectoryImport(intake);
    }

    @Bean
    DirectoryRepublish directoryRepublish(
            JdbcTemplate jdbc, TransactionTemplate transaction, Outbox outbox, Clock clock) {
        return new DirectoryRepublish(jdbc, transaction, outbox, clock);
    }

    @Bean
    Retold directoryRetold(DirectoryRepublish republish) {
        return new DirectoryRetold(republish);
    }

    @Bean
    NewTopic clientDirectory(TopicMaker topics) {
        return topics.compacted(Topics.CLIENT_DIRECTORY, 3);
    }

    @Bean
    NewTopic userDirectory(TopicMaker topics) {
        return topics.compacted(Topics.USER_DIRECTORY, 1);
    }

    @Bean
    NewTopic referenceDirectory(TopicMaker topics) {
        return topics.compacted(Topics.REFERENCE_DIRECTORY, 1);
    }
}
