package health.authz.bulk.application;

import health.authz.authorization.application.AuthorizationStream;
import health.authz.authorization.application.Snapshots;
import health.authz.authorization.application.UnknownIdKey;
import health.authz.authorization.application.Windows;
import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Authorization;
import health.authz.authorization.domain.EndPrevious;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.bulk.domain.AllOrNothing;
import health.authz.bulk.domain.DecidedRow;
import health.authz.bulk.domain.OperationEnd;
import health.authz.bulk.domain.RowOutcome;
import health.authz.events.AuthorizationId;
import health.authz.events.OperationId;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.bulk.BulkOperationEvent.BulkChunkCompleted;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import health.authz.platform.eventstore.ConcurrentChange;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.eventstore.NewEvent;
import health.authz.platform.eventstore.Streams;
import health.authz.platform.eventstore.WrittenByLaterVersion;
import health.authz.platform.store.StoreTrouble;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Executes operations, a chunk at a time: one chunk is one transaction, which holds the events of its rows, their windows,
 * their outcomes and the chunk's state together (ADR 2). What dies in between leaves nothing, and the chunk is done again.
 *
 * <p>Every transaction takes its locks in one order: chunk, clients by id, windows by id, snapshots by id, events by id.
 */
class BulkExecution {
    private static final Logger log = LoggerFactory.getLogger(BulkExecution.class);
    private static final String CHUNK = "BulkChunk";
    private static final int ATTEMPTS_BEFORE_HALVING = 2;
    private static final String LATER_VERSION =
            "the update of the service: a row was changed by a later version, which this one cannot read";
    private static final String CANNOT_GO_ON = "an error of the service, which its log tells";
    private final OpenOperations operations;
    private final OperationEnds ends;
    private final ChunkDecider decider;
    private final Streams streams;
    private final Windows windows;
    private final Snapshots snapshots;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;
    private final WaitingOperations waiting;
    private final Map<String, Integer> conflicts = new ConcurrentHashMap<>();
    /** Chunks of each operation that this instance is at. */
    private final Map<OperationId, Integer> inHand = new ConcurrentHashMap<>();

    /** The operation that was served last while it was the only one: its turn needs no further commits of their own. */
    private volatile @Nullable OperationId servedAlone;

    BulkExecution(
            OpenOperations operations,
            OperationEnds ends,
            ChunkDecider decider,
            Streams streams,
            Windows windows,
            Snapshots snapshots,
            TransactionTemplate transaction,
            MeterRegistry meters,
            Clock clock,
            WaitingOperations waiting) {
        this.operations = operations;
        this.ends = ends;
        this.decider = decider;
        this.streams = streams;
        this.windows = windows;
        this.snapshots = snapshots;
        this.transaction = transaction;
        this.meters = meters;
        this.clock = clock;
        this.waiting = waiting;
    }

