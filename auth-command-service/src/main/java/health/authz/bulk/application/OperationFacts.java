package health.authz.bulk.application;

import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.platform.eventstore.EventMetadata;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whose operation it is and where it came from; what its own events need, whether its plan can be read or not. */
record OperationFacts(
        OperationId id,
        TenantId tenant,
        BulkKind kind,
        UserId submittedBy,
        Instant submittedAt,
        String correlationId,
        @Nullable String traceParent) {
    EventMetadata metadata() {
        return by(submittedBy);
    }

    EventMetadata by(UserId actor) {
        return by(actor.value());
    }

    /** @param actor a user's id, or the name of the process that acted */
    EventMetadata by(String actor) {
        return new EventMetadata(tenant, actor, id, correlationId, id.toString(), traceParent);
    }
}
