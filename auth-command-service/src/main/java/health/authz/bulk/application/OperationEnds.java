package health.authz.bulk.application;

import health.authz.bulk.domain.OperationEnd;
import health.authz.events.UserId;
import health.authz.events.bulk.BulkOperationEvent;
import health.authz.events.bulk.BulkOperationEvent.BulkEnd;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationCancelled;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationCompleted;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationReverted;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.eventstore.NewEvent;
import health.authz.platform.eventstore.Streams;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ends of operations, each with its event. Under a lock on the operation, so that of all who find no chunk left, one
 * ends it.
 */
class OperationEnds {
    static final String STREAM = "BulkOperation";
    private final OpenOperations operations;
    private final Streams streams;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;

    OperationEnds(
            OpenOperations operations,
            Streams streams,
            TransactionTemplate transaction,
            MeterRegistry meters,
            Clock clock) {
        this.operations = operations;
        this.streams = streams;
        this.transaction = transaction;
        this.meters = meters;
        this.clock = clock;
    }

    /** Sets aside what nobody works on, if the operation was stopped; its end follows from what is left. */
    void stopIfCancelled(OperationFacts operation) {
        if (operations.cancelledBy(operation.id()).isPresent()) {
            transaction.executeWithoutResult(status -> {
                if (operations.lock(operation.id())) {
                    operations.setAside(operation.id());
                }
            });
        }
    }

    /** In a transaction of its own. @return whether it ended here */
    boolean endIfNothingIsLeft(OperationFacts operation) {
        Optional<String> ended = Objects.requireNonNull(transaction.execute(status -> endWithin(operation)));
        ended.ifPresent(state -> count(operation, state));
        return ended.isPresent();
    }

    /**
     * In the caller's transaction. Cancelled is what has rows that nobody got to; one that was stopped when every row was done ends as if
     * nobody had.
     *
     * @return the state in which it ended, if it did
     */
    Optional<String> endWithin(OperationFacts operation) {
        if (!operations.lock(operation.id()) || operations.hasOpenChunks(operation.id())) {
            return Optional.empty();
        }
        RowCounts counts = operations.counts(operation.id());
        Optional<UserId> stopped = operations.cancelledBy(operation.id());
        if (stopped.isPresent() && operations.hasSetAside(operation.id())) {
            UserId by = stopped.get();
            end(operation, "CANCELLED", new BulkOperationCancelled(operation.id(), by, counts), operation.by(by));
            tellReverted(operation, counts);
            return Optional.of("CANCELLED");
        }
        BulkEnd end = OperationEnd.of(counts);
        end(operation, end.name(), new BulkOperationCompleted(operation.id(), end, counts), operation.metadata());
        tellReverted(operation, counts);
        return Optional.of(end.name());
    }

    /** One that took rows back is told of on the operation that they were taken back from. */
    private void tellReverted(OperationFacts operation, RowCounts counts) {
        if (OperationEnd.succeeded(counts) > 0) {
            operations.revertedBy(operation.id()).ifPresent(reverted -> {
                operations.takesEffect(operation.id());
                streams.append(List.of(new NewEvent(
                        STREAM,
                        reverted.toString(),
                        operations.nextPlace(reverted),
                        new BulkOperationReverted(reverted, operation.id()),
                        operation.metadata())));
            });
        }
    }

    /** In the caller's transaction, which holds the operation. */
    void end(OperationFacts operation, String state, BulkOperationEvent event, EventMetadata metadata) {
        append(operation, event, metadata);
        operations.ended(operation.id(), state, clock.instant());
    }

    /** The next event of the operation's own stream, in the caller's transaction, which holds the operation. */
    void append(OperationFacts operation, BulkOperationEvent event, EventMetadata metadata) {
        streams.append(List.of(new NewEvent(
                STREAM, operation.id().toString(), operations.nextPlace(operation.id()), event, metadata)));
    }

    /** Once the end is stored. */
    void count(OperationFacts operation, String state) {
        Timer.builder("authz.bulk.duration")
                .description("From confirmed to ended")
                .tag("kind", operation.kind().name())
                .tag("outcome", state)
                .register(meters)
                .record(Duration.between(operation.submittedAt(), clock.instant())
                        .abs());
    }
}
