package health.authz.bulk.application;

import health.authz.bulk.domain.Scope;
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
     */
    record Standing(OperationFacts facts, String state, boolean over) {}

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

    /** What its requester saw. */
    Scope scope(OperationId id);

    void decided(OperationId id, Verdict verdict);

    /** It may be executed. */
    void released(OperationId id);

    /** Those that wait and whose time is over. */
    List<OperationFacts> due(Instant now);
}
