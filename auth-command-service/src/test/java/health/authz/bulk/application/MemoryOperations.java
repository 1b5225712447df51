package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.ChunkAudiences;
import health.authz.bulk.domain.OperationEnd;
import health.authz.bulk.domain.RowShare;
import health.authz.bulk.domain.RowTally;
import health.authz.bulk.domain.Viewer;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Operations and their chunks in the model's store. */
final class MemoryOperations implements OpenOperations, SubmittedOperations, ControlledOperations, RowShares {
    private final ModelStore store;
    private final MemoryPreviews previews;
    private final Fault fault;
    private final BiConsumer<OperationId, Operations.Chunk> whenDone;
    private final ModelStore.Table<UUID, Held> operations;
    private final ModelStore.Table<MemoryPreviews.Key, Piece> pieces;
    private final ModelStore.Table<String, Sent> keys;
    private final ModelStore.Table<UUID, Verdict> verdicts;
    private final ModelStore.Table<UUID, Linked> reverts;
    private final Set<OperationId> forgotten = new HashSet<>();

    MemoryOperations(
            ModelStore store,
            MemoryPreviews previews,
            Fault fault,
            BiConsumer<OperationId, Operations.Chunk> whenDone) {
        this.store = store;
        this.previews = previews;
        this.fault = fault;
        this.whenDone = whenDone;
        this.operations = store.new Table<>();
        this.pieces = store.new Table<>();
        this.keys = store.new Table<>();
        this.verdicts = store.new Table<>();
        this.reverts = store.new Table<>();
    }

    /** An operation as it is kept. */
    record Held(
            Operations.Open open,
            UUID preview,
            long total,
            String state,
            long events,
            @Nullable UserId cancelledBy,
            @Nullable Instant servedAt,
            @Nullable Instant endedAt,
            @Nullable Instant approvalUntil,
            @Nullable UUID retryOf,
            @Nullable UUID retriedBy) {
        Held in(String other) {
            return new Held(
                    open,
                    preview,
                    total,
                    other,
                    events,
                    cancelledBy,
                    servedAt,
                    endedAt,
                    approvalUntil,
                    retryOf,
                    retriedBy);
        }

        Held awaiting(Instant until) {
            return new Held(
                    open,
                    preview,
                    total,
                    BulkApprovals.AWAITING,
                    events,
                    cancelledBy,
                    servedAt,
                    endedAt,
                    until,
                    retryOf,
                    retriedBy);
        }

        Held served(Instant now) {
            String running = state.equals("QUEUED") ? "RUNNING" : state;
            return new Held(
                    open,
                    preview,
                    total,
                    running,
                    events,
                    cancelledBy,
                    now,
                    endedAt,
                    approvalUntil,
                    retryOf,
                    retriedBy);
        }

        Held ended(String end, Instant now) {
            return new Held(
                    open, preview, total, end, events, cancelledBy, servedAt, now, approvalUntil, retryOf, retriedBy);
        }

        Held cancelled(UserId by) {
            return new Held(
                    open,
                    preview,
                    total,
                    "CANCELLING",
                    events,
                    by,
                    servedAt,
                    endedAt,
                    approvalUntil,
                    retryOf,
                    retriedBy);
        }

        Held links(@Nullable UUID of, @Nullable UUID by) {
            return new Held(open, preview, total, state, events, cancelledBy, servedAt, endedAt, approvalUntil, of, by);
        }

        Held withEvent() {
            return new Held(
                    open,
                    preview,
                    total,
                    state,
                    events + 1,
                    cancelledBy,
                    servedAt,
                    endedAt,
                    approvalUntil,
                    retryOf,
                    retriedBy);
        }
    }

    /** What a revert takes back. */
    record Linked(OperationId reverts, boolean stands) {}

    /** A chunk with what became of it; {@code null} = nothing yet. */
    record Piece(
            OperationId operation,
            Operations.Chunk chunk,
            @Nullable RowCounts counts,
            @Nullable String outcomes,
            boolean setAside) {
        boolean isOpen() {
            return counts == null && !setAside;
        }
    }

    /** Whether there is something left to execute. */
    boolean isBusy() {
        return operations.all().values().stream().anyMatch(held -> held.endedAt() == null);
    }

    boolean awaitsSomebody() {
        return operations.all().values().stream().anyMatch(held -> held.state().equals(BulkApprovals.AWAITING));
    }

    Collection<Held> all() {
        return operations.values();
    }

    List<Piece> pieces(OperationId id) {
        return pieces.values().stream()
                .filter(piece -> piece.operation().equals(id))
                .toList();
    }

