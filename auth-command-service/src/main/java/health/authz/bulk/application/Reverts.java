package health.authz.bulk.application;

import health.authz.authorization.domain.UsedRows;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.OperationEnd;
import health.authz.events.OperationId;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Taking operations back: which may be, once at a time, and what is kept of it (ADR 20). A revert is an operation like any
 * other, so it can be reverted too, and then what it took back can be reverted again.
 */
public class Reverts {
    private final SubmittedOperations operations;
    private final OperationSights sights;
    private final Function<UUID, TargetLines> rows;
    private final TransactionTemplate transaction;

    /** @param rows those that an operation added or changed */
    Reverts(
            SubmittedOperations operations,
            OperationSights sights,
            Function<UUID, TargetLines> rows,
            TransactionTemplate transaction) {
        this.operations = operations;
        this.sights = sights;
        this.rows = rows;
        this.transaction = transaction;
    }

    /**
     * What a preview of taking it back is made of.
     *
     * @throws ProblemException 403 or 404 for who does not see all of it, 409 while it or another revert of it runs or after one, 422 if it changed nothing
     */
    public BulkPlan.Revert plan(Caller caller, UUID id, UsedRows usedRows) {
        Operation operation = sights.requireAll(caller, id);
        if (!operation.done()) {
            throw Problems.conflict(
                    "operation-not-ended",
                    "Operation " + id + " is " + operation.state() + "; wait until it has ended, or cancel it first.");
        }
        if (OperationEnd.succeeded(operation.counts()) == 0) {
            throw Problems.refused(
                    "nothing-to-revert",
                    "Operation " + id + " ended as " + operation.state()
                            + " and changed no row, so there is nothing to take back.");
        }
        OperationId reverted = new OperationId(id);
        transaction.executeWithoutResult(status -> requireFree(operations, reverted));
        return new BulkPlan.Revert(OperationSights.viewer(caller).acting(), reverted, usedRows);
    }

    /** The rows that a plan is about. */
    public TargetLines targets(BulkPlan.Revert plan) {
        return rows.apply(plan.reverted().value());
    }

    /** In the transaction that confirms: of two at once the second is told of the first. */
    static void check(RevertLinks links, BulkPlan plan) {
        if (plan instanceof BulkPlan.Revert revert) {
            requireFree(links, revert.reverted());
        }
    }

    /** In the transaction that takes up the failed rows of a revert; what another took back meanwhile is found unchanged. */
    static void checkNoneIsInWork(RevertLinks links, BulkPlan plan) {
        if (plan instanceof BulkPlan.Revert revert) {
            links.lockReverts(revert.reverted()).forEach(link -> requireDone(link, revert.reverted()));
        }
    }

    /** In the transaction that begins it, whether it was confirmed or takes up rows that failed. */
    static void link(RevertLinks links, OperationId id, BulkPlan plan) {
        if (plan instanceof BulkPlan.Revert revert) {
            links.link(id, revert.reverted());
        }
    }

    private static void requireFree(RevertLinks links, OperationId reverted) {
        for (RevertLinks.Link link : links.lockReverts(reverted)) {
            requireDone(link, reverted);
            if (link.isWhole()) {
                throw taken(
                        "already-reverted",
                        "Operation " + link.revert() + " took operation " + reverted
                                + " back already; revert that one to have the changes again.",
                        link.revert());
            }
        }
    }

    private static void requireDone(RevertLinks.Link link, OperationId reverted) {
        if (!link.done()) {
            throw taken(
                    "revert-in-work",
                    "Operation " + link.revert() + " is taking operation " + reverted
                            + " back just now; wait until it has ended.",
                    link.revert());
        }
    }

    private static ProblemException taken(String slug, String detail, OperationId by) {
        return new ProblemException(
                HttpStatus.CONFLICT,
                slug,
                "Conflict",
                detail,
                Map.of("operationId", by.toString(), "operation", "/api/v1/bulk-operations/" + by),
                List.of());
    }
}
