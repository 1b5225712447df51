package health.authz.bulk.application;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;

/**
 * Stands for PostgreSQL where the engine is driven by the model: transactions at READ COMMITTED, row locks held to their
 * end, keys that conflict, {@code skip locked}, and deadlocks that one side loses. A crash before the commit leaves
 * nothing, one after it everything.
 */
final class ModelStore implements PlatformTransactionManager {
    private final ModelSchedule schedule;
    private final boolean tornCommits;
    private final Map<ModelSchedule.Actor, Tx> open = new HashMap<>();
    private final Map<Object, Tx> locks = new HashMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private long time;
    private long changes;

    /** @param tornCommits a planted fault: what dies before its commit leaves a part of its writes */
    ModelStore(ModelSchedule schedule, boolean tornCommits) {
        this.schedule = schedule;
        this.tornCommits = tornCommits;
    }

    /** What one row, note or record did, told to the reference at its place in the order. */
    record Effect(long at, Runnable onReference) {}

    /** One transaction: its writes are its own until it commits. */
    final class Tx {
        private final Map<Table<?, ?>, Map<Object, Object>> writes = new LinkedHashMap<>();
        private final Set<Object> held = new HashSet<>();
        private final List<Runnable> atCommit = new ArrayList<>();
        private final Map<String, Object> seen = new HashMap<>();
        private @Nullable Tx waitsFor;
        private boolean over;
        private long readAt;
        private long livesReadAt;

        /** When it last read what it decides on. */
        long readAt() {
            return readAt;
        }

        void read() {
            readAt = ++time;
        }

        /** It reads whole lives, which what it reads afterwards does not change. */
        void readLives() {
            if (livesReadAt == 0) {
                read();
                livesReadAt = readAt;
            }
        }

        long livesReadAt() {
            return livesReadAt;
        }

        /** Facts of others that it read. */
        Map<String, Object> seen() {
            return seen;
        }

        /** The reference hears of it, if this commits, in the order of the commits. */
        void onCommit(Runnable onReference) {
            atCommit.add(() -> effects.add(new Effect(time, onReference)));
        }

        /** The reference hears of it, if this commits, as of when it was decided. */
        void asDecided(Runnable onReference) {
            asDecidedAt(readAt, onReference);
        }

        void asDecidedAt(long at, Runnable onReference) {
            atCommit.add(() -> effects.add(new Effect(at, onReference)));
        }

        Set<Object> written(Table<?, ?> table) {
            return writes.getOrDefault(table, Map.of()).keySet();
        }

        private void end(boolean commits, int tables) {
            over = true;
            held.forEach(locks::remove);
            if (commits) {
                time++;
                changes += writes.isEmpty() ? 0 : 1;
                writes.entrySet().stream().limit(tables).forEach(entry -> entry.getKey()
                        .apply(entry.getValue()));
                atCommit.forEach(Runnable::run);
            }
        }
    }

    /** Rows by key, whose values never change in place. */
    final class Table<K extends Comparable<K>, V> {
        private final NavigableMap<K, V> committed = new TreeMap<>();

        Optional<V> get(K key) {
            Map<Object, Object> own = own();
            @SuppressWarnings("unchecked")
            V mine = (V) own.get(key);
            return Optional.ofNullable(mine == null ? committed.get(key) : mine);
        }

        @SuppressWarnings("unchecked")
        NavigableMap<K, V> all() {
            Map<Object, Object> own = own();
            if (own.isEmpty()) {
                return committed;
            }
            NavigableMap<K, V> all = new TreeMap<>(committed);
            own.forEach((key, value) -> all.put((K) key, (V) value));
            return all;
        }

        Collection<V> values() {
            return List.copyOf(all().values());
        }

        void put(K key, V value) {
            lock(key);
            tx().writes.computeIfAbsent(this, table -> new LinkedHashMap<>()).put(key, value);
        }

        /** Waits for whoever is inserting the same. @return whether the key was free */
        boolean insert(K key, V value) {
            lock(key);
            if (get(key).isPresent()) {
                return false;
            }
            put(key, value);
            return true;
        }

        /** Waits until nobody else holds it; the one that closes a circle of waiting gives up. */
        void lock(K key) {
            Tx self = tx();
            Object lock = List.of(System.identityHashCode(this), key);
            for (Tx holder = locks.get(lock); holder != null && holder != self; holder = locks.get(lock)) {
                for (Tx next = holder; next != null; next = next.waitsFor) {
                    if (next == self) {
                        throw new CannotAcquireLockException("deadlock detected");
                    }
                }
                self.waitsFor = holder;
                Tx awaited = holder;
                schedule.await(() -> awaited.over);
                self.waitsFor = null;
            }
            locks.put(lock, self);
            self.held.add(lock);
        }

        boolean isFree(K key) {
            Tx holder = locks.get(List.of(System.identityHashCode(this), key));
            return holder == null || holder == tx();
        }

        private Map<Object, Object> own() {
            Tx tx = schedule.isActing() ? open.get(schedule.current()) : null;
            return tx == null ? Map.of() : tx.writes.getOrDefault(this, Map.of());
        }

        @SuppressWarnings("unchecked")
        private void apply(Map<Object, Object> written) {
            written.forEach((key, value) -> committed.put((K) key, (V) value));
        }
    }

    Tx tx() {
        Tx tx = open.get(schedule.current());
        if (tx == null) {
            throw new IllegalStateException("no transaction");
        }
        return tx;
    }

    /** One statement: in the actor's transaction, or in one of its own. */
    <T> T statement(Supplier<T> work) {
        schedule.pause();
        if (open.containsKey(schedule.current())) {
            return work.get();
        }
        TransactionStatus own = getTransaction(null);
        try {
            T result = work.get();
            end(own, true);
            return result;
        } catch (RuntimeException | Error failed) {
            end(own, false);
            throw failed;
        }
    }

    void statement(Runnable work) {
        statement(() -> {
            work.run();
            return true;
        });
    }

    /** Grows whenever somebody stored something. */
    long changes() {
        return changes;
    }

    /** What happened, in the order in which it counts. */
    List<Effect> effects() {
        List<Effect> ordered = new ArrayList<>(effects);
        ordered.sort((one, other) -> Long.compare(one.at(), other.at()));
        return ordered;
    }

    @Override
    public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
        if (open.put(schedule.current(), new Tx()) != null) {
            throw new IllegalStateException("a transaction within a transaction");
        }
        return new SimpleTransactionStatus(true);
    }

    @Override
    public void commit(TransactionStatus status) {
        try {
            schedule.pause();
        } catch (ModelSchedule.Crash before) {
            end(status, false);
            throw before;
        }
        end(status, true);
        schedule.pause();
    }

    @Override
    public void rollback(TransactionStatus status) {
        end(status, false);
    }

    private void end(TransactionStatus status, boolean commits) {
        ModelSchedule.Actor actor = schedule.current();
        Tx tx = open.remove(actor);
        if (tx != null) {
            boolean torn = tornCommits && actor.killed() && !commits && tx.writes.size() > 1;
            tx.end(commits || torn, torn ? 1 : tx.writes.size());
        }
    }
}
