package health.authz.codecopy;

import health.authz.events.envelope.Topics;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Positions;
import health.authz.platform.consuming.StreamConsumer;
import health.authz.platform.consuming.StreamConsumers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the copies and the consumer that keeps them. */
@Configuration(proxyBeanMethods = false)
class CodeCopyConfiguration {
    private static final int BATCH_SIZE_MAX = 500;

    @Bean
    CodeCopies codeCopies(JdbcTemplate jdbc) {
        return new CodeCopies(jdbc);
    }

    @Bean
    SettingCopies settingCopies(JdbcTemplate jdbc) {
        return new SettingCopies(jdbc);
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> codeCopyConsumer(
            StreamConsumers consumers,
            CodeCopies codes,
            SettingCopies settings,
            Positions positions,
            ParkingLot parkingLot,
            TransactionTemplate transaction) {
        StreamConsumer consumer =
                new StreamConsumer("code-copy", new CopyListener(codes, settings), positions, parkingLot, transaction);
        return consumers.container(consumer, BATCH_SIZE_MAX, Topics.BILLING_GROUP_EVENTS, Topics.PROFILE_EVENTS);
    }
}
