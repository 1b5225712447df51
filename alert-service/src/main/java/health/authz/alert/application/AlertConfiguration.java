package health.authz.alert.application;

import health.authz.events.envelope.Topics;
import health.authz.platform.eventstore.EventStreams;
import health.authz.platform.topics.TopicMaker;
import health.authz.profile.ProfileTable;
import health.authz.setting.SettingTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires what decides and writes alerts. */
@Configuration(proxyBeanMethods = false)
class AlertConfiguration {
    @Bean
    AlertTable alertTable(JdbcTemplate jdbc) {
        return new AlertTable(jdbc);
    }

    @Bean
    AlertMeters alertMeters(MeterRegistry meters) {
        return new AlertMeters(meters);
    }

    @Bean
    Surroundings surroundings(JdbcTemplate jdbc, ProfileTable profiles) {
        return new Surroundings(jdbc, profiles);
    }

    @Bean
    DirectoryCopy directoryCopy(JdbcTemplate jdbc) {
        return new DirectoryCopy(jdbc);
    }

    @Bean
    Alerts alerts(
            JdbcTemplate jdbc,
            AlertTable table,
            Surroundings surroundings,
            SettingTable settings,
            EventStreams streams,
            AlertMeters meters,
            Clock clock) {
        return new Alerts(jdbc, new WatchedTable(jdbc), table, surroundings, settings, streams, meters, clock);
    }

    @Bean
    AlertReaders alertReaders(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            AlertTable table,
            EventStreams streams,
            AlertMeters meters,
            Clock clock) {
        return new AlertReaders(jdbc, transaction, table, streams, meters, clock);
    }

    @Bean
    Forecast forecast(Surroundings surroundings, SettingTable settings) {
        return new Forecast(surroundings, settings);
    }

    @Bean
    NewTopic alertEvents(TopicMaker topics) {
        return topics.kept(Topics.ALERT_EVENTS, 3);
    }
}
