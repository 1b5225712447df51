package health.authz.bulk.application;

import health.authz.authorization.application.AuthorizationIds;
import health.authz.bulk.application.SubmittedOperations.Sent;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Scope;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.authorization.ChangeReason;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Confirms previews, once each, and tells how operations go. */
public class BulkOperations {
    private static final long LOOK_AGAIN_NANOS = 25_000_000;
    private final SubmittedOperations operations;
    private final OperationSights sights;
    private final ConfirmablePreviews previews;
    private final ConfirmationRules rules;
    private final OperationStarts starts;
    private final TransactionTemplate transaction;
    private final BulkSignal signal;
    private final Supplier<UUID> ids;
    private final Clock clock;

    BulkOperations(
            SubmittedOperations operations,
            OperationSights sights,
            ConfirmablePreviews previews,
            ConfirmationRules rules,
            OperationStarts starts,
            TransactionTemplate transaction,
            BulkSignal signal,
            Supplier<UUID> ids,
            Clock clock) {
        this.operations = operations;
        this.sights = sights;
        this.previews = previews;
        this.rules = rules;
        this.starts = starts;
        this.transaction = transaction;
        this.signal = signal;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a person confirms.
     *
     * @param expectedCount the preview's count, so that nobody confirms what they did not see
     * @param typedCount the rows that would change, where the organisation wants them typed
     */
    public record Confirmation(
            UUID previewId,
            long expectedCount,
            @Nullable Long typedCount,
            ChangeReason reason,
            @Nullable String comment) {
        /** The same words hash to the same, also where an earlier version took them in and knew no typed count. */
        String words() {
            return "Confirmation[previewId=" + previewId + ", expectedCount=" + expectedCount + ", reason=" + reason
                    + ", comment=" + comment + "]" + (typedCount == null ? "" : typedCount);
        }
    }

    /**
     * Makes the operation of a preview; the same key with the same words answers the same operation again.
     *
     * @throws ProblemException 404, 409, 410 or 422, and then nothing was used up
     */
    public Operation confirm(Caller caller, String idempotencyKey, Confirmation confirmation) {
        OperationId id = Objects.requireNonNull(
                transaction.execute(status -> confirmOnce(caller, idempotencyKey, confirmation)));
        signal.wake();
        return get(caller.tenant(), id.value());
    }

    private OperationId confirmOnce(Caller caller, String key, Confirmation confirmation) {
        Instant now = clock.instant();
        OperationId fresh = AuthorizationIds.newOperation(now, ids.get());
        String hash = sha256(confirmation.words());
        Optional<Sent> earlier = operations.take(caller.tenant(), caller.userId(), key, new Sent(hash, fresh), now);
        if (earlier.isPresent()) {
            return sameAs(earlier.get(), hash);
        }
        Preview preview = confirmable(caller, confirmation, now);
        Reverts.check(operations, preview.plan());
        Scope scope = preview.plan() instanceof BulkPlan.Revert
                ? OperationSights.viewer(caller).acting()
                : scope(caller);
        starts.start(
                caller, scope, fresh, preview, confirmation.reason(), confirmation.comment(), rules.of(preview), now);
        return fresh;
    }

    static OperationId sameAs(Sent earlier, String hash) {
        if (!earlier.bodyHash().equals(hash)) {
            throw Problems.refused(
                    "idempotency-key-reused",
                    "This Idempotency-Key was sent with another body before; take a new one.");
        }
        return earlier.operation();
    }

    private Preview confirmable(Caller caller, Confirmation confirmation, Instant now) {
        Preview preview = previews.lock(caller.tenant(), caller.userId(), confirmation.previewId())
                .orElseThrow(Problems::notFound);
        switch (preview.stateAt(now)) {
            case CONFIRMED -> throw alreadyConfirmed(preview);
            case PREPARING ->
                throw Problems.conflict(
                        "preview-not-ready", "The preview is still being prepared; wait until it is READY.");
            case FAILED -> throw Problems.conflict("preview-failed", "The preview failed; make a new one.");
            case EXPIRED ->
                throw Problems.gone("preview-expired", "The preview has expired; make a new one and look at it again.");
            case READY -> {}
        }
        if (preview.kind() == BulkKind.REVERT) {
            caller.require(Permission.AUTH_BULK_REVERT);
        }
        if (preview.plan() instanceof BulkPlan.Revert revert) {
            sights.requireAll(caller, revert.reverted().value());
        }
        if (preview.rows() != confirmation.expectedCount()) {
            throw Problems.conflict(
                    "count-differs",
                    "expectedCount is " + confirmation.expectedCount() + " and the preview counts " + preview.rows()
                            + "; look at the preview again and send its count.");
        }
        rules.of(preview).check(confirmation.typedCount());
        return preview;
    }

    private static ProblemException alreadyConfirmed(Preview preview) {
        return new ProblemException(
                HttpStatus.CONFLICT,
                "already-confirmed",
                "Conflict",
                "This preview was confirmed already; its operation is " + preview.operationId() + ".",
                Map.of(
                        "operationId",
                        String.valueOf(preview.operationId()),
                        "operation",
                        "/api/v1/bulk-operations/" + preview.operationId()),
                List.of());
    }

    /** What the caller's token lets through, as it is kept with the rows. */
    public static Scope scope(Caller caller) {
        return new Scope(
                caller.tenant(),
                caller.userId(),
                caller.divisions().all(),
                caller.divisions().ids(),
                caller.clients() == Caller.ClientScope.ASSIGNED,
                caller.may(Permission.AUTH_SPECIAL));
    }

    /** @throws ProblemException 404 if the organisation has none with this id */
    public Operation get(TenantId tenant, UUID id) {
        return operations.find(tenant, id).orElseThrow(Problems::notFound);
    }

    /** Looks again until it has ended, or waits for somebody, or the time is over. */
    public Operation await(TenantId tenant, UUID id, long seconds) {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        Operation operation = get(tenant, id);
        while (!operation.done()
                && !operation.awaitsApproval()
                && System.nanoTime() < until
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            operation = get(tenant, id);
        }
        return operation;
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
