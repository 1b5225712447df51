package health.authz.bulk.application;

import health.authz.authorization.application.Snapshots;
import health.authz.authorization.domain.Added;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** Snapshots in the model's store. */
final class MemorySnapshots implements Snapshots {
    private final ModelStore store;
    private final Fault fault;
    private final ModelStore.Table<String, Added> states;

    MemorySnapshots(ModelStore store, Fault fault) {
        this.store = store;
        this.fault = fault;
        this.states = store.new Table<>();
    }

    @Override
    public Map<String, Added> of(Collection<String> ids) {
        return store.statement(() -> {
            Map<String, Added> known = new HashMap<>();
            ids.forEach(id -> states.get(id).ifPresent(state -> known.put(id, state)));
            return known;
        });
    }

    @Override
    public void keep(Collection<Added> due) {
        store.statement(() -> due.stream()
                .sorted(Comparator.comparing(state -> state.identity().id()))
                .forEach(this::keep));
    }

    private static Added ahead(Added state) {
        return new Added(
                state.identity(),
                state.definition(),
                state.totals(),
                state.standing(),
                state.successor(),
                state.notes(),
                state.seq() + 1,
                state.definitionSeq());
    }

    private void keep(Added state) {
        String id = state.identity().id().toString();
        states.lock(id);
        if (states.get(id).map(Added::seq).orElse(-1L) < state.seq()) {
            states.put(id, fault == Fault.DATES_SNAPSHOTS_AHEAD ? ahead(state) : state);
        }
    }
}
