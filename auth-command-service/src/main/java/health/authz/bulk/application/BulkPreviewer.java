package health.authz.bulk.application;

import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.ChunkAudiences;
import health.authz.bulk.domain.CommonChanges;
import health.authz.bulk.domain.DecidedRow;
import health.authz.bulk.domain.PreviewSummary;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Safeguards;
import health.authz.bulk.domain.SameUnits;
import health.authz.bulk.domain.Target;
import health.authz.bulk.domain.UnitSums;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.platform.eventstore.WrittenByLaterVersion;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Makes previews: freezes the selection, decides its chunks by the code that executes them, appends nothing.
 *
 * <p>Chunks are decided by the workers from what PostgreSQL holds, so a preview outlives the process that took it in.
 * Only the caller's token stays in memory; a preview whose process died is answered without the alert forecast.
 */
public class BulkPreviewer {
    private static final Logger log = LoggerFactory.getLogger(BulkPreviewer.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration VALID = Duration.ofMinutes(15);
    private static final Duration ORPHANED_AFTER = Duration.ofSeconds(10);
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(2);
    private static final int SAMPLE_ROWS = 10;
    private static final int NAMED_MAX = 10;
    private static final String SAME_UNITS = "SAME_UNITS_MANY_CODES";
    private final PreparingPreviews previews;
    private final ChunkDecider decider;
    private final SelectionLines selections;
    private final ForeseenAlerts forecast;
    private final ToLongFunction<TenantId> rowsMax;
    private final int chunkRows;
    private final TransactionTemplate transaction;
    private final Executor freezing;
    private final BulkSignal signal;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final Map<UUID, Waiting> waiting = new ConcurrentHashMap<>();

    BulkPreviewer(
            PreparingPreviews previews,
            ChunkDecider decider,
            SelectionLines selections,
            ForeseenAlerts forecast,
            ToLongFunction<TenantId> rowsMax,
            int chunkRows,
            TransactionTemplate transaction,
            Executor freezing,
            BulkSignal signal,
            Supplier<UUID> ids,
            Clock clock) {
        this.previews = previews;
        this.decider = decider;
        this.selections = selections;
        this.forecast = forecast;
        this.rowsMax = rowsMax;
        this.chunkRows = chunkRows;
        this.transaction = transaction;
        this.freezing = freezing;
        this.signal = signal;
        this.ids = ids;
        this.clock = clock;
    }

    /** Somebody waits here for a preview; the token serves its one question to another service. */
    private record Waiting(String bearerToken, CompletableFuture<Boolean> done) {}

    /**
     * Freezes and begins; waits up to 5 s for the answer.
     *
     * @param selection JSON object as the list's selection routes take it
     * @param consistentWith a token that the list is not to be older than; {@code null} = none but the organisation's own changes
     * @throws ProblemException what refuses the selection, if that shows in time
     */
    public Preview create(Caller caller, BulkPlan plan, String selection, @Nullable String consistentWith) {
        UUID id = ids.get();
        CompletableFuture<Boolean> done = begin(id, caller, plan, selection, consistentWith);
        previews.selects(id, SelectedRows.of(what(plan), selection));
        return answered(id, plan, done);
    }

    private static String what(BulkPlan plan) {
        return plan instanceof BulkPlan.Add ? "clients" : "authorizations";
    }

    /**
     * Freezes these targets and begins; waits up to 5 s for the answer.
     *
     * @throws ProblemException what refuses the targets, if that shows in time
     */
    public Preview create(Caller caller, BulkPlan plan, TargetLines targets) {
        UUID id = ids.get();
        return answered(id, plan, begin(id, caller, plan, targets));
    }

    /**
     * Takes targets in from somebody who waits, then freezes them and begins; waits up to 5 s for the answer.
     *
     * @throws ProblemException what refuses the targets, and then there is no preview
     */
    Preview create(Caller caller, BulkPlan plan, TargetIntake intake) {
        UUID id = ids.get();
        CompletableFuture<Boolean> done = begun(id, caller, plan);
        TargetIntake.Taken taken;
        try {
            taken = intake.take(id);
            previews.replan(id, taken.plan());
        } catch (RuntimeException refused) {
            fail(id, refused instanceof ProblemException problem ? problem : interrupted());
            throw refused;
        }
        freezing.execute(() -> freeze(id, taken.plan(), taken.targets()));
        return answered(id, plan, done);
    }

    private CompletableFuture<Boolean> begun(UUID id, Caller caller, BulkPlan plan) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        waiting.put(id, new Waiting(caller.bearerToken(), done));
        try {
            previews.begin(id, plan, clock.instant());
        } catch (RuntimeException refused) {
            waiting.remove(id);
            throw refused;
        }
        return done;
    }

    private static ProblemException interrupted() {
        return Problems.unavailable("preview-interrupted", "The preview broke off; make it again.");
    }

