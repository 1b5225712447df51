package health.authz.bulk.application;

import health.authz.authorization.application.AuthorizationIds;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Scope;
import health.authz.events.OperationId;
import health.authz.events.authorization.ChangeReason;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationSubmitted;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.eventstore.NewEvent;
import health.authz.platform.eventstore.Streams;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Correlation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the operation of a frozen selection, with its first events, in the caller's transaction. */
class OperationStarts {
    private final SubmittedOperations operations;
    private final ConfirmablePreviews previews;
    private final BulkApprovals approvals;
    private final Streams streams;
    private final AuthorizationIds ids;

    OperationStarts(
            SubmittedOperations operations,
            ConfirmablePreviews previews,
            BulkApprovals approvals,
            Streams streams,
            AuthorizationIds ids) {
        this.operations = operations;
        this.previews = previews;
        this.approvals = approvals;
        this.streams = streams;
        this.ids = ids;
    }

    /**
     * @param scope whose clients the rows are decided for
     * @param asked what the organisation wants to be asked for so many rows
     */
    OperationFacts start(
            Caller caller,
            Scope scope,
            OperationId id,
            Preview preview,
            ChangeReason reason,
            @Nullable String comment,
            ConfirmationRules.Asked asked,
            Instant now) {
        BulkPlan plan = preview.plan().within(scope);
        Operations.Open operation = new Operations.Open(
                id,
                caller.tenant(),
                plan.kind(),
                plan,
                ids.newestKey(),
                reason,
                caller.userId(),
                now,
                Correlation.current(),
                Correlation.traceParent());
        operations.begin(operation, preview, comment);
        Reverts.link(operations, id, plan);
        BulkPlan.Add add = plan instanceof BulkPlan.Add adding ? adding : null;
        streams.append(List.of(new NewEvent(
                OperationEnds.STREAM,
                id.toString(),
                0,
                new BulkOperationSubmitted(
                        id,
                        caller.tenant(),
                        plan.kind(),
                        preview.id(),
                        preview.rows(),
                        String.valueOf(preview.digest()),
                        reason,
                        caller.userId(),
                        add == null ? null : add.groupId(),
                        add == null ? null : add.groupVersion()),
                EventMetadata.of(caller).within(id))));
        if (asked.fourEyes()) {
            approvals.ask(operation.facts(), asked.rows(), now);
        }
        previews.confirmed(preview.id(), id.value());
        return operation.facts();
    }
}
