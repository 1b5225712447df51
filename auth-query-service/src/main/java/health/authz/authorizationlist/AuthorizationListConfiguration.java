package health.authz.authorizationlist;

import health.authz.authorizationlist.projection.AuthorizationListProjection;
import health.authz.authorizationlist.projection.OpenAlertsProjection;
import health.authz.authorizationlist.projection.RowAlerts;
import health.authz.authorizationlist.projection.RowClients;
import health.authz.authorizationlist.view.AuthorizationRows;
import health.authz.directorylist.view.Directory;
import health.authz.events.envelope.Topics;
import health.authz.paging.KeysetPages;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Positions;
import health.authz.platform.consuming.StreamConsumer;
import health.authz.platform.consuming.StreamConsumers;
import health.authz.rebuild.ReadModel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.support.TransactionOperations;

/** The master list and what feeds it. */
@Configuration(proxyBeanMethods = false)
class AuthorizationListConfiguration {
    private static final int BATCH_MAX = 1_000;

    @Bean
    RowClients rowClients(ReadModel model) {
        return new RowClients(model);
    }

    @Bean
    RowAlerts rowAlerts(ReadModel model) {
        return new RowAlerts(model);
    }

    @Bean
    AuthorizationRows authorizationRows(ReadModel model, Directory directory, KeysetPages pages) {
        return new AuthorizationRows(model, directory, pages);
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> authorizationList(
            StreamConsumers consumers,
            Positions positions,
            ParkingLot parkingLot,
            ReadModel model,
            RowClients clients,
            RowAlerts alerts) {
        return consumers.container(
                new StreamConsumer(
                        "authorization-list",
                        new AuthorizationListProjection(model, clients, alerts),
                        positions,
                        parkingLot,
                        TransactionOperations.withoutTransaction()),
                BATCH_MAX,
                Topics.AUTH_EVENTS);
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> openAlerts(
            StreamConsumers consumers, Positions positions, ParkingLot parkingLot, ReadModel model, RowAlerts rows) {
        return consumers.container(
                new StreamConsumer(
                        "open-alerts",
                        new OpenAlertsProjection(model, rows),
                        positions,
                        parkingLot,
                        TransactionOperations.withoutTransaction()),
                BATCH_MAX,
                Topics.ALERT_EVENTS);
    }
}
