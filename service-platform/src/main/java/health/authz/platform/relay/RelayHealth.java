package health.authz.platform.relay;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down, with the reason, while the relay does not get on. From memory: no store is asked. */
class RelayHealth implements HealthIndicator {
    private final RelayState state;

    RelayHealth(RelayState state) {
        this.state = state;
    }

    @Override
    public Health health() {
        String reason = state.standsBecause();
        Health.Builder health = reason == null ? Health.up() : Health.down().withDetail("reason", reason);
        return health.withDetail("leads", state.leads())
                .withDetail("behind", state.lag())
                .withDetail("failures", state.failures())
                .build();
    }
}
