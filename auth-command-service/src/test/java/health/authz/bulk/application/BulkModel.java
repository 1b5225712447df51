package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import health.authz.authorization.application.AuthorizationIds;
import health.authz.authorization.application.AuthorizationStream;
import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.AddPolicies.OnExisting;
import health.authz.authorization.domain.AddPolicies.OnOverlap;
import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.AuthorizationCommand;
import health.authz.authorization.domain.AuthorizationDecisions;
import health.authz.authorization.domain.ClientFacts;
import health.authz.authorization.domain.CodeFacts;
import health.authz.authorization.domain.Decision;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.authorization.domain.NoteState;
import health.authz.authorization.domain.PatchAuthorization;
import health.authz.authorization.domain.PutNote;
import health.authz.authorization.domain.RequestedValues;
import health.authz.authorization.domain.Standing;
import health.authz.authorization.domain.UsedRows;
import health.authz.bulk.application.ModelSteps.Step;
import health.authz.bulk.application.RowsReference.Ask;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Safeguards;
import health.authz.bulk.domain.Target;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.ClientId;
import health.authz.events.NoteId;
import health.authz.events.OperationId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.UserId;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.eventstore.ConcurrentChange;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.eventstore.StoredEvent;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One run of the model: two processes of the service over one store, people who preview, confirm, put notes and patch,
 * records that arrive, processes that die. What happened is told to the reference row by row, in the order in which the
 * store let it count, and in the end both must say the same.
 */
final class BulkModel {
    static final AuthorizationIds IDS = new AuthorizationIds(Map.of(1, "of-the-model"));
    private static final TenantId TENANT = new TenantId("t-1");
    private static final int CHUNK_ROWS = 6;
    private static final int TURNS_MAX = 40_000;
    private static final List<String> CLIENTS = List.of("c-1", "c-2", "c-3", "c-4", "c-5", "c-6");
    private static final List<String> CODES = List.of("H1", "H2", "H3");
    private static final BillingCodeGroupId GROUP = new BillingCodeGroupId(new UUID(0, 7));
    private static final Caller ANNA =
            caller("anna", Set.of(), Permission.AUTH_BULK, Permission.AUTH_BULK_REVERT, Permission.AUTH_SPECIAL);
    private static final Caller BEN = caller("ben", Set.of("d-1"), Permission.AUTH_BULK, Permission.AUTH_BULK_REVERT);
    /** Looks at what others ask for. */
    private static final Caller CLARA = caller("clara", Set.of(), Permission.AUTH_BULK);

    private static final Duration APPROVAL_FOR = Duration.ofSeconds(900);
    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();

    /** In one run of three a second person is wanted for more rows than this. */
    private final Long fourEyesAbove;

    private final ThreadLocal<Boolean> deciding = ThreadLocal.withInitial(() -> false);
    private final ModelSchedule schedule;
    private final ModelStore store;
    private final MemoryStreams streams;
    private final MemoryFacts facts;
    private final MemorySnapshots snapshots;
    private final MemoryPreviews previews;
    private final MemoryOperations operations;
    private final TransactionTemplate transaction;
    private final RowsReference reference = new RowsReference();
    private final Map<String, Map<String, List<String>>> expected = new HashMap<>();
    /** Adds that are decided, under their clients' locks, and that nobody else can see yet. */
    private final Set<String> uncommitted = new HashSet<>();

    private final Map<UUID, Asked> asked = new LinkedHashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final Set<UUID> cancelled = new HashSet<>();
    private final Map<Integer, Service> services = new HashMap<>();
    private final List<String> trace = new ArrayList<>();
    private final Random ids;
    private final MovingClock clock = new MovingClock();
    private int turns;
    private int notes;

    private BulkModel(long seed, Fault fault) {
        fourEyesAbove = seed % 3 == 0 ? 6L : null;
        schedule = new ModelSchedule(new Random(seed));
        ids = new Random(~seed);
        store = new ModelStore(schedule, fault == Fault.TEARS_WHAT_DIES);
        streams = new MemoryStreams(store, fault);
        facts = new MemoryFacts(store, fault);
        snapshots = new MemorySnapshots(store, fault);
        previews = new MemoryPreviews(store, fault, this::whenPrepared) {
            @Override
            public void failed(UUID id, String problem) {
                if (deciding.get()) {
                    throw new AssertionError("the engine could not decide preview " + id + ": " + problem);
                }
                super.failed(id, problem);
            }
        };
        operations = new MemoryOperations(store, previews, fault, this::whenDone);
        transaction = new TransactionTemplate(store);
    }

    /** What somebody asked, and the rows that the list gave for it. */
    private record Asked(Caller by, BulkPlan plan, Ask ask, List<Target> targets) {}

    /** A confirmation with its answer: an operation, or the slug of a problem; neither where the connection broke. */
    private static final class Sent {
        private final UUID preview;
        private final Caller by;
        private final String key;
        private final boolean rightCount;
        private final int begun;
        private UUID operation;
        private String problem;
        private int answered = Integer.MAX_VALUE;

        Sent(UUID preview, Caller by, String key, boolean rightCount, int begun) {
            this.preview = preview;
            this.by = by;
            this.key = key;
            this.rightCount = rightCount;
            this.begun = begun;
        }
    }

    /** What a process has in memory. */
    private record Service(
            BulkExecution execution,
            BulkPreviewer previewer,
            BulkOperations operations,
            BulkCancel cancel,
            BulkApprovals approvals,
            BulkRetries retries,
            WaitingOperations waiting) {}

