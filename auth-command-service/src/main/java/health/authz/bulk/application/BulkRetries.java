package health.authz.bulk.application;

import health.authz.authorization.application.AuthorizationIds;
import health.authz.bulk.application.BulkResults.ResultRow;
import health.authz.bulk.application.ControlledOperations.Failed;
import health.authz.bulk.application.ControlledOperations.Standing;
import health.authz.bulk.application.SubmittedOperations.Sent;
import health.authz.bulk.domain.Audience;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.ChunkAudiences;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Scope;
import health.authz.bulk.domain.Target;
import health.authz.events.OperationId;
import health.authz.events.authorization.ChangeReason;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationRetried;
import health.authz.platform.eventstore.Streams;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes a new operation of the rows of an ended one that failed or that nobody got to, once (ADR 18). The rows are frozen anew,
 * chunk by chunk, as a preview's are.
 */
public class BulkRetries {
    private final ControlledOperations controls;
    private final OperationSights sights;
    private final SubmittedOperations operations;
    private final PreparingPreviews previews;
    private final ConfirmationRules rules;
    private final OperationStarts starts;
    private final OperationEnds ends;
    private final Streams streams;
    private final int chunkRows;
    private final TransactionTemplate transaction;
    private final BulkSignal signal;
    private final Supplier<UUID> ids;
    private final Clock clock;