    @Override
    public Optional<Sent> take(TenantId tenant, UserId user, String key, Sent sent, Instant now) {
        return store.statement(() -> {
            String full = user.value() + "/" + key;
            if (fault == Fault.FORGETS_KEYS || keys.insert(full, sent)) {
                return Optional.empty();
            }
            return keys.get(full);
        });
    }

    @Override
    public void begin(Operations.Open operation, Preview preview, @Nullable String comment) {
        store.statement(() -> {
            operations.put(
                    operation.id().value(),
                    new Held(operation, preview.id(), preview.rows(), "QUEUED", 1, null, null, null, null, null, null));
            for (MemoryPreviews.Frozen frozen : previews.chunks(preview.id())) {
                put(new Piece(
                        operation.id(),
                        new Operations.Chunk(
                                frozen.chunk(),
                                preview.id(),
                                frozen.chunk(),
                                0,
                                frozen.targets().size(),
                                frozen.firstLine(),
                                frozen.targets(),
                                frozen.audiences()),
                        null,
                        null,
                        false));
            }
        });
    }

    private void put(Piece piece) {
        pieces.put(key(piece.operation(), piece.chunk()), piece);
    }

    private static MemoryPreviews.Key key(OperationId id, Operations.Chunk chunk) {
        return new MemoryPreviews.Key(id.value(), chunk.chunk());
    }