    private Preview answered(UUID id, BulkPlan plan, CompletableFuture<Boolean> done) {
        try {
            done.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException takesLonger) {
            log.debug("preview {} takes longer than its first answer", id);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof ProblemException problem
                    ? problem
                    : new IllegalStateException("preview " + id + " failed", failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Problems.unavailable("stopping", "The service is stopping; try again in a moment.");
        }
        return get(plan.scope().tenant(), plan.scope().user(), id);
    }

    /** Freezes and begins. @return done once the preview is answered */
    CompletableFuture<Boolean> begin(
            UUID id, Caller caller, BulkPlan plan, String selection, @Nullable String consistentWith) {
        SelectionLines.Asked asked = new SelectionLines.Asked(id, caller, what(plan), selection, consistentWith);
        return begin(id, caller, plan, (atLeast, each) -> selections.read(asked, atLeast, each));
    }

    /** Freezes these and begins. @return done once the preview is answered */
    CompletableFuture<Boolean> begin(UUID id, Caller caller, BulkPlan plan, TargetLines targets) {
        CompletableFuture<Boolean> done = begun(id, caller, plan);
        freezing.execute(() -> freeze(id, plan, targets));
        return done;
    }

    /** @throws ProblemException 404 unless the caller made it */
    public Preview get(TenantId tenant, UserId maker, UUID id) {
        return previews.find(tenant, maker, id).orElseThrow(Problems::notFound);
    }

    public Instant now() {
        return clock.instant();
    }

    private Optional<String> items(UUID preview, int chunk) {
        return previews.items(preview, chunk);
    }

    /** The organisation's limit; none for a revert, which undoes what was within it. */
    private long rowsMax(BulkPlan plan) {
        return plan instanceof BulkPlan.Revert
                ? Long.MAX_VALUE
                : rowsMax.applyAsLong(plan.scope().tenant());
    }

    private void freeze(UUID id, BulkPlan plan, TargetLines targets) {
        try {
            SelectionFreeze freeze =
                    new SelectionFreeze(previews, clock, id, plan, rowsMax(plan), chunkRows, signal::wake);
            targets.read(freeze::expect, freeze::add);
            freeze.end();
            signal.wake();
        } catch (ProblemException refused) {
            fail(id, refused);
        } catch (RuntimeException broken) {
            log.error("preview {} could not be frozen", id, broken);
            fail(id, interrupted());
        }
    }

    /** Where the store is away too, the preview is given up later; whoever waits is told now. */
    private void fail(UUID id, ProblemException problem) {
        Waiting waits = waiting.remove(id);
        try {
            previews.failed(id, Json.mapper().writeValueAsString(problem(problem)));
        } catch (DataAccessException | TransactionException away) {
            log.warn(
                    "preview {} failed and could not be marked so: {}",
                    id,
                    away.getClass().getSimpleName());
        }
        if (waits != null) {
            waits.done().completeExceptionally(problem);
        }
    }

    private static Map<String, Object> problem(ProblemException problem) {
        return Map.of(
                "type", "/problems/" + problem.slug(),
                "title", problem.title(),
                "status", problem.status().value(),
                "detail", problem.detail(),
                "errors", problem.errors());
    }

    /** Decides one waiting chunk, or answers complete previews. @return whether there was something to do */
    boolean work() {
        AtomicReference<UUID> of = new AtomicReference<>();
        try {
            boolean decided = Boolean.TRUE.equals(transaction.execute(status -> decideNext(of)));
            if (!decided) {
                previews.complete().forEach(id -> {
                    of.set(id);
                    finish(id);
                });
            }
            return decided;
        } catch (DataAccessException | TransactionException store) {
            throw store;
        } catch (RuntimeException broken) {
            giveUp(of.get(), broken);
            return true;
        }
    }

    /** A preview that cannot be decided or answered, as a later version wrote some of it, must not bar all others. */
    private void giveUp(@Nullable UUID id, RuntimeException broken) {
        if (id == null) {
            throw broken;
        }
        log.error("preview {} is given up", id, broken);
        fail(id, broken instanceof WrittenByLaterVersion later ? later : interrupted());
    }

    private boolean decideNext(AtomicReference<UUID> of) {
        Optional<Previews.Chunk> next = previews.lockNextOpen();
        next.ifPresent(chunk -> {
            of.set(chunk.preview());
            List<Target> targets = chunk.targets().get();
            List<DecidedRow> rows = decider.decide(chunk.plan().get(), targets, null);
            previews.prepared(
                    chunk,
                    PreviewSummary.of(rows),
                    RowLines.items(rows, targets),
                    ChunkAudiences.of(rows),
                    clock.instant());
        });
        return next.isPresent();
    }

    private void finish(UUID id) {
        Waiting waits = waiting.get(id);
        if (waits == null && !previews.untouchedSince(id, clock.instant().minus(ORPHANED_AFTER))) {
            return;
        }
        transaction.executeWithoutResult(
                status -> previews.lockComplete(id).ifPresent(preview -> answer(preview, waits)));
        tellOver(List.of(id));
    }

    /** Whoever waits for what is over, whichever instance answered it; their token is needed no longer. */
    private void tellOver(Collection<UUID> ids) {
        for (UUID id : previews.over(ids)) {
            Waiting waits = waiting.remove(id);
            if (waits != null) {
                waits.done().complete(true);
            }
        }
    }

    private void answer(Preview preview, @Nullable Waiting waits) {
        PreviewSummary summary = previews.summary(preview.id());
        Map<String, Long> warnings = summary.allWarnings();
        long refusals = preview.plan().allOrNothing()
                ? summary.outcome(RowOutcome.STALE) + summary.outcome(RowOutcome.REJECTED)
                : 0;
        if (refusals > 0) {
            warnings.put("REFUSES_ALL", refusals);
        }
        Set<String> sameUnits = SameUnits.codes(preview.plan(), summary);
        if (!sameUnits.isEmpty()) {
            warnings.put(SAME_UNITS, (long) sameUnits.size());
        }
        if (preview.list() == ListFreshness.MAY_BE_BEHIND) {
            warnings.put("LIST_MAY_BE_BEHIND", preview.rows());
        }
        Object alerts = List.of();
        if (!summary.candidates().isEmpty()) {
            Optional<JsonNode> told =
                    waits == null ? Optional.empty() : forecast.of(summary.candidates(), waits.bearerToken());
            if (told.isPresent()) {
                alerts = told.get();
            } else {
                warnings.put(
                        "ALERT_FORECAST_UNAVAILABLE",
                        summary.candidates().stream()
                                .mapToLong(PreviewSummary.Candidate::count)
                                .sum());
            }
        }
        String answer = Json.mapper().writeValueAsString(answer(preview, summary, warnings, alerts));
        previews.counted(preview.id());
        previews.ready(preview.id(), answer, clock.instant(), VALID);
    }

    private Map<String, @Nullable Object> answer(
            Preview preview, PreviewSummary summary, Map<String, Long> warnings, Object alerts) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        Map<String, Long> outcomes = new LinkedHashMap<>();
        for (RowOutcome outcome : RowOutcome.DECIDED) {
            outcomes.put(outcome.inPreview(), summary.outcome(outcome));
        }
        answer.put("outcomes", outcomes);
        answer.put("clients", summary.clients().size());
        if (preview.plan().allOrNothing()) {
            answer.put("refusesAll", warnings.containsKey("REFUSES_ALL"));
        }
        answer.put("rejectedByReason", counted(summary.rejected()));
        answer.put("warnings", named(warnings, preview, summary));
        answer.put("changes", CommonChanges.of(summary.changes()));
        answer.put("payers", payers(summary.payers()));
        answer.put("previousEnded", summary.previousEnded());
        answer.put("alerts", alerts);
        UnitSums units = summary.units();
        if (units != null && (units.overridden() > 0 || Safeguards.overridesUnits(preview.plan()))) {
            answer.put(ConfirmationRules.UNITS, units(units));
        }
        answer.put("sample", sample(preview.id()));
        return answer;
    }