    static final class MovingClock extends Clock {
        private Instant now = Instant.parse("2026-12-05T10:00:00Z");
        private long moves;

        void move(Duration by) {
            now = now.plus(by);
            moves++;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }
    }

    /** How a run ended. @param failure empty where both said the same */
    record Result(Optional<Throwable> failure, List<String> trace) {}

    static Result run(long seed, List<Step> steps, Fault fault) {
        BulkModel model = new BulkModel(seed, fault);
        try {
            model.begin();
            steps.forEach(model::take);
            model.rest();
            model.compare();
            return new Result(Optional.empty(), model.trace);
        } catch (AssertionError | RuntimeException noticed) {
            return new Result(Optional.of(noticed), model.trace);
        } finally {
            model.schedule.killAll();
        }
    }

    private static Caller caller(String user, Set<String> divisions, Permission... permissions) {
        return new Caller(
                TENANT,
                new UserId(user),
                Set.of(permissions),
                new Caller.DivisionScope(divisions.isEmpty(), divisions),
                Caller.ClientScope.ALL,
                "token");
    }

    private void begin() {
        schedule.start(0, () -> {
            for (String id : CLIENTS) {
                boolean odd = id.charAt(2) % 2 == 1;
                put(client(id, true, odd ? "d-1" : "d-2", id.equals("c-6") ? List.of("p-1") : List.of("p-1", "p-2")));
            }
            facts.put(new CodeFacts(new BillingCode("H1"), true, false, units(10)), 0);
            facts.put(new CodeFacts(new BillingCode("H2"), true, false, null), 0);
            facts.put(new CodeFacts(new BillingCode("H3"), true, true, null), 0);
        });
        rest();
        restart(1);
        restart(2);
    }

    private static Units units(int number) {
        return new Units(BigDecimal.valueOf(number));
    }

    private static health.authz.directory.ClientFacts client(
            String id, boolean active, String division, List<String> payers) {
        return new health.authz.directory.ClientFacts(
                new ClientId(id),
                active,
                null,
                List.of(division),
                payers.stream().map(PayerId::new).toList(),
                List.of(),
                ZoneOffset.UTC,
                "Example, Erin");
    }

    private void put(health.authz.directory.ClientFacts client) {
        facts.put(client, () -> reference.clients.put(client.id().value(), plain(client)));
    }

    private static Map<String, Object> plain(health.authz.directory.ClientFacts client) {
        return Map.of(
                "active",
                client.active(),
                "division",
                client.divisionIds().getFirst(),
                "payers",
                client.payerIds().stream().map(PayerId::value).toList());
    }

    private static Map<String, Object> plain(Object seen) {
        if (seen == null) {
            return null;
        }
        CodeFacts code = (CodeFacts) seen;
        Map<String, Object> plain = new TreeMap<>(Map.of("active", code.active(), "unmanaged", code.unmanaged()));
        plain.put("units", number(code.defaultUnits()));
        return plain;
    }

    private static Integer number(Units units) {
        return units == null ? null : units.value().intValueExact();
    }

    /** The process begins anew, with nothing in memory. */
    private void restart(int process) {
        schedule.kill(process);
        BulkSignal signal = new BulkSignal();
        ChunkDecider decider = new ChunkDecider(facts, facts, facts, facts, streams, snapshots, IDS, clock);
        ConfirmationRules rules = new ConfirmationRules(tenant -> new Safeguards(null, fourEyesAbove));
        OperationEnds ends = new OperationEnds(operations, streams, transaction, METERS, clock);
        OperationSights sights = new OperationSights(operations, operations);
        BulkApprovals approvals = new BulkApprovals(
                operations,
                sights,
                operations,
                ends,
                (tenant, user) -> false,
                transaction,
                signal,
                APPROVAL_FOR,
                METERS,
                clock);
        OperationStarts starts = new OperationStarts(operations, previews, approvals, streams, IDS);
        WaitingOperations waiting = new WaitingOperations(clock);
        Service service = new Service(
                new BulkExecution(
                        operations, ends, decider, streams, facts, snapshots, transaction, METERS, clock, waiting),
                new BulkPreviewer(
                        previews,
                        decider,
                        this::select,
                        (candidates, token) -> Optional.empty(),
                        tenant -> 1_000,
                        CHUNK_ROWS,
                        transaction,
                        work -> schedule.start(process, work),
                        signal,
                        this::nextId,
                        clock),
                new BulkOperations(
                        operations, sights, previews, rules, starts, transaction, signal, this::nextId, clock),
                new BulkCancel(operations, sights, operations, ends, transaction, signal),
                approvals,
                new BulkRetries(
                        operations,
                        sights,
                        operations,
                        previews,
                        rules,
                        starts,
                        ends,
                        streams,
                        CHUNK_ROWS,
                        transaction,
                        signal,
                        this::nextId,
                        clock),
                waiting);
        services.put(process, service);
        schedule.start(process, () -> work(service));
        schedule.start(process, () -> prepare(service));
    }

    private UUID nextId() {
        return new UUID(ids.nextLong(), ids.nextLong());
    }