    /** Executes one chunk, or ends an operation that has none left or was stopped. @return whether there was something to do */
    boolean work() {
        List<Operations.Open> open = operations.open();
        waiting.keepOnly(open.stream().map(Operations.Open::id).toList());
        for (Operations.Open operation : open) {
            if (!waiting.rests(operation.id()) && workOn(operation, open.size() == 1)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A store that cannot take anything just now makes the operation wait, at whatever step that shows; and so does a row that
     * cannot be worked on, as a later version wrote its stream: other operations go on meanwhile.
     */
    private boolean workOn(Operations.Open operation, boolean alone) {
        try {
            boolean worked = chunkOf(operation, alone);
            if (worked) {
                waiting.release(operation.id());
            }
            return worked;
        } catch (RuntimeException failed) {
            Optional<String> passing =
                    switch (failed) {
                        case WrittenByLaterVersion later -> Optional.of(LATER_VERSION);
                        case UnknownIdKey unknown -> Optional.of(unknown.waitsFor());
                        default -> StoreTrouble.of(failed).map(StoreTrouble::why);
                    };
            if (passing.isPresent()) {
                log.warn("operation {} waits: {}", operation.id(), passing.get());
            } else {
                log.error("operation {} waits: it cannot go on", operation.id(), failed);
            }
            waiting.hold(operation.id(), passing.orElse(CANNOT_GO_ON));
            return true;
        }
    }

    private boolean chunkOf(Operations.Open operation, boolean alone) {
        Taken taken = new Taken();
        try {
            transaction.executeWithoutResult(status -> execute(operation, taken));
        } catch (ConcurrentChange | PessimisticLockingFailureException others) {
            conflict(operation, taken);
            return true;
        } finally {
            if (taken.chunk != null) {
                inHand.computeIfPresent(operation.id(), (id, chunks) -> chunks == 1 ? null : chunks - 1);
            }
        }
        if (taken.chunk == null) {
            ends.stopIfCancelled(operation.facts());
            if (!operations.hasOpenChunks(operation.id())) {
                return ends.endIfNothingIsLeft(operation.facts());
            }
            if (!inHand.containsKey(operation.id())) {
                waiting.heldByOthers(operation.id());
            }
            return false;
        }
        conflicts.remove(key(operation.id(), taken.chunk));
        served(operation.id(), alone);
        count(operation, taken.counts);
        if (!operations.hasOpenChunks(operation.id())) {
            ends.endIfNothingIsLeft(operation.facts());
        }
        return true;
    }

    /** Who comes next is decided by who was served when; an operation that comes while another is alone was never served. */
    private void served(OperationId id, boolean alone) {
        if (!alone || !id.equals(servedAlone)) {
            operations.served(id, clock.instant());
        }
        servedAlone = alone ? id : null;
    }

    /** What the transaction worked on, for whoever comes after it, also where it rolled back. */
    private static final class Taken {
        private Operations.@Nullable Chunk chunk;
        private RowCounts counts = OperationEnd.NONE;
    }

    private void execute(Operations.Open operation, Taken taken) {
        Optional<Operations.Chunk> next = operations.lockNextOpen(operation.id());
        if (next.isEmpty()) {
            return;
        }
        Operations.Chunk chunk = next.get();
        taken.chunk = chunk;
        inHand.merge(operation.id(), 1, Integer::sum);
        EventMetadata metadata = operation.facts().metadata();
        List<DecidedRow> rows = decider.decide(
                operation.plan(),
                chunk.targets(),
                new ChunkDecider.Run(operation.id(), operation.idsKey(), operation.reason(), chunk.firstLine()));
        if (operation.plan().allOrNothing()) {
            rows = AllOrNothing.of(operation.plan(), rows, chunk.firstLine());
        }
        taken.counts = OperationEnd.count(rows);
        Moved moved = Moved.of(rows);
        windows.add(operation.tenant(), moved.added());
        windows.record(operation.tenant(), moved.changed());
        snapshots.keep(due(rows));
        List<NewEvent> events = new ArrayList<>(rows.size() + 1);
        rows.stream()
                .flatMap(Written::of)
                .sorted(Comparator.comparing(Written::id))
                .forEach(each -> events.addAll(AuthorizationStream.next(each.before(), each.events(), metadata)));
        events.add(new NewEvent(
                CHUNK,
                operation.id() + "/" + chunk.chunk(),
                0,
                new BulkChunkCompleted(operation.id(), chunk.chunk(), taken.counts),
                metadata));
        streams.append(events);
        long firstRow = (long) chunk.from() * operation.plan().rowsPerTarget();
        operations.done(
                operation.id(),
                chunk,
                taken.counts,
                chunk.audiences() == null ? null : chunk.audiences().outcomes(firstRow, rows),
                RowLines.outcomes(operation.plan(), rows));
    }

    /** What is written to one stream: a row's own, or that of an older authorization which ends for it. */
    private record Written(AuthorizationId id, Authorization before, List<AuthorizationEvent> events) {
        static Stream<Written> of(DecidedRow row) {
            if (row.events().isEmpty()) {
                return Stream.empty();
            }
            Stream<Written> own = Stream.of(new Written(Objects.requireNonNull(row.id()), row.before(), row.events()));
            return row.ended().isEmpty()
                    ? own
                    : Stream.concat(
                            own,
                            row.ended().stream()
                                    .map(older -> new Written(
                                            older.before().identity().id(), older.before(), older.events())));
        }
    }

    /** Windows that are new, and those that are other than before; each by id. */
    private record Moved(Collection<ExistingWindow> added, Collection<ExistingWindow> changed) {
        static Moved of(List<DecidedRow> rows) {
            Map<AuthorizationId, ExistingWindow> added = new TreeMap<>();
            Map<AuthorizationId, ExistingWindow> changed = new TreeMap<>();
            for (DecidedRow row : rows) {
                Added after = row.addedAfter();
                if (after != null && !row.events().isEmpty()) {
                    Added before = row.addedBefore();
                    ExistingWindow window = ExistingWindow.of(after);
                    if (before == null) {
                        added.put(window.id(), window);
                    } else if (!ExistingWindow.of(before).equals(window)) {
                        changed.put(window.id(), window);
                    }
                }
            }
            for (DecidedRow row : rows) {
                for (EndPrevious.Ended older : row.ended()) {
                    ExistingWindow window = ExistingWindow.of(older.after());
                    (added.containsKey(window.id()) ? added : changed).put(window.id(), window);
                }
            }
            return new Moved(added.values(), changed.values());
        }
    }

    private static List<Added> due(List<DecidedRow> rows) {
        List<Added> due = new ArrayList<>();
        for (DecidedRow row : rows) {
            if (row.after() instanceof Added after && AuthorizationStream.isSnapshotDue(row.before(), after)) {
                due.add(after);
            }
            for (EndPrevious.Ended older : row.ended()) {
                if (AuthorizationStream.isSnapshotDue(older.before(), older.after())) {
                    due.add(older.after());
                }
            }
        }
        return due;
    }

    /** Others changed a row of the chunk first: it is repeated, and halved when that goes on, unless it must stay whole. */
    private void conflict(Operations.Open operation, Taken taken) {
        Operations.Chunk chunk = taken.chunk;
        if (chunk == null) {
            return;
        }
        int attempts = conflicts.merge(key(operation.id(), chunk), 1, Integer::sum);
        log.info("operation {} chunk {}: others came first, attempt {}", operation.id(), chunk.chunk(), attempts);
        if (attempts >= ATTEMPTS_BEFORE_HALVING && !operation.plan().allOrNothing() && chunk.to() - chunk.from() > 1) {
            transaction.executeWithoutResult(status ->
                    operations.halve(operation.id(), chunk, operation.plan().rowsPerTarget()));
            conflicts.remove(key(operation.id(), chunk));
        }
    }

    private void count(Operations.Open operation, RowCounts counts) {
        for (RowOutcome outcome : RowOutcome.DECIDED) {
            long rows = OperationEnd.of(counts, outcome);
            if (rows > 0) {
                meters.counter("authz.bulk.rows", "kind", operation.kind().name(), "outcome", outcome.name())
                        .increment(rows);
            }
        }
    }

    private static String key(OperationId operation, Operations.Chunk chunk) {
        return operation + "/" + chunk.chunk();
    }
}