    private static List<Map<String, Object>> payers(Map<String, Long> payers) {
        return payers.entrySet().stream()
                .map(entry -> Map.<String, Object>of("payerId", entry.getKey(), "count", entry.getValue()))
                .toList();
    }

    /** Counted, and those that are about codes or clients with the first of them. */
    private static List<Map<String, Object>> named(
            Map<String, Long> warnings, Preview preview, PreviewSummary summary) {
        List<Map<String, Object>> named = new ArrayList<>();
        for (Map<String, Object> warning : counted(warnings)) {
            Map<String, Object> with = new LinkedHashMap<>(warning);
            if (SAME_UNITS.equals(warning.get("type"))) {
                with.put("codes", first(SameUnits.codes(preview.plan(), summary)));
            }
            if (PreviewSummary.MANY_CLIENTS.equals(warning.get("type"))) {
                with.put("clients", first(summary.clientsOfOneNumber()));
            }
            named.add(with);
        }
        return named;
    }

    private static List<String> first(Set<String> all) {
        return all.stream().limit(NAMED_MAX).toList();
    }

    static List<Map<String, Object>> counted(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> Map.<String, Object>of("type", entry.getKey(), "count", entry.getValue()))
                .toList();
    }

    private static Map<String, Object> units(UnitSums sums) {
        return Map.of(
                "before",
                Map.of("allottedUnits", sums.allottedBefore(), "remainingUnits", sums.remainingBefore()),
                "after",
                Map.of("allottedUnits", sums.allottedAfter(), "remainingUnits", sums.remainingAfter()));
    }

    /** The first rows of the first chunk that would change. */
    private List<JsonNode> sample(UUID id) {
        List<JsonNode> sample = new ArrayList<>(SAMPLE_ROWS);
        items(id, 0).ifPresent(lines -> lines.lines()
                .filter(line -> line.contains("\"WOULD_"))
                .limit(SAMPLE_ROWS)
                .forEach(line -> sample.add(Json.mapper().readTree(line))));
        return sample;
    }

    /** Gives up previews whose selection was being read by a process that is gone; forgets who waits for what is over. */
    void giveUpAbandoned() {
        if (!waiting.isEmpty()) {
            tellOver(List.copyOf(waiting.keySet()));
        }
        for (UUID id : previews.abandoned(clock.instant().minus(ABANDONED_AFTER))) {
            if (!waiting.containsKey(id)) {
                fail(id, interrupted());
            }
        }
    }
}
