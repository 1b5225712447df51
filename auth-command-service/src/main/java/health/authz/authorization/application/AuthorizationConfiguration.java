package health.authz.authorization.application;

import health.authz.directory.Directory;
import health.authz.events.envelope.Topics;
import health.authz.platform.eventstore.AggregateTypes;
import health.authz.platform.eventstore.Commands;
import health.authz.platform.eventstore.EventStreams;
import health.authz.platform.topics.TopicMaker;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires single commands on authorizations, and what chunks share with them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdProperties.class)
class AuthorizationConfiguration {
    @Bean
    NewTopic authEvents(TopicMaker topics) {
        return topics.kept(Topics.AUTH_EVENTS, 6);
    }

    @Bean
    AggregateTypes aggregateTypes(
            AuthorizationWindows windows, AuthorizationSnapshots snapshots, AuthorizationComments comments) {
        return new AggregateTypes(List.of(AuthorizationAggregate.class), List.of(windows, snapshots, comments));
    }

    @Bean
    AuthorizationWindows authorizationWindows(JdbcTemplate jdbc) {
        return new AuthorizationWindows(jdbc);
    }

    @Bean
    AuthorizationSnapshots authorizationSnapshots(JdbcTemplate jdbc) {
        return new AuthorizationSnapshots(jdbc);
    }

    @Bean
    SystemAuthNumbers systemAuthNumbers(JdbcTemplate jdbc) {
        return new SystemAuthNumbers(jdbc);
    }

    @Bean
    AuthorizationComments authorizationComments(JdbcTemplate jdbc, Clock clock) {
        return new AuthorizationComments(jdbc, clock);
    }

    @Bean
    ClientsInView clientsInView(Directory directory, AuthorizationWindows windows) {
        return new ClientsInView(directory, windows);
    }

    @Bean
    KnownPayers knownPayers(Directory directory) {
        return new KnownPayers(directory);
    }

    @Bean
    AuthorizationCommands authorizationCommands(
            Commands commands, ClientsInView clients, KnownPayers payers, NoteSettings settings, Clock clock) {
        return new AuthorizationCommands(commands, clients, payers, settings, clock);
    }

    @Bean
    AuthorizationIds authorizationIds(IdProperties properties) {
        return new AuthorizationIds(properties.keys());
    }

    @Bean
    AuthorizationAdds authorizationAdds(
            TransactionTemplate transaction,
            EventStreams streams,
            AuthorizationWindows windows,
            SystemAuthNumbers numbers,
            AuthorizationComments comments,
            ClientsInView clients,
            KnownPayers payers,
            Directory directory,
            Codes codes,
            AuthorizationIds ids,
            Clock clock) {
        return new AuthorizationAdds(
                transaction, streams, windows, numbers, comments, clients, payers, directory, codes, ids, clock);
    }
}