    private void work(Service service) {
        while (true) {
            long before = store.changes() + clock.moves;
            try {
                service.approvals().expireDue();
                boolean worked = service.execution().work();
                assertThat(service.waiting().reasons())
                        .filteredOn(reason -> !reason.equals(WaitingOperations.OTHERS))
                        .as("the engine could not go on")
                        .isEmpty();
                if (worked) {
                    continue;
                }
            } catch (PessimisticLockingFailureException deadlock) {
                trace("a worker lost a deadlock");
                continue;
            }
            schedule.await(() -> store.changes() + clock.moves != before && operations.isBusy());
        }
    }

    private void prepare(Service service) {
        while (true) {
            long before = store.changes() + clock.moves;
            deciding.set(true);
            boolean worked = service.previewer().work();
            deciding.set(false);
            if (!worked) {
                service.previewer().giveUpAbandoned();
                schedule.await(() -> store.changes() + clock.moves != before && previews.isBusy());
            }
        }
    }

    private void trace(String what) {
        trace.add(what);
    }

    private void take(Step step) {
        Random random = new Random(step.seed());
        int process = 1 + random.nextInt(2);
        switch (step.kind()) {
            case FIRST_ADD -> preview(process, add(ANNA, ModelSteps.plainAdd(), List.of("H1", "H3"), random), random);
            case PREVIEW_ADD -> preview(process, anyAdd(random), random);
            case PREVIEW_UPDATE -> preview(process, anyUpdate(random), random);
            case PREVIEW_REVERT -> anyRevert(random).ifPresent(what -> previewRevert(process, what));
            case CONFIRM -> confirm(process, random);
            case CANCEL -> cancel(process, random);
            case RETRY -> retry(process, random);
            case APPROVE -> approve(process, random);
            case NOTE -> note(process, random);
            case PATCH -> patch(process, random);
            case CLIENT -> changeClient(random);
            case CODE -> changeCode(random);
            case CRASH -> {
                trace("process " + process + " dies and starts again");
                restart(process);
            }
            case CLOCK -> {
                Duration by = Duration.ofSeconds(ModelSteps.any(random, List.of(1, 20, 200, 1_000)));
                trace("the clock moves by " + by);
                clock.move(by);
            }
            case REST -> rest();
        }
        for (int turn = 0; turn < step.turns() && turn(); turn++) {}
    }

    private boolean turn() {
        if (++turns > TURNS_MAX) {
            fail("it never ends");
        }
        return schedule.step();
    }

    /** Until nothing is left to do; what only time can end is given time. */
    private void rest() {
        for (int round = 0; round < 4; round++) {
            while (turn()) {}
            if (!previews.isBusy() && !operations.awaitsSomebody()) {
                break;
            }
            clock.move(operations.awaitsSomebody() ? APPROVAL_FOR.plusSeconds(1) : Duration.ofSeconds(121));
        }
    }

    // ---- people

    private Asked add(Caller by, Map<String, Object> values, List<String> codes, Random random) {
        boolean skipDuplicates = random.nextInt(4) > 0;
        boolean skipOverlaps = random.nextBoolean();
        Map<String, Map<String, Object>> members = new LinkedHashMap<>();
        for (String code : codes) {
            members.put(code, random.nextInt(3) == 0 ? Map.of("number", "G1", "allotted", 6) : Map.of());
        }
        BulkPlan plan = new BulkPlan.Add(
                BulkOperations.scope(by),
                GROUP,
                1,
                members.entrySet().stream()
                        .map(each -> new BulkPlan.Member(
                                new BillingCode(each.getKey()), ModelSteps.requested(each.getValue())))
                        .toList(),
                ModelSteps.requested(values),
                Map.of(),
                null,
                new AddPolicies(policy(skipDuplicates), skipOverlaps ? OnOverlap.SKIP : OnOverlap.REJECT));
        return new Asked(
                by,
                plan,
                new Ask(
                        values,
                        members,
                        skipDuplicates,
                        skipOverlaps,
                        false,
                        by.divisions().ids(),
                        isSpecial(by)),
                new ArrayList<>());
    }

    private static OnExisting policy(boolean skip) {
        return skip ? OnExisting.SKIP : OnExisting.REJECT;
    }

    private static boolean isSpecial(Caller caller) {
        return caller.may(Permission.AUTH_SPECIAL);
    }

    private Asked anyAdd(Random random) {
        List<String> codes = new ArrayList<>(List.of("H1", "H2", "H3", "X9"));
        codes.removeIf(code -> random.nextInt(code.equals("X9") ? 8 : 2) > 0);
        return add(
                random.nextInt(3) == 0 ? BEN : ANNA,
                ModelSteps.anyAdd(random),
                codes.isEmpty() ? List.of("H1") : codes,
                random);
    }

    private Asked anyUpdate(Random random) {
        Caller by = random.nextInt(3) == 0 ? BEN : ANNA;
        Map<String, Object> values = ModelSteps.anyPatch(random, false);
        boolean endsOpenOnes = random.nextBoolean();
        return new Asked(
                by,
                new BulkPlan.Update(BulkOperations.scope(by), ModelSteps.requested(values), false, endsOpenOnes, false),
                ask(values, by, endsOpenOnes),
                new ArrayList<>());
    }

