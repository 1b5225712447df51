package health.authz.platform.eventstore;

import java.sql.SQLException;
import java.util.List;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.Serializer;

/** Axon's engine, which also wakes the relay at commit; see {@link EventStreams.RelaySignal}. */
class SignallingStorageEngine extends JdbcEventStorageEngine {
    private final ConnectionProvider connections;

    SignallingStorageEngine(Builder builder, ConnectionProvider connections) {
        super(builder);
        this.connections = connections;
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        try (var connection = connections.getConnection()) {
            EventStreams.RelaySignal.send(connection);
        } catch (SQLException failed) {
            throw new EventStoreException("the relay could not be signalled", failed);
        }
        super.appendEvents(events, serializer);
    }
}
