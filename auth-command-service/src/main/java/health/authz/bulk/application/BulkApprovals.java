package health.authz.bulk.application;

import health.authz.bulk.application.ControlledOperations.Standing;
import health.authz.bulk.application.ControlledOperations.Verdict;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.authorization.ChangeReason;
import health.authz.events.bulk.BulkOperationEvent.BulkApprovalRequested;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationApproved;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationDeclined;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationExpired;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The second pair of eyes. An operation over the organisation's limit waits until another person lets it go or refuses it, or
 * until its time is over. Nothing of it is executed before, and afterwards it sees what its requester saw (ADR 19).
 */
public class BulkApprovals {
    static final String AWAITING = "AWAITING_APPROVAL";
    private static final String PROCESS = "bulk-approvals";
    private final ControlledOperations operations;
    private final OperationSights sights;
    private final OpenOperations chunks;
    private final OperationEnds ends;
    private final BiPredicate<TenantId, UserId> isInactive;
    private final TransactionTemplate transaction;
    private final BulkSignal signal;
    private final Duration validFor;
    private final MeterRegistry meters;
    private final Clock clock;

    BulkApprovals(
            ControlledOperations operations,
            OperationSights sights,
            OpenOperations chunks,
            OperationEnds ends,
            BiPredicate<TenantId, UserId> isInactive,
            TransactionTemplate transaction,
            BulkSignal signal,
            Duration validFor,
            MeterRegistry meters,
            Clock clock) {
        this.operations = operations;
        this.sights = sights;
        this.chunks = chunks;
        this.ends = ends;
        this.isInactive = isInactive;
        this.transaction = transaction;
        this.signal = signal;
        this.validFor = validFor;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Why somebody decided so.
     *
     * @param reason {@code null} where no other than the requester's is given; of a refusal then OTHER
     */
    public record Grounds(
            @Nullable ChangeReason reason, @Nullable String comment) {}

    /** In the transaction that makes the operation. @param rows that would change, at most */
    void ask(OperationFacts operation, long rows, Instant now) {
        Instant expiresAt = now.plus(validFor);
        operations.await(operation.id(), rows, expiresAt);
        ends.append(operation, new BulkApprovalRequested(operation.id(), rows, expiresAt), operation.metadata());
    }

    /** @throws ProblemException 403, 404, 409 or 410, and then it still waits or is over */
    public void approve(Caller caller, UUID id, Grounds grounds) {
        Operation asked = sights.requireAll(caller, id);
        ChangeReason reason = grounds.reason() == null ? ChangeReason.valueOf(asked.reason()) : grounds.reason();
        transaction.executeWithoutResult(status -> {
            Standing standing = awaiting(caller, id);
            OperationFacts operation = standing.facts();
            if (isInactive.test(caller.tenant(), operation.submittedBy())) {
                throw Problems.conflict(
                        "requester-inactive",
                        "The person who asked for this is inactive in the directory of users; decline it, and let somebody"
                                + " else ask.");
            }
            decide(operation, "APPROVED", caller, reason, grounds.comment());
            operations.released(operation.id());
            ends.append(
                    operation,
                    new BulkOperationApproved(operation.id(), caller.userId(), reason),
                    operation.by(caller.userId()));
        });
        count("APPROVED");
        signal.wake();
    }

    /** @throws ProblemException 403, 404, 409 or 410, and then it still waits or is over */
    public void decline(Caller caller, UUID id, Grounds grounds) {
        sights.requireAll(caller, id);
        ChangeReason reason = grounds.reason() == null ? ChangeReason.OTHER : grounds.reason();
        transaction.executeWithoutResult(status -> {
            OperationFacts operation = awaiting(caller, id).facts();
            decide(operation, "DECLINED", caller, reason, grounds.comment());
            chunks.setAside(operation.id());
            ends.end(
                    operation,
                    "DECLINED",
                    new BulkOperationDeclined(operation.id(), caller.userId(), reason),
                    operation.by(caller.userId()));
        });
        count("DECLINED");
    }

    private void decide(
            OperationFacts operation, String decision, Caller caller, ChangeReason reason, @Nullable String comment) {
        operations.decided(operation.id(), new Verdict(decision, caller.userId(), clock.instant(), reason, comment));
    }

    /** Another person's, and still in time. */
    private Standing awaiting(Caller caller, UUID id) {
        Standing standing = operations.hold(caller.tenant(), id).orElseThrow(Problems::notFound);
        if (standing.state().equals("EXPIRED")) {
            throw expired();
        }
        if (!standing.state().equals(AWAITING)) {
            throw Problems.conflict(
                    "not-awaiting-approval",
                    "The operation waits for nobody's approval; its state is " + standing.state() + ".");
        }
        if (standing.facts().submittedBy().equals(caller.userId())) {
            throw new ProblemException(
                    HttpStatus.FORBIDDEN,
                    "own-operation",
                    "Not yours to decide",
                    "You asked for this yourself, and it needs a second person. To withdraw it, cancel it.",
                    Map.of(),
                    List.of());
        }
        if (operations.expiresAt(standing.facts().id()).isBefore(clock.instant())) {
            throw expired();
        }
        return standing;
    }

    private static ProblemException expired() {
        return Problems.gone(
                "approval-expired", "Nobody approved this in time; make a new preview, or retry its rows.");
    }

    /** Ends what nobody decided in time, whether somebody looks or not. */
    void expireDue() {
        for (OperationFacts due : operations.due(clock.instant())) {
            boolean ended = Boolean.TRUE.equals(transaction.execute(status -> expire(due)));
            if (ended) {
                count("EXPIRED");
            }
        }
    }

    private boolean expire(OperationFacts due) {
        OperationId id = due.id();
        boolean stillWaits = operations
                .hold(due.tenant(), id.value())
                .filter(standing -> standing.state().equals(AWAITING))
                .isPresent();
        if (stillWaits) {
            chunks.setAside(id);
            ends.end(due, "EXPIRED", new BulkOperationExpired(id), due.by(PROCESS));
        }
        return stillWaits;
    }

    private void count(String decision) {
        meters.counter("authz.bulk.approvals", "decision", decision).increment();
    }
}
