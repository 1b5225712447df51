package health.authz.alert.consuming;

import health.authz.alert.application.Alerts;
import health.authz.alert.application.DirectoryCopy;
import health.authz.alert.view.Inbox;
import health.authz.calendar.CalendarTable;
import health.authz.events.envelope.Topics;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Positions;
import health.authz.platform.consuming.StreamConsumer;
import health.authz.platform.consuming.StreamConsumers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the consumers: handler, position and parking in one transaction each. */
@Configuration(proxyBeanMethods = false)
class ConsumingAlertsConfiguration {
    private static final int BATCH_SIZE_MAX = 1_000;
    private final StreamConsumers consumers;
    private final Positions positions;
    private final ParkingLot parkingLot;
    private final TransactionTemplate transaction;

    ConsumingAlertsConfiguration(
            StreamConsumers consumers, Positions positions, ParkingLot parkingLot, TransactionTemplate transaction) {
        this.consumers = consumers;
        this.positions = positions;
        this.parkingLot = parkingLot;
        this.transaction = transaction;
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> authorizationSignals(Alerts alerts, CalendarTable calendar) {
        return container("authorization-signals", new AuthorizationSignals(alerts, calendar), Topics.AUTH_EVENTS);
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> daySignals(Alerts alerts, CalendarTable calendar) {
        return container("day-signals", new DaySignals(alerts, calendar), Topics.CALENDAR_EVENTS);
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> directorySignals(
            DirectoryCopy copy, Alerts alerts, CalendarTable calendar) {
        return container(
                "directory-signals",
                new DirectorySignals(copy, alerts, calendar),
                Topics.CLIENT_DIRECTORY,
                Topics.USER_DIRECTORY,
                Topics.REFERENCE_DIRECTORY);
    }

    @Bean
    Inbox inbox(JdbcTemplate jdbc) {
        return new Inbox(jdbc);
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> container(
            String name, BatchHandler handler, String... topics) {
        return consumers.container(
                new StreamConsumer(name, handler, positions, parkingLot, transaction), BATCH_SIZE_MAX, topics);
    }
}
