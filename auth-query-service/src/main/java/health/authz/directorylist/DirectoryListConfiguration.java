package health.authz.directorylist;

import health.authz.directorylist.projection.ClientProjection;
import health.authz.directorylist.projection.ClientRows;
import health.authz.directorylist.projection.GroupProjection;
import health.authz.directorylist.projection.ReferenceProjection;
import health.authz.directorylist.view.Clients;
import health.authz.directorylist.view.Directory;
import health.authz.directorylist.view.ReferenceRows;
import health.authz.events.envelope.Topics;
import health.authz.paging.KeysetPages;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Positions;
import health.authz.platform.consuming.StreamConsumer;
import health.authz.platform.consuming.StreamConsumers;
import health.authz.platform.web.Cursors;
import health.authz.rebuild.ReadModel;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.support.TransactionOperations;

/** The directory's lists and what feeds them. */
@Configuration(proxyBeanMethods = false)
class DirectoryListConfiguration {
    private static final int BATCH_MAX = 1_000;

    @Bean
    Directory directory(ReadModel model, Clock clock) {
        return new Directory(model, clock);
    }

    @Bean
    KeysetPages keysetPages(Cursors cursors) {
        return new KeysetPages(cursors);
    }

    @Bean
    ReferenceRows referenceRows(ReadModel model, KeysetPages pages) {
        return new ReferenceRows(model, pages);
    }

    @Bean
    Clients clients(ReadModel model, Directory directory, KeysetPages pages) {
        return new Clients(model, directory, pages);
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> clientDirectory(
            StreamConsumers consumers, Positions positions, ParkingLot parkingLot, ReadModel model, ClientRows rows) {
        return consumers.container(
                new StreamConsumer(
                        "client-list",
                        new ClientProjection(model, rows),
                        positions,
                        parkingLot,
                        TransactionOperations.withoutTransaction()),
                BATCH_MAX,
                Topics.CLIENT_DIRECTORY);
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> referenceDirectory(
            StreamConsumers consumers, Positions positions, ParkingLot parkingLot, ReadModel model) {
        return consumers.container(
                new StreamConsumer(
                        "reference-list",
                        new ReferenceProjection(model),
                        positions,
                        parkingLot,
                        TransactionOperations.withoutTransaction()),
                BATCH_MAX,
                Topics.REFERENCE_DIRECTORY,
                Topics.USER_DIRECTORY);
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> billingCodeGroups(
            StreamConsumers consumers, Positions positions, ParkingLot parkingLot, ReadModel model) {
        return consumers.container(
                new StreamConsumer(
                        "billing-code-group-list",
                        new GroupProjection(model),
                        positions,
                        parkingLot,
                        TransactionOperations.withoutTransaction()),
                BATCH_MAX,
                Topics.BILLING_GROUP_EVENTS);
    }
}
