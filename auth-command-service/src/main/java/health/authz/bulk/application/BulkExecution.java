package health.authz.bulk.application;

import health.authz.authorization.application.AuthorizationStream;
import health.authz.authorization.application.Snapshots;
import health.authz.authorization.application.Windows;
import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.bulk.domain.DecidedRow;
import health.authz.bulk.domain.OperationEnd;
import health.authz.bulk.domain.RowOutcome;
import health.authz.events.OperationId;
import health.authz.events.bulk.BulkOperationEvent.BulkChunkCompleted;
import health.authz.events.bulk.BulkOperationEvent.BulkEnd;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationCompleted;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import health.authz.platform.eventstore.ConcurrentChange;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.eventstore.NewEvent;
import health.authz.platform.eventstore.Streams;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final String OPERATION = "BulkOperation";
    private static final String CHUNK = "BulkChunk";
    private static final int ATTEMPTS_BEFORE_HALVING = 2;
    private final OpenOperations operations;
    private final ChunkDecider decider;
    private final Streams streams;
    private final Windows windows;
    private final Snapshots snapshots;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;
    private final WaitingOperations waiting;
    private final Map<String, Integer> conflicts = new ConcurrentHashMap<>();

    BulkExecution(
            OpenOperations operations,
            ChunkDecider decider,
            Streams streams,
            Windows windows,
            Snapshots snapshots,
            TransactionTemplate transaction,
            MeterRegistry meters,
            Clock clock,
            WaitingOperations waiting) {
        this.operations = operations;
        this.decider = decider;
        this.streams = streams;
        this.windows = windows;
        this.snapshots = snapshots;
        this.transaction = transaction;
        this.meters = meters;
        this.clock = clock;
        this.waiting = waiting;
    }

    /** Executes one chunk, or ends an operation that has none left. @return whether there was something to do */
    boolean work() {
        List<Operations.Open> open = operations.open();
        waiting.keepOnly(open.stream().map(Operations.Open::id).toList());
        for (Operations.Open operation : open) {
            if (!waiting.rests(operation.id()) && workOn(operation)) {
                return true;
            }
        }
        return false;
    }

    /** A store that cannot take anything just now makes the operation wait, at whatever step that shows. */
    private boolean workOn(Operations.Open operation) {
        try {
            boolean worked = chunkOf(operation);
            if (worked) {
                waiting.release(operation.id());
            }
            return worked;
        } catch (RuntimeException failed) {
            String why = StoreTrouble.of(failed).orElseThrow(() -> failed);
            log.warn("operation {} waits: {}", operation.id(), why);
            waiting.hold(operation.id(), why);
            return true;
        }
    }

    private boolean chunkOf(Operations.Open operation) {
        Taken taken = new Taken();
        try {
            transaction.executeWithoutResult(status -> execute(operation, taken));
        } catch (ConcurrentChange | PessimisticLockingFailureException others) {
            conflict(operation, taken);
            return true;
        }
        if (taken.chunk == null) {
            return !operations.hasOpenChunks(operation.id()) && end(operation);
        }
        conflicts.remove(key(operation.id(), taken.chunk));
        operations.served(operation.id(), clock.instant());
        count(operation, taken.counts);
        if (!operations.hasOpenChunks(operation.id())) {
            end(operation);
        }
        return true;
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
        EventMetadata metadata = metadata(operation);
        List<DecidedRow> rows = decider.decide(
                operation.plan(), chunk.targets(), new ChunkDecider.Run(operation.id(), operation.reason()));
        taken.counts = OperationEnd.count(rows);
        windows.record(operation.tenant(), moved(rows));
        snapshots.keep(due(rows));
        List<NewEvent> events = new ArrayList<>(rows.size() + 1);
        rows.stream()
                .filter(row -> !row.events().isEmpty())
                .sorted(Comparator.comparing(row -> Objects.requireNonNull(row.id())))
                .forEach(row -> events.addAll(AuthorizationStream.next(row.before(), row.events(), metadata)));
        events.add(new NewEvent(
                CHUNK,
                operation.id() + "/" + chunk.chunk(),
                0,
                new BulkChunkCompleted(operation.id(), chunk.chunk(), taken.counts),
                metadata));
        streams.append(events);
        operations.done(operation.id(), chunk, taken.counts, RowLines.outcomes(operation.plan(), rows));
    }

    /** Windows that are new or other than before, by id. */
    private static List<ExistingWindow> moved(List<DecidedRow> rows) {
        List<ExistingWindow> moved = new ArrayList<>(rows.size());
        for (DecidedRow row : rows) {
            Added after = row.addedAfter();
            if (after != null && !row.events().isEmpty()) {
                Added before = row.addedBefore();
                ExistingWindow window = ExistingWindow.of(after);
                if (before == null || !ExistingWindow.of(before).equals(window)) {
                    moved.add(window);
                }
            }
        }
        moved.sort(Comparator.comparing(ExistingWindow::id));
        return moved;
    }

    private static List<Added> due(List<DecidedRow> rows) {
        return rows.stream()
                .filter(row ->
                        row.after() instanceof Added after && AuthorizationStream.isSnapshotDue(row.before(), after))
                .map(DecidedRow::addedAfter)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Others changed a row of the chunk first: the chunk is repeated, and halved when that goes on. */
    private void conflict(Operations.Open operation, Taken taken) {
        Operations.Chunk chunk = taken.chunk;
        if (chunk == null) {
            return;
        }
        int attempts = conflicts.merge(key(operation.id(), chunk), 1, Integer::sum);
        log.info("operation {} chunk {}: others came first, attempt {}", operation.id(), chunk.chunk(), attempts);
        if (attempts >= ATTEMPTS_BEFORE_HALVING && chunk.to() - chunk.from() > 1) {
            transaction.executeWithoutResult(status ->
                    operations.halve(operation.id(), chunk, operation.plan().rowsPerTarget()));
            conflicts.remove(key(operation.id(), chunk));
        }
    }

    /** Under a lock on the operation, so that of all workers that find no chunk left, one ends it. */
    private boolean end(Operations.Open operation) {
        Optional<BulkEnd> ended = Objects.requireNonNull(transaction.execute(status -> endIfNothingIsLeft(operation)));
        ended.ifPresent(end -> Timer.builder("authz.bulk.duration")
                .description("From confirmed to ended")
                .tag("kind", operation.kind().name())
                .tag("outcome", end.name())
                .register(meters)
                .record(Duration.between(operation.submittedAt(), clock.instant())
                        .abs()));
        return ended.isPresent();
    }

    private Optional<BulkEnd> endIfNothingIsLeft(Operations.Open operation) {
        if (!operations.lock(operation.id()) || operations.hasOpenChunks(operation.id())) {
            return Optional.empty();
        }
        RowCounts counts = operations.counts(operation.id());
        BulkEnd end = OperationEnd.of(counts);
        streams.append(List.of(new NewEvent(
                OPERATION,
                operation.id().toString(),
                1,
                new BulkOperationCompleted(operation.id(), end, counts),
                metadata(operation))));
        operations.ended(operation.id(), end.name(), clock.instant());
        return Optional.of(end);
    }

    private void count(Operations.Open operation, RowCounts counts) {
        for (RowOutcome outcome : RowOutcome.values()) {
            long rows = OperationEnd.of(counts, outcome);
            if (rows > 0) {
                meters.counter("authz.bulk.rows", "kind", operation.kind().name(), "outcome", outcome.name())
                        .increment(rows);
            }
        }
    }

    private static EventMetadata metadata(Operations.Open operation) {
        return new EventMetadata(
                operation.tenant(),
                operation.submittedBy().value(),
                operation.id(),
                operation.correlationId(),
                operation.id().toString(),
                operation.traceParent());
    }

    private static String key(OperationId operation, Operations.Chunk chunk) {
        return operation + "/" + chunk.chunk();
    }
}
