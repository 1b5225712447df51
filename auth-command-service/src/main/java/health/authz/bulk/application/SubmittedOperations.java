package health.authz.bulk.application;

import health.authz.bulk.domain.Viewer;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Operations as people submit them and look at them. */
interface SubmittedOperations extends RevertLinks {
    /** What was sent under a key. */
    record Sent(String bodyHash, OperationId operation) {}

    /**
     * Takes a key for what is sent now; waits for whoever is just taking the same.
     *
     * @return what was sent under it before; empty if the key is the sender's from now on
     */
    Optional<Sent> take(TenantId tenant, UserId user, String key, Sent sent, Instant now);

    /** Keeps an operation with the chunks of its preview, all of them waiting. */
    void begin(Operations.Open operation, Preview preview, @Nullable String comment);

    Optional<Operation> find(TenantId tenant, UUID id);

    /** Those of which the viewer sees something, each whole; newest first. */
    List<Operation> page(TenantId tenant, Viewer viewer, @Nullable Instant before, @Nullable UUID beforeId, int most);

    /** Those that wait for a second person who is not this one and of which the viewer sees something; oldest first. */
    List<Operation> awaiting(TenantId tenant, Viewer viewer, UserId notOf, int most);

    /** Of which the viewer sees something. */
    long count(TenantId tenant, Viewer viewer);
}