    @Override
    public List<Operations.Open> open() {
        return store.statement(() -> all().stream()
                .filter(held -> held.endedAt() == null)
                .filter(held ->
                        fault == Fault.STARTS_UNAPPROVED || !held.state().equals(BulkApprovals.AWAITING))
                .sorted(Comparator.comparing(Held::servedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(held -> held.open().submittedAt())
                        .thenComparing(held -> held.open().id().value()))
                .map(Held::open)
                .toList());
    }

    @Override
    public void served(OperationId id, Instant now) {
        store.statement(() -> {
            operations.lock(id.value());
            Held was = operations.get(id.value()).orElseThrow();
            if (was.endedAt() == null) {
                operations.put(id.value(), was.served(now));
            }
        });
    }

    @Override
    public Optional<Operations.Chunk> lockNextOpen(OperationId id) {
        return store.statement(() -> {
            boolean waits = held(id).state().equals(BulkApprovals.AWAITING) && fault != Fault.STARTS_UNAPPROVED;
            if (held(id).cancelledBy() != null || waits) {
                return Optional.empty();
            }
            Optional<Operations.Chunk> next = pieces(id).stream()
                    .filter(piece -> piece.isOpen() && pieces.isFree(key(id, piece.chunk())))
                    .map(Piece::chunk)
                    .findFirst();
            next.ifPresent(chunk -> pieces.lock(key(id, chunk)));
            return next;
        });
    }

    @Override
    public void done(
            OperationId id,
            Operations.Chunk chunk,
            RowCounts counts,
            @Nullable List<ChunkAudiences.Outcomes> byAudience,
            String outcomes) {
        assertThat(Objects.requireNonNull(byAudience).stream()
                        .map(ChunkAudiences.Outcomes::counts)
                        .reduce(OperationEnd.NONE, OperationEnd::sum))
                .isEqualTo(counts);
        store.statement(() -> {
            if (fault != Fault.LOSES_A_DONE_MARK || !forgotten.add(id)) {
                put(new Piece(id, chunk, counts, outcomes, false));
            }
            whenDone.accept(id, chunk);
        });
    }

    @Override
    public void halve(OperationId id, Operations.Chunk chunk, int rowsPerTarget) {
        lock(id);
        store.statement(() -> {
            pieces.lock(key(id, chunk));
            Piece was = pieces.get(key(id, chunk)).orElseThrow();
            Operations.Chunk now = was.chunk();
            if (was.isOpen() && now.from() == chunk.from() && now.to() == chunk.to()) {
                int middle = (chunk.from() + chunk.to()) / 2;
                int number = pieces(id).size();
                if (fault != Fault.HALVES_WITHOUT_CUTTING) {
                    put(piece(id, chunk, chunk.chunk(), chunk.from(), middle, chunk.firstLine()));
                }
                long line = chunk.firstLine() + (long) (middle - chunk.from()) * rowsPerTarget;
                put(piece(id, chunk, number, middle, chunk.to(), line));
            }
        });
    }

    private static Piece piece(OperationId id, Operations.Chunk of, int number, int from, int to, long line) {
        List<health.authz.bulk.domain.Target> targets = of.targets().subList(from - of.from(), to - of.from());
        return new Piece(
                id,
                new Operations.Chunk(
                        number, of.previewId(), of.previewChunk(), from, to, line, targets, of.audiences()),
                null,
                null,
                false);
    }

    @Override
    public boolean hasOpenChunks(OperationId id) {
        return store.statement(() -> pieces(id).stream().anyMatch(Piece::isOpen));
    }

    @Override
    public boolean lock(OperationId id) {
        return store.statement(() -> {
            operations.lock(id.value());
            return operations.get(id.value()).orElseThrow().endedAt() == null;
        });
    }

    @Override
    public RowCounts counts(OperationId id) {
        return store.statement(() -> sum(id));
    }

    private RowCounts sum(OperationId id) {
        return pieces(id).stream()
                .map(Piece::counts)
                .filter(counts -> counts != null)
                .reduce(
                        OperationEnd.NONE,
                        (one, other) -> new RowCounts(
                                one.added() + other.added(),
                                one.changed() + other.changed(),
                                one.unchanged() + other.unchanged(),
                                one.skipped() + other.skipped(),
                                one.stale() + other.stale(),
                                one.rejected() + other.rejected()));
    }

    @Override
    public void ended(OperationId id, String state, Instant now) {
        store.statement(() -> {
            operations.lock(id.value());
            Held was = operations.get(id.value()).orElseThrow();
            if (fault != Fault.FORGETS_THAT_IT_ENDED) {
                operations.put(id.value(), was.ended(state, now));
            }
        });
    }

    private Held held(OperationId id) {
        return operations.get(id.value()).orElseThrow();
    }

    @Override
    public Optional<UserId> cancelledBy(OperationId id) {
        return store.statement(() -> Optional.ofNullable(held(id).cancelledBy()));
    }

    @Override
    public boolean hasSetAside(OperationId id) {
        return store.statement(() -> pieces(id).stream().anyMatch(Piece::setAside));
    }

    @Override
    public void setAside(OperationId id) {
        store.statement(() -> pieces(id).stream()
                .filter(piece -> piece.isOpen()
                        && (fault == Fault.SETS_ASIDE_WHAT_IS_IN_WORK || pieces.isFree(key(id, piece.chunk()))))
                .forEach(piece -> put(new Piece(id, piece.chunk(), null, null, true))));
    }

    @Override
    public long nextPlace(OperationId id) {
        return store.statement(() -> {
            operations.lock(id.value());
            operations.put(id.value(), held(id).withEvent());
            return held(id).events() - 1;
        });
    }

    @Override
    public Optional<Standing> hold(TenantId tenant, UUID id) {
        return store.statement(() -> {
            operations.lock(id);
            return operations
                    .get(id)
                    .map(held ->
                            new Standing(held.open().facts(), held.state(), held.endedAt() != null, held.retriedBy()));
        });
    }

    @Override
    public void cancelling(OperationId id, UserId by) {
        store.statement(() -> operations.put(id.value(), held(id).cancelled(by)));
    }

    @Override
    public Optional<Operation> find(TenantId tenant, UUID id) {
        return store.statement(() -> operations.get(id).map(this::shown));
    }

    @Override
    public void await(OperationId id, long rows, Instant expiresAt) {
        store.statement(() -> operations.put(id.value(), held(id).awaiting(expiresAt)));
    }

    @Override
    public Instant expiresAt(OperationId id) {
        return store.statement(() -> Objects.requireNonNull(held(id).approvalUntil()));
    }

    @Override
    public void decided(OperationId id, Verdict verdict) {
        store.statement(() -> verdicts.put(id.value(), verdict));
    }

    @Override
    public void released(OperationId id) {
        store.statement(() -> operations.put(id.value(), held(id).in("QUEUED")));
    }

    @Override
    public BulkPlan plan(OperationId id) {
        return store.statement(() -> held(id).open().plan());
    }

    @Override
    public long failedRows(OperationId id) {
        return store.statement(() -> pieces(id).stream()
                .mapToLong(piece -> piece.setAside()
                        ? (long) piece.chunk().targets().size()
                                * held(id).open().plan().rowsPerTarget()
                        : OperationEnd.failed(Objects.requireNonNull(piece.counts())))
                .sum());
    }

    @Override
    public Optional<Failed> failedAfter(OperationId id, long line) {
        return store.statement(() -> pieces(id).stream()
                .filter(piece -> piece.chunk().firstLine() > line)
                .filter(piece -> piece.setAside() || OperationEnd.failed(Objects.requireNonNull(piece.counts())) > 0)
                .min(Comparator.comparingLong(piece -> piece.chunk().firstLine()))
                .map(piece -> new Failed(lines(id, piece), piece.chunk().targets())));
    }

    private Operations.Lines lines(OperationId id, Piece piece) {
        Operations.Chunk chunk = piece.chunk();
        int each = held(id).open().plan().rowsPerTarget();
        String audiences = AudienceJson.write(chunk.audiences());
        if (!piece.setAside()) {
            return new Operations.Lines(
                    chunk.firstLine(),
                    Objects.requireNonNull(piece.counts()),
                    piece.outcomes(),
                    0,
                    null,
                    (long) chunk.from() * each,
                    audiences);
        }
        MemoryPreviews.Frozen frozen = previews.chunks(chunk.previewId()).get(chunk.previewChunk());
        return new Operations.Lines(
                chunk.firstLine(),
                OperationEnd.NONE,
                null,
                (long) chunk.targets().size() * each,
                frozen.items(),
                (long) chunk.from() * each,
                audiences);
    }

    @Override
    public void retried(OperationId id, OperationId by) {
        store.statement(() -> {
            if (fault != Fault.FORGETS_RETRIES) {
                operations.put(id.value(), held(id).links(held(id).retryOf(), by.value()));
            }
            operations.put(by.value(), held(by).links(id.value(), held(by).retriedBy()));
        });
    }

    @Override
    public List<OperationFacts> due(Instant now) {
        return store.statement(() -> all().stream()
                .filter(held -> held.state().equals(BulkApprovals.AWAITING)
                        && Objects.requireNonNull(held.approvalUntil()).isBefore(now))
                .map(held -> held.open().facts())
                .toList());
    }

    private Operation shown(Held held) {
        Operations.Open open = held.open();
        return new Operation(
                open.id().value(),
                held.preview(),
                open.kind(),
                held.state(),
                open.reason().name(),
                null,
                open.submittedBy().value(),
                open.submittedAt(),
                held.endedAt(),
                held.total(),
                sum(open.id()),
                0,
                0,
                null,
                null,
                held.retryOf(),
                held.retriedBy(),
                reverts.get(open.id().value())
                        .map(linked -> linked.reverts().value())
                        .orElse(null),
                null,
                open.plan().scope(),
                null,
                false);
    }

    @Override
    public List<Link> lockReverts(OperationId reverted) {
        return store.statement(() -> {
            operations.lock(reverted.value());
            store.tx().read();
            return fault == Fault.FORGETS_REVERTS ? List.of() : revertsOf(reverted);
        });
    }

    boolean isRetry(OperationId id) {
        return operations.get(id.value()).orElseThrow().retryOf() != null;
    }

    List<Link> revertsOf(OperationId reverted) {
        return reverts.all().entrySet().stream()
                .filter(entry -> entry.getValue().reverts().equals(reverted))
                .map(entry -> {
                    Held held = operations.get(entry.getKey()).orElseThrow();
                    return new Link(
                            held.open().id(),
                            held.state(),
                            held.endedAt() != null,
                            entry.getValue().stands());
                })
                .toList();
    }

    @Override
    public void link(OperationId revert, OperationId reverted) {
        store.statement(() -> reverts.put(revert.value(), new Linked(reverted, false)));
    }

    @Override
    public Optional<OperationId> revertedBy(OperationId revert) {
        return store.statement(() -> reverts.get(revert.value()).map(Linked::reverts));
    }

    @Override
    public void takesEffect(OperationId revert) {
        store.statement(() -> {
            UUID at = revert.value();
            boolean stands = true;
            for (Optional<Linked> one = reverts.get(at); one.isPresent(); one = reverts.get(at)) {
                reverts.put(at, new Linked(one.get().reverts(), stands));
                at = one.get().reverts().value();
                stands = !stands;
            }
        });
    }

    @Override
    public Map<UUID, RowTally> seen(Viewer viewer, Collection<Operation> some) {
        return store.statement(() -> some.stream().collect(Collectors.toMap(Operation::id, operation -> {
            RowShare.Sum sum = new RowShare.Sum();
            previews.chunks(operation.previewId())
                    .forEach(chunk -> Objects.requireNonNull(chunk.audiences()).addRows(sum));
            return viewer.seen(sum.shares());
        })));
    }

    @Override
    public List<Operation> page(
            TenantId tenant, Viewer viewer, @Nullable Instant before, @Nullable UUID beforeId, int most) {
        return store.statement(() -> all().stream()
                .map(this::shown)
                .sorted(Comparator.comparing(Operation::submittedAt).reversed())
                .limit(most)
                .toList());
    }

    @Override
    public List<Operation> awaiting(TenantId tenant, Viewer viewer, UserId notOf, int most) {
        throw new UnsupportedOperationException("nobody of the model looks for what waits");
    }

    @Override
    public long count(TenantId tenant, Viewer viewer) {
        return store.statement(() -> (long) all().size());
    }
}
