package health.authz.bulk.application;

import health.authz.bulk.application.ControlledOperations.Standing;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stops operations. No chunk is begun from the moment the request is answered; chunks in work are finished and kept, and
 * with the last of them the operation ends (ADR 18), cancelled if any row was left (ADR 53).
 */
public class BulkCancel {
    private final ControlledOperations operations;
    private final OperationSights sights;
    private final OpenOperations chunks;
    private final OperationEnds ends;
    private final TransactionTemplate transaction;
    private final BulkSignal signal;

    BulkCancel(
            ControlledOperations operations,
            OperationSights sights,
            OpenOperations chunks,
            OperationEnds ends,
            TransactionTemplate transaction,
            BulkSignal signal) {
        this.operations = operations;
        this.sights = sights;
        this.chunks = chunks;
        this.ends = ends;
        this.transaction = transaction;
        this.signal = signal;
    }

    /**
     * Stops an operation; again changes nothing.
     *
     * @throws ProblemException 403 or 404 for who does not see all of it, 409 if it has ended
     */
    public void cancel(Caller caller, UUID id) {
        sights.requireAll(caller, id);
        Stopped stopped = Objects.requireNonNull(transaction.execute(status -> stop(caller, id)));
        stopped.end().ifPresent(state -> ends.count(stopped.operation(), state));
        signal.wake();
    }

    private record Stopped(OperationFacts operation, Optional<String> end) {}

    private Stopped stop(Caller caller, UUID id) {
        Standing standing = operations.hold(caller.tenant(), id).orElseThrow(Problems::notFound);
        OperationFacts operation = standing.facts();
        if (standing.over()) {
            throw Problems.conflict(
                    "operation-ended",
                    "The operation has ended, " + standing.state() + "; what is done can only be reverted.");
        }
        if (!standing.state().equals("CANCELLING")) {
            operations.cancelling(operation.id(), caller.userId());
        }
        chunks.setAside(operation.id());
        return new Stopped(operation, ends.endWithin(operation));
    }
}