    /** Of what has ended and of what has not; taken back, and that taken back. */
    private Optional<Asked> anyRevert(Random random) {
        List<MemoryOperations.Held> some = operations.all().stream()
                .filter(held -> !(held.open().plan() instanceof BulkPlan.Revert revert) || !isRevert(revert.reverted()))
                .toList();
        if (some.isEmpty()) {
            return Optional.empty();
        }
        Caller by = random.nextInt(3) == 0 ? BEN : ANNA;
        OperationId reverted = ModelSteps.any(random, some).open().id();
        UsedRows usedRows = random.nextBoolean() ? UsedRows.LEAVE : UsedRows.END_AFTER_LAST_SERVICE;
        return Optional.of(new Asked(
                by,
                new BulkPlan.Revert(BulkOperations.scope(by), reverted, usedRows),
                ask(Map.of(), by, false),
                new ArrayList<>()));
    }

    private boolean isRevert(OperationId id) {
        return operations.all().stream()
                .anyMatch(held -> held.open().id().equals(id) && held.open().plan() instanceof BulkPlan.Revert);
    }

    private void previewRevert(int process, Asked what) {
        UUID id = nextId();
        asked.put(id, what);
        BulkPlan.Revert plan = (BulkPlan.Revert) what.plan();
        trace("preview " + id + " by " + what.by() + ": REVERT of " + plan.reverted() + ", used rows "
                + plan.usedRows());
        Service service = services.get(process);
        Reverts reverts = new Reverts(
                operations, new OperationSights(operations, operations), this::rowsOfOperation, transaction);
        schedule.start(process, () -> {
            try {
                reverts.plan(what.by(), plan.reverted().value(), plan.usedRows());
                service.previewer().begin(id, what.by(), plan, (atLeast, each) -> rowsOfOperation(
                                plan.reverted().value())
                        .read(atLeast, target -> {
                            what.targets().add(target);
                            each.accept(target);
                        }));
            } catch (ProblemException problem) {
                if (!refusedForSight(problem, what.by(), plan.reverted().value())) {
                    assertThat(problem.slug())
                            .isIn("operation-not-ended", "nothing-to-revert", "revert-in-work", "already-reverted");
                }
                trace(id + ": " + problem.slug());
            }
        });
    }

    private TargetLines rowsOfOperation(UUID id) {
        return (atLeast, each) -> operations.pieces(new OperationId(id)).stream()
                .filter(piece -> piece.outcomes() != null)
                .sorted(Comparator.comparingLong(piece -> piece.chunk().firstLine()))
                .flatMap(piece -> piece.outcomes().lines())
                .map(line -> Json.mapper().readTree(line))
                .filter(row -> List.of("ADDED", "CHANGED").contains(row.get(3).stringValue()))
                .forEach(row -> each.accept(
                        new Target(row.get(2).stringValue(), row.get(4).longValue())));
    }

    private static Ask ask(Map<String, Object> values, Caller by, boolean endsOpenOnes) {
        return new Ask(
                values, Map.of(), false, false, endsOpenOnes, by.divisions().ids(), isSpecial(by));
    }

    private void preview(int process, Asked what, Random random) {
        UUID id = nextId();
        asked.put(id, what);
        long seed = random.nextLong();
        trace("preview " + id + " by " + what.by() + ": " + what.plan().kind() + " "
                + what.ask().values()
                + (what.ask().members().isEmpty() ? "" : " of " + what.ask().members()));
        Service service = services.get(process);
        schedule.start(process, () -> service.previewer().begin(id, what.by(), what.plan(), id + " " + seed, null));
    }

    /** The list's answer: some of what there is, as the list knew it a while ago. */
    private void select(
            SelectionLines.Asked selection,
            java.util.function.LongConsumer atLeast,
            java.util.function.Consumer<Target> each) {
        String[] parts = selection.selection().split(" ");
        Random random = new Random(Long.parseLong(parts[1]));
        List<Target> targets = asked.get(UUID.fromString(parts[0])).targets();
        targets.addAll(selection.what().equals("clients") ? someClients(random) : someAuthorizations(random));
        trace("preview " + parts[0] + " is of " + targets);
        targets.forEach(each);
    }

    private List<Target> someClients(Random random) {
        return Stream.concat(CLIENTS.stream().filter(id -> random.nextInt(3) > 0), Stream.of("c-9"))
                .filter(id -> !id.equals("c-9") || random.nextInt(10) == 0)
                .map(id -> new Target(id, Target.UNSEEN))
                .toList();
    }

    private List<Target> someAuthorizations(Random random) {
        List<Target> targets = new ArrayList<>();
        for (Map.Entry<String, Added> each : authorizations().entrySet()) {
            if (random.nextInt(4) > 0) {
                long lag = random.nextInt(6) == 0 ? random.nextInt(3) : 0;
                targets.add(new Target(
                        each.getKey(), Math.max(Target.UNSEEN, each.getValue().seq() - lag)));
            }
        }
        if (targets.isEmpty() || random.nextInt(10) == 0) {
            targets.add(new Target(new UUID(8, 9).toString(), 0));
        }
        return targets;
    }

    private Map<String, Added> authorizations() {
        Map<String, List<StoredEvent>> stored = streams.all().stream()
                .filter(event -> event.payload() instanceof health.authz.events.authorization.AuthorizationEvent)
                .collect(Collectors.groupingBy(StoredEvent::aggregateId, TreeMap::new, Collectors.toList()));
        Map<String, Added> authorizations = new TreeMap<>();
        stored.forEach((id, events) -> authorizations.put(id, (Added) AuthorizationStream.fold(events)));
        return authorizations;
    }

