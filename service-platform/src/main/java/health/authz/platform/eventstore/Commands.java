package health.authz.platform.eventstore;

import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** Sends a command to its aggregate, decided again when another writer was first. */
public class Commands {
    private static final int ATTEMPTS_MAX = 10;
    private final CommandGateway gateway;

    public Commands(CommandGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * Waits for the command's result.
     *
     * @throws RuntimeException what the handler threw, as it was
     * @throws ConcurrentChange if the aggregate kept changing under ten attempts
     */
    public <R> @Nullable R send(Object command, EventMetadata metadata) {
        for (int attempt = 1; ; attempt++) {
            try {
                return gateway.sendAndWait(new GenericCommandMessage<>(command, metadata.toMetaData()));
            } catch (ConcurrencyException | AggregateStreamCreationException taken) {
                if (attempt == ATTEMPTS_MAX) {
                    throw new ConcurrentChange(taken);
                }
            } catch (CommandExecutionException wrapped) {
                throw wrapped.getCause() instanceof RuntimeException cause ? cause : wrapped;
            } catch (EventStoreException store) {
                throw new IllegalStateException("the event store refused", store);
            }
        }
    }

    /**
     * Sends a command once, in the transaction of the caller, who holds locks or a version that make a conflict unlikely.
     *
     * @throws ConcurrentChange if another writer was first; the transaction can only roll back then
     */
    public void sendOnce(Object command, EventMetadata metadata) {
        try {
            gateway.sendAndWait(new GenericCommandMessage<>(command, metadata.toMetaData()));
        } catch (ConcurrencyException | AggregateStreamCreationException taken) {
            throw new ConcurrentChange(taken);
        } catch (CommandExecutionException wrapped) {
            throw wrapped.getCause() instanceof RuntimeException cause ? cause : wrapped;
        }
    }
}
