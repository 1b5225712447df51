package health.authz.platform.eventstore;

import health.authz.platform.relay.RelaySignal;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.Serializer;

/** Axon's engine, which also wakes the relay after the commit. */
class SignallingStorageEngine extends JdbcEventStorageEngine {
    private final RelaySignal signal;

    SignallingStorageEngine(Builder builder, RelaySignal signal) {
        super(builder);
        this.signal = signal;
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        super.appendEvents(events, serializer);
        signal.afterCommit();
    }
}