    private void confirm(int process, Random random) {
        List<UUID> fresh = previews.all().stream()
                .filter(preview -> preview.state() == Preview.State.READY)
                .map(Preview::id)
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        List<UUID> chosen = fresh.isEmpty() || random.nextInt(4) == 0
                ? List.of(ModelSteps.any(random, List.copyOf(asked.keySet())))
                : fresh.subList(0, 1 + random.nextInt(fresh.size()));
        for (UUID preview : chosen) {
            for (int clicks = random.nextInt(6) == 0 ? 2 : 1; clicks > 0; clicks--) {
                Caller maker = asked.get(preview).by();
                Caller by = random.nextInt(12) > 0 ? maker : maker == ANNA ? BEN : ANNA;
                String key = (random.nextInt(4) > 0 ? "first/" : "other/") + preview;
                send(random.nextBoolean() ? process : 3 - process, preview, by, key, random.nextInt(12) > 0);
            }
        }
    }

    private void send(int process, UUID preview, Caller by, String key, boolean rightCount) {
        Sent request = new Sent(preview, by, rightCount ? key : key + "/wrong", rightCount, turns);
        trace(by + " confirms " + preview + " with " + request.key + " in process " + process);
        Service service = services.get(process);
        schedule.start(process, () -> {
            long count = rows(preview) + (rightCount ? 0 : 1);
            sent.add(request);
            try {
                request.operation = service.operations()
                        .confirm(
                                by,
                                request.key,
                                new BulkOperations.Confirmation(preview, count, null, ChangeReason.CORRECTION, null))
                        .id();
            } catch (ProblemException problem) {
                request.problem = problem.slug();
            }
            request.answered = turns;
            trace(request.key + " was answered " + (request.problem == null ? request.operation : request.problem));
        });
    }

    private long rows(UUID preview) {
        return (long) asked.get(preview).targets().size()
                * asked.get(preview).plan().rowsPerTarget();
    }

    private void cancel(int process, Random random) {
        List<UUID> all = operations.all().stream()
                .sorted(java.util.Comparator.comparing(held -> held.endedAt() != null))
                .map(held -> held.open().id().value())
                .toList();
        if (all.isEmpty()) {
            return;
        }
        UUID operation = random.nextInt(4) > 0 ? all.getFirst() : ModelSteps.any(random, all);
        Service service = services.get(process);
        Caller by = random.nextInt(3) == 0 ? BEN : CLARA;
        trace(by + " cancels " + operation + " in process " + process);
        schedule.start(process, () -> {
            try {
                service.cancel().cancel(by, operation);
                cancelled.add(operation);
            } catch (ProblemException problem) {
                if (!refusedForSight(problem, by, operation)) {
                    assertThat(problem.slug()).isEqualTo("operation-ended");
                }
            }
        });
    }

    /** Others' rows in part only, or none of them: nobody else is told so. */
    private boolean refusedForSight(ProblemException problem, Caller by, UUID operation) {
        boolean refused = List.of("not-found", "sees-only-part").contains(problem.slug());
        if (refused) {
            assertThat(by).isEqualTo(BEN);
            assertThat(operations.find(TENANT, operation).orElseThrow().submittedBy())
                    .isNotEqualTo(BEN.userId().value());
        }
        return refused;
    }

    private void retry(int process, Random random) {
        List<UUID> over = operations.all().stream()
                .filter(held -> random.nextInt(4) > 0 == (held.endedAt() != null))
                .map(held -> held.open().id().value())
                .toList();
        if (over.isEmpty()) {
            return;
        }
        UUID operation = ModelSteps.any(random, over);
        Caller by = random.nextInt(3) == 0 ? BEN : ANNA;
        Service service = services.get(process);
        trace(by + " retries " + operation + " in process " + process);
        schedule.start(process, () -> {
            try {
                UUID made = service.retries()
                        .retry(by, operation, null, new BulkRetries.Retry(null, ChangeReason.CORRECTION, null));
                trace("it is retried by " + made);
            } catch (ProblemException problem) {
                if (!refusedForSight(problem, by, operation)) {
                    assertThat(problem.slug())
                            .isIn("operation-not-ended", "already-retried", "nothing-to-retry", "revert-in-work");
                }
                trace(problem.slug());
            }
        });
    }

    /** What a preview is of; that of a retry is what its operation asked, of the rows that it froze. */
    private Asked askedFor(UUID preview) {
        if (!asked.containsKey(preview)) {
            MemoryOperations.Held retry = operations.all().stream()
                    .filter(held -> held.preview().equals(preview))
                    .findFirst()
                    .orElseThrow();
            MemoryOperations.Held of = operations.all().stream()
                    .filter(held -> held.open().id().value().equals(retry.retryOf()))
                    .findFirst()
                    .orElseThrow();
            Ask before = askedFor(of.preview()).ask();
            Caller by = retry.open().submittedBy().equals(ANNA.userId()) ? ANNA : BEN;
            asked.put(
                    preview,
                    new Asked(
                            by,
                            retry.open().plan(),
                            new Ask(
                                    before.values(),
                                    before.members(),
                                    before.skipDuplicates(),
                                    before.skipOverlaps(),
                                    before.endsOpenOnes(),
                                    by.divisions().ids(),
                                    isSpecial(by)),
                            previews.chunks(preview).stream()
                                    .flatMap(frozen -> frozen.targets().stream())
                                    .toList()));
        }
        return asked.get(preview);
    }

    private static List<BillingCode> codesOf(BulkPlan.Add add, Target target) {
        return target.code() == null
                ? add.members().stream().map(BulkPlan.Member::code).toList()
                : List.of(target.code());
    }

