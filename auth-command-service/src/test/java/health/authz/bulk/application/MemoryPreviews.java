package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.ChunkAudiences;
import health.authz.bulk.domain.PreviewSummary;
import health.authz.bulk.domain.Target;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Previews in the model's store. */
class MemoryPreviews implements PreparingPreviews, ConfirmablePreviews {
    private final ModelStore store;
    private final Fault fault;
    private final BiConsumer<Previews.Chunk, String> whenPrepared;
    private final ModelStore.Table<UUID, Held> previews;
    private final ModelStore.Table<Key, Frozen> chunks;

    MemoryPreviews(ModelStore store, Fault fault, BiConsumer<Previews.Chunk, String> whenPrepared) {
        this.store = store;
        this.whenPrepared = whenPrepared;
        this.fault = fault;
        this.previews = store.new Table<>();
        this.chunks = store.new Table<>();
    }

    record Key(UUID id, int chunk) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = id.compareTo(other.id);
            return order == 0 ? Integer.compare(chunk, other.chunk) : order;
        }
    }

    /** One frozen chunk. */
    record Frozen(
            UUID preview,
            int chunk,
            long firstLine,
            int rows,
            List<Target> targets,
            @Nullable PreviewSummary summary,
            @Nullable String items,
            @Nullable ChunkAudiences audiences) {}

    private record Held(Preview preview, Instant touched) {
        Held with(UnaryOperator<Preview> change, Instant now) {
            return new Held(change.apply(preview), now);
        }
    }

    private static Preview changed(
            Preview was,
            Preview.State state,
            boolean frozen,
            long rows,
            int chunks,
            @Nullable String digest,
            @Nullable String answer,
            @Nullable Instant expires,
            @Nullable UUID operation) {
        return new Preview(
                was.id(),
                was.madeBy(),
                was.kind(),
                state,
                was.plan(),
                frozen,
                rows,
                chunks,
                0,
                digest,
                was.problem(),
                answer,
                expires,
                operation,
                was.list(),
                null,
                false);
    }

    private void change(UUID id, Instant now, UnaryOperator<Preview> change) {
        previews.lock(id);
        previews.put(id, previews.get(id).orElseThrow().with(change, now));
    }

    private void change(UUID id, UnaryOperator<Preview> change) {
        previews.lock(id);
        Held held = previews.get(id).orElseThrow();
        previews.put(id, held.with(change, held.touched()));
    }

    /** Whether there is something left to prepare. */
    boolean isBusy() {
        return previews.all().values().stream().anyMatch(held -> held.preview().state() == Preview.State.PREPARING);
    }

    Collection<Preview> all() {
        return previews.values().stream().map(Held::preview).toList();
    }

    List<Frozen> chunks(UUID id) {
        return chunks.values().stream()
                .filter(chunk -> chunk.preview().equals(id))
                .toList();
    }

    @Override
    public void begin(UUID id, BulkPlan plan, Instant now) {
        store.statement(() -> previews.put(
                id,
                new Held(
                        new Preview(
                                id,
                                plan.scope().user().value(),
                                plan.kind(),
                                Preview.State.PREPARING,
                                plan,
                                false,
                                0,
                                0,
                                0,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                false),
                        now)));
    }

    @Override
    public void listIs(UUID id, @Nullable ListFreshness freshness) {
        store.statement(() -> change(
                id,
                was -> new Preview(
                        was.id(),
                        was.madeBy(),
                        was.kind(),
                        was.state(),
                        was.plan(),
                        was.frozen(),
                        was.rows(),
                        was.chunks(),
                        was.chunksPrepared(),
                        was.digest(),
                        was.problem(),
                        was.answer(),
                        was.expiresAt(),
                        was.operationId(),
                        freshness,
                        was.selected(),
                        was.partial())));
    }

    @Override
    public void selects(UUID id, String selected) {
        throw new UnsupportedOperationException("the model's selections are no JSON");
    }

    @Override
    public void replan(UUID id, BulkPlan plan) {
        throw new UnsupportedOperationException("the model's previews know what is asked from the beginning");
    }

    @Override
    public void freeze(UUID id, int chunk, long firstLine, int rows, List<Target> targets, Instant now) {
        store.statement(() -> chunks.put(
                new Key(id, chunk), new Frozen(id, chunk, firstLine, rows, List.copyOf(targets), null, null, null)));
        store.statement(() -> change(
                id,
                now,
                was -> changed(was, was.state(), false, firstLine - 1 + rows, chunk + 1, null, null, null, null)));
    }

    @Override
    public void frozen(UUID id, String digest, Instant now) {
        store.statement(() -> change(
                id, now, was -> changed(was, was.state(), true, was.rows(), was.chunks(), digest, null, null, null)));
    }

    @Override
    public void named(UUID id, int chunk, String items, @Nullable ChunkAudiences audiences) {
        store.statement(() -> {
            Frozen was = chunks.get(new Key(id, chunk)).orElseThrow();
            chunks.put(
                    new Key(id, chunk),
                    new Frozen(id, chunk, was.firstLine(), was.rows(), was.targets(), was.summary(), items, audiences));
        });
    }

    @Override
    public void failed(UUID id, String problem) {
        store.statement(() -> change(
                id,
                was -> was.state() == Preview.State.PREPARING
                        ? changed(was, Preview.State.FAILED, was.frozen(), 0, 0, null, null, null, null)
                        : was));
    }

    @Override
    public Optional<Previews.Chunk> lockNextOpen() {
        return store.statement(() -> chunks.values().stream()
                .filter(chunk ->
                        chunk.summary() == null && preview(chunk.preview()).state() == Preview.State.PREPARING)
                .sorted(Comparator.comparingInt(Frozen::chunk)
                        .thenComparing(chunk ->
                                previews.get(chunk.preview()).orElseThrow().touched()))
                .filter(chunk -> chunks.isFree(new Key(chunk.preview(), chunk.chunk())))
                .findFirst()
                .map(chunk -> {
                    chunks.lock(new Key(chunk.preview(), chunk.chunk()));
                    return new Previews.Chunk(
                            chunk.preview(),
                            chunk.chunk(),
                            chunk.firstLine(),
                            () -> preview(chunk.preview()).plan(),
                            chunk::targets);
                }));
    }

    @Override
    public void prepared(
            Previews.Chunk chunk, PreviewSummary summary, String items, ChunkAudiences audiences, Instant now) {
        store.statement(() -> {
            Key key = new Key(chunk.preview(), chunk.chunk());
            Frozen was = chunks.get(key).orElseThrow();
            chunks.put(
                    key,
                    new Frozen(
                            was.preview(),
                            was.chunk(),
                            was.firstLine(),
                            was.rows(),
                            was.targets(),
                            summary,
                            items,
                            audiences));
            whenPrepared.accept(chunk, items);
        });
    }

    @Override
    public List<UUID> complete() {
        return store.statement(() -> all().stream()
                .filter(preview -> preview.state() == Preview.State.PREPARING && preview.frozen())
                .filter(preview -> chunks(preview.id()).stream().allMatch(chunk -> chunk.summary() != null))
                .map(Preview::id)
                .toList());
    }

    @Override
    public Optional<Preview> lockComplete(UUID id) {
        return store.statement(() -> {
            if (!previews.isFree(id) || preview(id).state() != Preview.State.PREPARING) {
                return Optional.empty();
            }
            previews.lock(id);
            return Optional.of(preview(id));
        });
    }

    @Override
    public List<UUID> over(Collection<UUID> ids) {
        return store.statement(() -> ids.stream()
                .filter(id -> previews.get(id)
                        .filter(held -> held.preview().state() != Preview.State.PREPARING)
                        .isPresent())
                .toList());
    }

    @Override
    public boolean untouchedSince(UUID id, Instant then) {
        return store.statement(() -> previews.get(id).orElseThrow().touched().isBefore(then));
    }

    @Override
    public List<UUID> abandoned(Instant since) {
        return store.statement(() -> previews.values().stream()
                .filter(held -> held.preview().state() == Preview.State.PREPARING
                        && !held.preview().frozen()
                        && held.touched().isBefore(since))
                .map(held -> held.preview().id())
                .toList());
    }

    @Override
    public PreviewSummary summary(UUID id) {
        return store.statement(() -> {
            PreviewSummary.Sum sum = new PreviewSummary.Sum();
            chunks(id).forEach(chunk -> sum.add(Objects.requireNonNull(chunk.summary())));
            return sum.total();
        });
    }

    /** Whose rows there are is read from the chunks. */
    @Override
    public void counted(UUID id) {
        store.statement(() -> assertThat(chunks(id)).allMatch(chunk -> chunk.audiences() != null));
    }

    @Override
    public void ready(UUID id, String answer, Instant now, Duration valid) {
        store.statement(() -> {
            previews.lock(id);
            if (preview(id).state() == Preview.State.PREPARING) {
                change(
                        id,
                        was -> changed(
                                was,
                                Preview.State.READY,
                                true,
                                was.rows(),
                                was.chunks(),
                                was.digest(),
                                answer,
                                now.plus(valid),
                                null));
            }
        });
    }

    @Override
    public Optional<Preview> find(TenantId tenant, UserId maker, UUID id) {
        return store.statement(() -> found(maker, id));
    }

    @Override
    public Optional<Preview> confirmed(TenantId tenant, UUID id) {
        return store.statement(
                () -> previews.get(id).map(Held::preview).filter(each -> each.state() == Preview.State.CONFIRMED));
    }

    @Override
    public Optional<Preview> lock(TenantId tenant, UserId maker, UUID id) {
        return store.statement(() -> {
            if (found(maker, id).isPresent()) {
                previews.lock(id);
            }
            return found(maker, id);
        });
    }

    @Override
    public void confirmed(UUID id, UUID operation) {
        store.statement(() -> {
            if (fault != Fault.FORGETS_CONFIRMATIONS) {
                change(
                        id,
                        was -> changed(
                                was,
                                Preview.State.CONFIRMED,
                                true,
                                was.rows(),
                                was.chunks(),
                                was.digest(),
                                was.answer(),
                                was.expiresAt(),
                                operation));
            }
        });
    }

    @Override
    public Optional<String> items(UUID id, int chunk) {
        return store.statement(() -> chunks.get(new Key(id, chunk)).map(Frozen::items));
    }

    private Optional<Preview> found(UserId maker, UUID id) {
        return previews.get(id).map(Held::preview).filter(preview -> preview.madeBy()
                .equals(maker.value()));
    }

    Preview preview(UUID id) {
        return previews.get(id).orElseThrow().preview();
    }
}
