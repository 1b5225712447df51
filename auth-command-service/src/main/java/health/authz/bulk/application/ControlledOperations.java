package health.authz.bulk.application;

import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Target;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.authorization.ChangeReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Operations as people who are in control of them take hold of them. */
interface ControlledOperations {
    /**
     * Where an operation stands, whoever waits for it.
     *
     * @param state as it is kept
     * @param over whether it has ended
     * @param retriedBy the operation that took its failed rows up
     */
    record Standing(
            OperationFacts facts,
            String state,
            boolean over,
            @Nullable UUID retriedBy) {}

    /** Locks an operation of the organisation until the transaction ends. */
    Optional<Standing> hold(TenantId tenant, UUID id);

    /** Nobody begins a chunk of it any more. */
    void cancelling(OperationId id, UserId by);

    /** What a second person decided. */
    record Verdict(
            String decision,
            UserId by,
            Instant at,
            ChangeReason reason,
            @Nullable String comment) {}

    /** It waits for a second person from now on. */
    void await(OperationId id, long rows, Instant expiresAt);

    Instant expiresAt(OperationId id);

    void decided(OperationId id, Verdict verdict);

    /** It may be executed. */
    void released(OperationId id);

    /**
     * A chunk with rows that can be asked for again.
     *
     * @param targets of all its rows, in their order
     */
    record Failed(Operations.Lines lines, List<Target> targets) {}

    BulkPlan plan(OperationId id);

    /** How many rows of it can be asked for again. */
    long failedRows(OperationId id);

    /** The first chunk with such rows whose lines begin behind this one. */
    Optional<Failed> failedAfter(OperationId id, long line);

    /** The one takes up the failed rows of the other. */
    void retried(OperationId id, OperationId by);

    /** Those that wait and whose time is over. */
    List<OperationFacts> due(Instant now);
}