    /** Colleagues look through what waits, and now and then their own or what waits no longer. */
    private void approve(int process, Random random) {
        List<MemoryOperations.Held> waiting = operations.all().stream()
                .filter(held -> held.state().equals(BulkApprovals.AWAITING))
                .toList();
        List<MemoryOperations.Held> all = List.copyOf(operations.all());
        if (all.isEmpty()) {
            return;
        }
        for (MemoryOperations.Held each : waiting.isEmpty() ? List.of(ModelSteps.any(random, all)) : waiting) {
            Caller by = ModelSteps.any(random, List.of(CLARA, CLARA, CLARA, CLARA, ANNA, BEN));
            decide(process, each.open(), by, random.nextInt(4) > 0);
        }
    }

    private void decide(int process, Operations.Open operation, Caller by, boolean yes) {
        Service service = services.get(process);
        trace(by + (yes ? " approves " : " declines ") + operation.id() + " in process " + process);
        schedule.start(process, () -> {
            BulkApprovals.Grounds grounds = new BulkApprovals.Grounds(ChangeReason.CORRECTION, null);
            try {
                if (yes) {
                    service.approvals().approve(by, operation.id().value(), grounds);
                } else {
                    service.approvals().decline(by, operation.id().value(), grounds);
                }
                assertThat(by.userId()).as("who let it go").isNotEqualTo(operation.submittedBy());
            } catch (ProblemException problem) {
                if (!refusedForSight(problem, by, operation.id().value())) {
                    assertThat(problem.slug()).isIn("not-awaiting-approval", "own-operation", "approval-expired");
                }
                trace(problem.slug());
            }
        });
    }

    /** A few notes here and there, or so many on one authorization that it has a long history. */
    private void note(int process, Random random) {
        boolean all = random.nextInt(6) == 0;
        List<String> held = List.copyOf(authorizations().keySet());
        String one = held.isEmpty() ? "" : ModelSteps.any(random, held);
        for (int more = all ? 8 : random.nextInt(6); more >= 0 && !held.isEmpty(); more--) {
            oneNote(process, all ? one : ModelSteps.any(random, held), random);
        }
    }