    BulkRetries(
            ControlledOperations controls,
            OperationSights sights,
            SubmittedOperations operations,
            PreparingPreviews previews,
            ConfirmationRules rules,
            OperationStarts starts,
            OperationEnds ends,
            Streams streams,
            int chunkRows,
            TransactionTemplate transaction,
            BulkSignal signal,
            Supplier<UUID> ids,
            Clock clock) {
        this.controls = controls;
        this.sights = sights;
        this.operations = operations;
        this.previews = previews;
        this.rules = rules;
        this.starts = starts;
        this.ends = ends;
        this.streams = streams;
        this.chunkRows = chunkRows;
        this.transaction = transaction;
        this.signal = signal;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param typedCount the rows that are retried, where the organisation wants them typed */
    public record Retry(
            @Nullable Long typedCount,
            ChangeReason reason,
            @Nullable String comment) {}

    /**
     * Takes up the failed rows of an operation; the same key with the same words answers the same operation again.
     *
     * @return the new operation's id
     * @throws ProblemException 403, 404, 409 or 422, and then nothing was made
     */
    public UUID retry(Caller caller, UUID id, @Nullable String idempotencyKey, Retry retry) {
        sights.requireAll(caller, id);
        OperationId made =
                Objects.requireNonNull(transaction.execute(status -> retryOnce(caller, id, idempotencyKey, retry)));
        signal.wake();
        return made.value();
    }

    private OperationId retryOnce(Caller caller, UUID id, @Nullable String key, Retry retry) {
        Instant now = clock.instant();
        OperationId fresh = AuthorizationIds.newOperation(now, ids.get());
        if (key != null) {
            String hash = BulkOperations.sha256(id + " " + retry);
            Optional<Sent> earlier = operations.take(caller.tenant(), caller.userId(), key, new Sent(hash, fresh), now);
            if (earlier.isPresent()) {
                return BulkOperations.sameAs(earlier.get(), hash);
            }
        }
        OperationFacts failed = retryable(caller, id).facts();
        long rows = controls.failedRows(failed.id());
        if (rows == 0) {
            throw Problems.refused(
                    "nothing-to-retry",
                    "No row of the operation failed and none was left out; there is nothing to retry.");
        }
        BulkPlan before = controls.plan(failed.id());
        Scope scope = OperationSights.viewer(caller).acting();
        BulkPlan plan = ofRows(before).within(scope);
        Reverts.checkNoneIsInWork(operations, plan);
        ConfirmationRules.Asked asked = rules.of(plan, rows);
        asked.check(retry.typedCount());
        Preview frozen = freeze(caller, failed.id(), before, plan, now);
        starts.start(caller, scope, fresh, frozen, retry.reason(), retry.comment(), asked, now);
        controls.retried(failed.id(), fresh);
        ends.append(failed, new BulkOperationRetried(failed.id(), fresh), failed.by(caller.userId()));
        return fresh;
    }

    private Standing retryable(Caller caller, UUID id) {
        Standing standing = controls.hold(caller.tenant(), id).orElseThrow(Problems::notFound);
        if (standing.facts().kind() == BulkKind.REVERT) {
            caller.require(Permission.AUTH_BULK_REVERT);
        }
        if (!standing.over()) {
            throw Problems.conflict(
                    "operation-not-ended",
                    "The operation has not ended, it is " + standing.state()
                            + "; wait for its end, or cancel it first.");
        }
        if (standing.retriedBy() != null) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    "already-retried",
                    "Conflict",
                    "The failed rows of this operation were taken up already, by operation " + standing.retriedBy()
                            + "; what failed there can be retried there.",
                    Map.of(
                            "operationId",
                            standing.retriedBy().toString(),
                            "operation",
                            "/api/v1/bulk-operations/" + standing.retriedBy()),
                    List.of());
        }
        return standing;
    }

    private static BulkPlan ofRows(BulkPlan plan) {
        return plan instanceof BulkPlan.Add add ? add.ofRows() : plan;
    }

    private Preview freeze(Caller caller, OperationId failed, BulkPlan before, BulkPlan plan, Instant now) {
        UUID id = ids.get();
        previews.begin(id, plan, now);
        Names names = new Names(id);
        SelectionFreeze freeze = new SelectionFreeze(previews, clock, id, plan, Long.MAX_VALUE, chunkRows, names::keep);
        for (Optional<Failed> chunk = controls.failedAfter(failed, 0);
                chunk.isPresent();
                chunk = controls.failedAfter(failed, chunk.get().lines().firstLine())) {
            freeze(chunk.get(), before, freeze, names);
        }
        freeze.end();
        previews.counted(id);
        return previews.find(caller.tenant(), caller.userId(), id).orElseThrow();
    }

    /**
     * A row that failed is decided on the state of now: whoever asks again was told about it. A row that nobody got to is
     * still held against what its person saw.
     */
    private void freeze(Failed chunk, BulkPlan before, SelectionFreeze freeze, Names names) {
        List<ResultRow> rows = BulkResults.rows(chunk.lines(), null);
        List<Audience> audiences = chunk.lines().audienceOfEach();
        Map<String, Long> now = before instanceof BulkPlan.Update ? placesOf(rows) : Map.of();
        for (int i = 0; i < rows.size(); i++) {
            ResultRow row = rows.get(i);
            if (isFailed(row.outcome())) {
                Target target = target(before, chunk.targets(), i);
                freeze.add(
                        row.outcome() == RowOutcome.NOT_PROCESSED
                                ? target
                                : target.seenAt(now.getOrDefault(target.id(), target.seq())));
                names.add(row, audiences == null ? null : audiences.get(i));
            }
        }
    }

    private Map<String, Long> placesOf(List<ResultRow> rows) {
        List<String> failed = rows.stream()
                .filter(row -> row.outcome() == RowOutcome.STALE || row.outcome() == RowOutcome.REJECTED)
                .map(ResultRow::authorizationId)
                .filter(Objects::nonNull)
                .map(id -> id.stringValue())
                .toList();
        return failed.isEmpty() ? Map.of() : streams.lastPlaces(failed);
    }

    private static boolean isFailed(RowOutcome outcome) {
        return outcome == RowOutcome.STALE || outcome == RowOutcome.REJECTED || outcome == RowOutcome.NOT_PROCESSED;
    }

    private static Target target(BulkPlan plan, List<Target> targets, int row) {
        int each = plan.rowsPerTarget();
        Target target = targets.get(row / each);
        return plan instanceof BulkPlan.Add add && !add.byRows()
                ? new Target(target.id(), add.members().get(row % each).code())
                : target;
    }

    /** Who the rows are, in the chunks of the targets, for those of them that nobody will get to either. */
    private final class Names {
        private final UUID preview;
        private final List<String> open = new ArrayList<>();
        private final List<Audience> audiences = new ArrayList<>();
        private int chunk;

        Names(UUID preview) {
            this.preview = preview;
        }

        /** @param audience as it was frozen the first time; {@code null} if that is not known */
        void add(ResultRow row, @Nullable Audience audience) {
            Map<String, @Nullable Object> name = new LinkedHashMap<>();
            name.put("clientId", row.clientId());
            name.put("billingCode", row.billingCode());
            name.put("authorizationId", row.authorizationId());
            open.add(Json.mapper().writeValueAsString(name));
            if (audience != null) {
                audiences.add(audience);
            }
        }

        void keep() {
            boolean isKnown = audiences.size() == open.size();
            previews.named(
                    preview, chunk++, String.join("\n", open), isKnown ? ChunkAudiences.ofKnown(audiences) : null);
            open.clear();
            audiences.clear();
        }
    }
}
