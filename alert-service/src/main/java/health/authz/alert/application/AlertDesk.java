package health.authz.alert.application;

import health.authz.alert.domain.AlertDecisions;
import health.authz.alert.domain.AlertDecisions.Closed;
import health.authz.alert.domain.AlertDecisions.Decision;
import health.authz.alert.domain.AlertDecisions.Raised;
import health.authz.alert.domain.AlertDecisions.Transition;
import health.authz.alert.domain.AlertIds;
import health.authz.alert.domain.AlertPolicy;
import health.authz.alert.domain.Arming;
import health.authz.alert.domain.Circumstances;
import health.authz.alert.domain.ExpiryPolicy;
import health.authz.alert.domain.Facts;
import health.authz.alert.domain.LowUnitsPolicy;
import health.authz.alert.domain.Recipients;
import health.authz.alert.domain.StaffMember;
import health.authz.alert.domain.Successors;
import health.authz.events.AlertId;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.alert.AlertEvent.AlertClosed;
import health.authz.events.alert.AlertEvent.AlertRaised;
import health.authz.events.authorization.AuthorizationEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One organisation's chunk of work: everything it needs was read before, the decisions are made in memory, one event after
 * the other, and what came of them is written at once. Not for two threads.
 */
public class AlertDesk {
    private static final AlertPolicy LOW_UNITS = new LowUnitsPolicy();
    private static final AlertPolicy EXPIRING = new ExpiryPolicy();

    /** Authorizations of one client for one code: among them are successors. */
    private record Family(ClientId client, BillingCode code) {
        static Family of(Facts facts) {
            return new Family(facts.client(), facts.code());
        }
    }

    /** Why something is decided: the record that told of it, and the bulk operation that made it. */
    public record Cause(@Nullable String eventId, @Nullable OperationId operation) {}

    /** A transition with what its event needs. */
    record Step(Facts facts, Transition transition, Cause cause) {
        AlertId alertId() {
            return AlertIds.of(facts.id(), transition.kind(), transition.epoch());
        }

        AlertClosed closed(Closed closed) {
            return new AlertClosed(alertId(), closed.cause());
        }
    }

    private final TenantId tenant;
    private final boolean enabled;
    private final Map<ClientId, Surroundings.Client> clients;
    private final @Nullable LocalDate fallbackToday;
    private final Map<AuthorizationId, Watched> all = new HashMap<>();
    private final Map<Family, Set<AuthorizationId>> families = new HashMap<>();
    private final Map<AuthorizationId, Watched> changed = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();

    AlertDesk(
            TenantId tenant,
            boolean enabled,
            Map<ClientId, Surroundings.Client> clients,
            @Nullable LocalDate fallbackToday,
            Collection<Watched> watched) {
        this.tenant = tenant;
        this.enabled = enabled;
        this.clients = clients;
        this.fallbackToday = fallbackToday;
        watched.forEach(this::hold);
    }

    TenantId tenant() {
        return tenant;
    }

    @Nullable
    Watched find(AuthorizationId id) {
        return all.get(id);
    }

    Collection<Watched> changed() {
        return changed.values();
    }

    List<Step> steps() {
        return steps;
    }

    /** Applies an event, and decides the authorization and those that it may succeed. */
    void apply(Watched after, AuthorizationEvent event, Cause cause) {
        put(after);
        decide(after.facts().id(), cause);
        if (!isUseOnly(event, after)) {
            for (AuthorizationId sibling : families.getOrDefault(Family.of(after.facts()), Set.of())) {
                if (!sibling.equals(after.facts().id())) {
                    decideExpiring(sibling, cause);
                }
            }
        }
    }

    /** Remembers a place in the stream where nothing is to be decided. */
    void put(Watched watched) {
        hold(watched);
        changed.put(watched.facts().id(), watched);
    }

    /** Looks at an authorization again because something around it changed. */
    void decide(AuthorizationId id, Cause cause) {
        Watched watched = held(id);
        LocalDate today = today(watched.facts());
        if (today == null) {
            return;
        }
        Arming after = stepped(LOW_UNITS, watched.facts(), watched.lowUnits(), circumstances(watched, today), cause);
        if (!after.equals(watched.lowUnits())) {
            put(watched.withLowUnits(after));
        }
        decideExpiring(id, cause);
    }

    private void decideExpiring(AuthorizationId id, Cause cause) {
        Watched watched = held(id);
        LocalDate today = today(watched.facts());
        if (today == null) {
            return;
        }
        Arming after = stepped(EXPIRING, watched.facts(), watched.expiring(), circumstances(watched, today), cause);
        if (!after.equals(watched.expiring())) {
            put(watched.withExpiring(after));
        }
    }

    private Arming stepped(AlertPolicy policy, Facts facts, Arming arming, Circumstances now, Cause cause) {
        Decision decision = AlertDecisions.decide(policy, facts, arming, now);
        decision.transitions().forEach(transition -> steps.add(new Step(facts, transition, cause)));
        return decision.arming();
    }

    private Circumstances circumstances(Watched watched, LocalDate today) {
        Surroundings.Client client = clients.get(watched.facts().client());
        return new Circumstances(
                today,
                client != null && client.facts().active(),
                Successors.has(
                        watched.facts(),
                        families.getOrDefault(Family.of(watched.facts()), Set.of()).stream()
                                .map(this::held)
                                .map(Watched::facts)
                                .toList()),
                enabled);
    }

    private @Nullable LocalDate today(Facts facts) {
        Surroundings.Client client = clients.get(facts.client());
        return client == null ? fallbackToday : client.today();
    }

    /** Units that went without emptying it leave it the successor that it was, or was not. */
    private static boolean isUseOnly(AuthorizationEvent event, Watched after) {
        return (event instanceof AuthorizationEvent.UnitsConsumed || event instanceof AuthorizationEvent.UnitsHeld)
                && after.facts().usable();
    }

    private Watched held(AuthorizationId id) {
        Watched watched = all.get(id);
        if (watched == null) {
            throw new IllegalStateException("authorization " + id + " was not read");
        }
        return watched;
    }

    private void hold(Watched watched) {
        all.put(watched.facts().id(), watched);
        families.computeIfAbsent(Family.of(watched.facts()), family -> new LinkedHashSet<>(4))
                .add(watched.facts().id());
    }

    /** The event of a raised alert; its recipients are fixed now. */
    AlertRaised raised(Step step, Raised raised, Collection<StaffMember> staff) {
        Facts facts = step.facts();
        Surroundings.Client client = clients.get(facts.client());
        return new AlertRaised(
                step.alertId(),
                tenant,
                raised.kind(),
                facts.id(),
                facts.client(),
                facts.code(),
                facts.payer(),
                facts.endDate(),
                raised.epoch(),
                raised.value(),
                raised.threshold(),
                client == null ? List.of() : Recipients.of(raised.kind(), client.facts(), staff),
                step.cause().operation());
    }
}
