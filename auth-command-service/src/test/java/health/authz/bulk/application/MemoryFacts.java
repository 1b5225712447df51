package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.application.AuthNumbers;
import health.authz.authorization.application.Codes;
import health.authz.authorization.application.Windows;
import health.authz.authorization.domain.CodeFacts;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.directory.ClientFacts;
import health.authz.directory.Clients;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Clients, codes, windows and numbers in the model's store. What a transaction saw of others it keeps for the reference. */
final class MemoryFacts implements Clients, Codes, Windows, AuthNumbers {
    private final ModelStore store;
    private final Fault fault;
    private final ModelStore.Table<String, ClientFacts> clients;
    private final ModelStore.Table<String, HeldCode> codes;
    private final ModelStore.Table<String, ExistingWindow> windows;
    private long number;

    MemoryFacts(ModelStore store, Fault fault) {
        this.store = store;
        this.fault = fault;
        this.clients = store.new Table<>();
        this.codes = store.new Table<>();
        this.windows = store.new Table<>();
    }

    private record HeldCode(CodeFacts facts, long seq) {}

    void put(ClientFacts client, Runnable onReference) {
        store.statement(() -> {
            clients.put(client.id().value(), client);
            store.tx().onCommit(onReference);
        });
    }

    /** What came earlier in the code's stream, delivered again, changes nothing. */
    void put(CodeFacts code, long seq) {
        store.statement(() -> {
            String key = code.code().value();
            codes.lock(key);
            if (codes.get(key).map(HeldCode::seq).orElse(-1L) < seq) {
                codes.put(key, new HeldCode(code, seq));
            }
        });
    }

    ClientFacts client(String id) {
        return clients.get(id).orElseThrow();
    }

    CodeFacts code(String code) {
        return codes.get(code).orElseThrow().facts();
    }

    long codeSeq(String code) {
        return codes.get(code).orElseThrow().seq();
    }

    @Override
    public Map<ClientId, ClientFacts> clients(TenantId tenant, Collection<ClientId> ids) {
        return store.statement(() -> {
            Map<ClientId, ClientFacts> known = new HashMap<>();
            ids.forEach(id -> clients.get(id.value()).ifPresent(client -> known.put(id, client)));
            known.forEach((id, client) -> store.tx().seen().put(id.value(), client));
            return known;
        });
    }

    @Override
    public void lockClients(TenantId tenant, SortedSet<ClientId> ids) {
        store.statement(() -> {
            if (fault != Fault.LOCKS_NO_CLIENTS) {
                ids.stream().filter(id -> clients.get(id.value()).isPresent()).forEach(id -> clients.lock(id.value()));
            }
        });
    }

    @Override
    public Map<BillingCode, CodeFacts> of(TenantId tenant, Collection<BillingCode> wanted) {
        return store.statement(() -> {
            Map<BillingCode, CodeFacts> known = new HashMap<>();
            wanted.forEach(code -> codes.get(code.value()).ifPresent(held -> known.put(code, held.facts())));
            known.forEach((code, facts) -> store.tx().seen().put(code.value(), facts));
            return known;
        });
    }

    @Override
    public Map<ClientId, List<ExistingWindow>> existing(
            TenantId tenant, Collection<ClientId> ofClients, Collection<BillingCode> ofCodes) {
        return store.statement(() -> {
            store.tx().read();
            Map<ClientId, List<ExistingWindow>> existing = new HashMap<>();
            windows.values().stream()
                    .filter(window -> ofClients.contains(window.client()) && ofCodes.contains(window.code()))
                    .forEach(window -> existing.computeIfAbsent(window.client(), client -> new ArrayList<>())
                            .add(window));
            return existing;
        });
    }

    @Override
    public void add(TenantId tenant, Collection<ExistingWindow> added) {
        Set<AuthorizationId> known =
                windows.values().stream().map(ExistingWindow::id).collect(Collectors.toSet());
        assertThat(added).noneMatch(window -> known.contains(window.id()));
        record(tenant, added);
    }

    @Override
    public void record(TenantId tenant, Collection<ExistingWindow> moved) {
        store.statement(() -> {
            if (fault != Fault.FORGETS_WINDOWS) {
                moved.forEach(window -> windows.put(window.id().toString(), window));
            }
        });
    }

    Collection<ExistingWindow> all() {
        return windows.values();
    }

    @Override
    public List<Long> next(int count) {
        return store.statement(() -> {
            List<Long> numbers = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                numbers.add(++number);
            }
            number -= fault == Fault.GIVES_NUMBERS_TWICE ? 1 : 0;
            return numbers;
        });
    }
}
