package health.authz.platform.eventstore;

import static health.authz.platform.PlatformFixtures.authorization;
import static health.authz.platform.PlatformFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.events.AuthorizationId;
import health.authz.platform.TestDatabase;
import health.authz.platform.relay.RelaySignal;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A single command that meets a chunk's event at its own place is to be decided again, so the store has to say so. */
class TakenPlaceTest {
    private final TestDatabase database = new TestDatabase();
    private final Configuration axon = new EventStoreConfiguration()
            .axon(
                    database.dataSource(),
                    new JdbcTransactionManager(database.dataSource()),
                    new AggregateTypes(List.of()),
                    new RelaySignal(),
                    Clock.systemUTC());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void axon_reports_a_place_that_is_taken_as_a_conflict() {
        AuthorizationId id = authorization();
        publish(id, 0);
        publish(id, 1);
        assertThatThrownBy(() -> publish(id, 1)).isInstanceOf(ConcurrencyException.class);
    }

    private void publish(AuthorizationId id, long sequence) {
        NewEvent event = event(id, sequence);
        axon.eventStore()
                .publish(new GenericDomainEventMessage<>(
                        event.aggregateType(), event.aggregateId(), sequence, event.payload()));
    }

    @Test
    void another_refusal_is_no_conflict() {
        DuplicateKeys duplicates = new DuplicateKeys();
        assertThat(duplicates.isDuplicateKeyViolation(new SQLException("disk full", "53100")))
                .isFalse();
        assertThat(duplicates.isDuplicateKeyViolation(new SQLException("too long", "22001")))
                .isFalse();
        assertThat(duplicates.isDuplicateKeyViolation(new IllegalStateException(new SQLException("taken", "23505"))))
                .isTrue();
    }
}