    private void oneNote(int process, String id, Random random) {
        NoteId note = new NoteId("n-" + (random.nextInt(4) == 0 && notes > 0 ? random.nextInt(notes) : notes++));
        Random of = new Random(note.hashCode());
        LocalDate day = LocalDate.of(2026, 11, 28).plusDays(of.nextInt(70));
        int quantity = of.nextInt(4);
        NoteState state = of.nextBoolean() ? NoteState.DRAFT : NoteState.RELEASED;
        String use = state == NoteState.DRAFT ? "pending" : "consumed";
        trace(note + " on " + id + ": " + quantity + " " + use + " on " + day);
        single(
                process,
                id,
                (added, client) -> new PutNote(
                        added.identity().id(),
                        note,
                        day,
                        units(quantity),
                        state,
                        client,
                        true,
                        30,
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
                client -> reference.note(id, note.value(), day, quantity, use, client.get("active") == (Object) true));
    }

    private Optional<String> anyAuthorization(Random random) {
        List<String> held = List.copyOf(authorizations().keySet());
        return held.isEmpty() ? Optional.empty() : Optional.of(ModelSteps.any(random, held));
    }

    private void patch(int process, Random random) {
        anyAuthorization(random).ifPresent(id -> {
            Map<String, Object> values = ModelSteps.anyPatch(random, true);
            trace("patch of " + id + ": " + values);
            RequestedValues requested = ModelSteps.requested(values);
            single(
                    process,
                    id,
                    (added, client) -> new PatchAuthorization(
                            added.identity().id(),
                            requested,
                            null,
                            client,
                            true,
                            false,
                            true,
                            ChangeReason.CORRECTION,
                            null,
                            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
                    client -> reference.change(ask(values, ANNA, false), id, 0, client, true));
        });
    }

    /** A command on one authorization, as its aggregate stores it: windows, then events, again where others were first. */
    private void single(
            int process,
            String id,
            BiFunction<Added, ClientFacts, AuthorizationCommand> command,
            java.util.function.Function<Map<String, Object>, String> onReference) {
        schedule.start(process, () -> {
            for (boolean again = true; again; ) {
                try {
                    transaction.executeWithoutResult(status -> decideOne(id, command, onReference));
                    again = false;
                } catch (ConcurrentChange | PessimisticLockingFailureException others) {
                    trace("others came first on " + id);
                }
            }
        });
    }

    private void decideOne(
            String id,
            BiFunction<Added, ClientFacts, AuthorizationCommand> command,
            java.util.function.Function<Map<String, Object>, String> onReference) {
        Added before =
                (Added) AuthorizationStream.fold(streams.read(List.of(id)).get(id));
        ClientId clientId = before.identity().client();
        health.authz.directory.ClientFacts known =
                facts.clients(TENANT, List.of(clientId)).get(clientId);
        ClientFacts client = new ClientFacts(
                clientId,
                known.active(),
                null,
                known.divisionIds(),
                known.payerIds(),
                known.assignedUserIds(),
                known.zone());
        Decision decision = AuthorizationDecisions.decide(before, command.apply(before, client));
        String outcome = decision instanceof Decision.Rejected ? "REJECTED" : "UNCHANGED";
        if (decision instanceof Decision.Accepted accepted && !accepted.unchanged()) {
            outcome = "CHANGED";
            Added after = (Added) AuthorizationStream.after(before, accepted.events());
            if (!ExistingWindow.of(after).equals(ExistingWindow.of(before))) {
                facts.record(TENANT, List.of(ExistingWindow.of(after)));
            }
            if (AuthorizationStream.isSnapshotDue(before, after)) {
                snapshots.keep(List.of(after));
            }
            streams.append(AuthorizationStream.next(before, accepted.events(), EventMetadata.of(ANNA)));
        }
        String was = outcome;
        told(was.equals("CHANGED"), () -> {
            reference.by = "";
            assertThat(was).as("what " + id + " answered").isEqualTo(onReference.apply(plain(known)));
        });
    }

    /** What stored something counts when it commits, what did not when it was decided. */
    private void told(boolean stores, Runnable onReference) {
        if (stores) {
            store.tx().onCommit(onReference);
        } else {
            store.tx().asDecided(onReference);
        }
    }

    // ---- records of others

    private void changeClient(Random random) {
        String id = ModelSteps.any(random, CLIENTS);
        health.authz.directory.ClientFacts was = facts.client(id);
        int what = random.nextInt(4);
        boolean leaves = what > 1;
        String division = was.divisionIds().getFirst().equals("d-1") == leaves ? "d-2" : "d-1";
        boolean active = was.active() ? what != 1 : random.nextInt(3) > 0;
        trace(id + " is in " + division + ", " + (active ? "active" : "inactive"));
        schedule.start(
                0,
                () -> put(client(
                        id,
                        active,
                        division,
                        was.payerIds().stream().map(PayerId::value).toList())));
    }

    private void changeCode(Random random) {
        String code = ModelSteps.any(random, CODES);
        CodeFacts was = facts.code(code);
        boolean late = random.nextInt(3) == 0;
        boolean active = !was.active() || random.nextBoolean();
        long seq = facts.codeSeq(code) + (late ? 0 : 1);
        trace(code + (late ? " is told again" : " is " + (active ? "active" : "inactive")));
        schedule.start(
                0,
                () -> facts.put(
                        new CodeFacts(was.code(), late ? !was.active() : active, was.unmanaged(), was.defaultUnits()),
                        seq));
    }

    // ---- what the reference hears

    private void whenDone(OperationId operation, Operations.Chunk chunk) {
        Asked what = askedFor(chunk.previewId());
        trace(operation + " did " + chunk.from() + " to " + chunk.to() + " of chunk " + chunk.previewChunk());
        AtomicLong line = new AtomicLong(chunk.firstLine());
        for (Target target : chunk.targets()) {
            if (what.plan() instanceof BulkPlan.Add add) {
                codesOf(add, target).forEach(code -> added(operation, line.getAndIncrement(), what, target.id(), code));
            } else if (what.plan() instanceof BulkPlan.Revert revert) {
                reverted(operation, revert, what, target);
            } else {
                changed(operation, what, target);
            }
        }
    }

    /** A preview says what would be: the reference is asked, and left as it was. */
    private void whenPrepared(Previews.Chunk chunk, String items) {
        Asked what = asked.get(chunk.preview());
        Map<String, Object> seen = Map.copyOf(store.tx().seen());
        if (what.plan() instanceof BulkPlan.Revert) {
            List<String> each = items.lines().toList();
            for (int i = 0; i < each.size(); i++) {
                Target target = chunk.targets().get().get(i);
                String item =
                        Json.mapper().readTree(each.get(i)).path("outcome").stringValue();
                store.tx().asDecidedAt(decidedAt(target), () -> assertThat(item)
                        .as(target + " of preview " + chunk.preview())
                        .isEqualTo(wouldBe(what, target, seen).findFirst().orElseThrow()));
            }
            return;
        }
        store.tx().asDecided(() -> {
            Map<String, Map<String, Object>> clients = new HashMap<>(reference.clients);
            seen.forEach((id, fact) -> {
                if (fact instanceof health.authz.directory.ClientFacts client) {
                    reference.clients.put(id, plain(client));
                }
            });
            List<String> would = chunk.targets().get().stream()
                    .flatMap(target -> wouldBe(what, target, seen))
                    .toList();
            reference.clients.putAll(clients);
            assertThat(items.lines()
                            .map(item ->
                                    Json.mapper().readTree(item).path("outcome").stringValue()))
                    .as("items of preview " + chunk.preview())
                    .containsExactlyElementsOf(would);
        });
    }

    private Stream<String> wouldBe(Asked what, Target target, Map<String, Object> seen) {
        List<String> would = new ArrayList<>();
        Map<String, Map<String, Object>> before = new HashMap<>(reference.authorizations);
        reference.authorizations.keySet().removeAll(uncommitted);
        if (what.plan() instanceof BulkPlan.Add add) {
            for (BulkPlan.Member member : add.members()) {
                String code = member.code().value();
                would.add(reference.add(what.ask(), "would", target.id(), code, plain(seen.get(code))));
            }
            reference.authorizations.remove("would");
        } else if (what.plan() instanceof BulkPlan.Revert revert) {
            would.add(revert(revert, what, target, seen));
        } else {
            would.add(reference.change(what.ask(), target.id(), target.seq(), seenOf(target.id(), seen), false));
        }
        reference.authorizations.putAll(before);
        return would.stream().map(outcome -> outcome.split(" ")[0]).map(outcome -> RowOutcome.valueOf(outcome)
                .inPreview());
    }

    /** The client of an authorization as it was seen when that was decided. */
    private Map<String, Object> seenOf(String authorization, Map<String, Object> seen) {
        Map<String, Object> row = reference.authorizations.get(authorization);
        Object client = row == null ? null : seen.get(row.get("client"));
        return client == null ? null : plain((health.authz.directory.ClientFacts) client);
    }

    private void added(OperationId operation, long line, Asked what, String client, BillingCode code) {
        Map<String, Object> known = plain(store.tx().seen().get(code.value()));
        LocalDate start = (LocalDate) Optional.ofNullable(what.ask().values().get("start"))
                .filter(LocalDate.class::isInstance)
                .orElse(LocalDate.EPOCH);
        String id = IDS.of(operation, IDS.newestKey())
                .id(line, new ClientId(client), code, start)
                .toString();
        store.tx().asDecided(() -> {
            reference.by = operation.toString();
            String outcome = reference.add(what.ask(), id, client, code.value(), known);
            expect(operation, client + "/" + code.value(), outcome);
            uncommitted.add(id);
        });
        store.tx().onCommit(() -> uncommitted.remove(id));
    }

    private void reverted(OperationId operation, BulkPlan.Revert plan, Asked what, Target target) {
        Map<String, Object> seen = Map.copyOf(store.tx().seen());
        Runnable onReference = () -> {
            reference.by = operation.toString();
            expect(operation, target.id(), revert(plan, what, target, seen));
        };
        if (streams.isChanged(target.id())) {
            store.tx().onCommit(onReference);
        } else {
            store.tx().asDecidedAt(decidedAt(target), onReference);
        }
    }

    private String revert(BulkPlan.Revert plan, Asked what, Target target, Map<String, Object> seen) {
        return RevertsReference.revert(
                reference,
                what.ask(),
                target.id(),
                plan.reverted().toString(),
                plan.usedRows() == UsedRows.END_AFTER_LAST_SERVICE,
                seenOf(target.id(), seen));
    }

    /** What is voided is held against what stands beside it, which is read after the lives of all rows. */
    private long decidedAt(Target target) {
        boolean voided = AuthorizationStream.fold(streams.stream(target.id())) instanceof Added added
                && added.standing() == Standing.VOIDED;
        return voided ? store.tx().readAt() : store.tx().livesReadAt();
    }

    private void changed(OperationId operation, Asked what, Target target) {
        Map<String, Object> seen = Map.copyOf(store.tx().seen());
        told(streams.isChanged(target.id()), () -> {
            reference.by = operation.toString();
            expect(
                    operation,
                    target.id(),
                    reference.change(what.ask(), target.id(), target.seq(), seenOf(target.id(), seen), false));
        });
    }

    private void expect(OperationId operation, String row, String outcome) {
        expected.computeIfAbsent(operation.toString(), id -> new HashMap<>())
                .computeIfAbsent(row, id -> new ArrayList<>())
                .add(outcome);
    }

    private void compare() {
        store.effects().forEach(effect -> effect.onReference().run());
        new ModelComparison(reference, expected)
                .compare(authorizations(), streams, facts, operations, previews, this::rowsOf);
        compareAnswers();
        assertThat(operations.all())
                .filteredOn(held -> cancelled.contains(held.open().id().value()))
                .as("what was told that it would be stopped is cancelled where a row was left, and only there")
                .allMatch(held -> held.state().equals("CANCELLED")
                        == operations.pieces(held.open().id()).stream().anyMatch(piece -> piece.outcomes() == null));
    }

    /** Rows of a preview as the list gave them, in order. */
    private List<String> rowsOf(UUID preview) {
        Asked what = askedFor(preview);
        return what.targets().stream()
                .flatMap(target -> what.plan() instanceof BulkPlan.Add add
                        ? codesOf(add, target).stream().map(code -> target.id() + "/" + code.value())
                        : Stream.of(target.id()))
                .toList();
    }

    private void compareAnswers() {
        Map<UUID, List<MemoryOperations.Held>> made =
                operations.all().stream().collect(Collectors.groupingBy(MemoryOperations.Held::preview));
        made.forEach((preview, of) -> {
            assertThat(of).as("operations of preview " + preview).hasSize(1);
            boolean isRetry = of.getFirst().retryOf() != null;
            assertThat(isRetry || sent.stream().anyMatch(each -> each.preview.equals(preview) && isRight(each)))
                    .as("confirmations of " + preview)
                    .isTrue();
        });
        for (Sent each : sent) {
            List<MemoryOperations.Held> of = made.getOrDefault(each.preview, List.of());
            if (each.operation != null) {
                assertThat(isRight(each)).as(each.key + " may confirm").isTrue();
                assertThat(of.getFirst().open().id().value()).isEqualTo(each.operation);
            } else if ("already-confirmed".equals(each.problem)) {
                assertThat(of).as("operation of " + each.preview).isNotEmpty();
            }
            boolean sentBefore = sent.stream()
                    .anyMatch(other -> other.operation != null
                            && other.key.equals(each.key)
                            && other.by == each.by
                            && other.answered < each.begun);
            if (sentBefore && each.answered < Integer.MAX_VALUE) {
                assertThat(each.problem)
                        .as("the answer to " + each.key + ", sent again")
                        .isNull();
            }
        }
    }

    private boolean isRight(Sent each) {
        return each.rightCount && each.by == asked.get(each.preview).by();
    }
}
