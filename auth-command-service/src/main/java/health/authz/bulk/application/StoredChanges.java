package health.authz.bulk.application;

import health.authz.events.TenantId;
import health.authz.platform.consistency.Consistency;
import health.authz.platform.consistency.ConsistencyToken;
import health.authz.platform.consistency.Reach;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** This service's store and its relay. */
final class StoredChanges implements FreshSelections.OwnChanges {
    private final Consistency consistency;
    private final HealthIndicator relay;

    StoredChanges(Consistency consistency, HealthIndicator relay) {
        this.consistency = consistency;
        this.relay = relay;
    }

    @Override
    public ConsistencyToken notPassed(TenantId tenant) {
        return consistency.notPassed(tenant);
    }

    @Override
    public Optional<Reach> reachOf(ConsistencyToken token) {
        return consistency.reachOf(token);
    }

    @Override
    public long passed() {
        return consistency.passed();
    }

    @Override
    public boolean relayIsAway() {
        Health health = relay.health();
        return health != null && Status.DOWN.equals(health.getStatus());
    }
}
