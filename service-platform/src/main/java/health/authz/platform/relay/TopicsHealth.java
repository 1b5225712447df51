package health.authz.platform.relay;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down, with what is missing, while Kafka does not hold what it acknowledged. */
class TopicsHealth implements HealthIndicator {
    private final RelayState state;

    TopicsHealth(RelayState state) {
        this.state = state;
    }

    @Override
    public Health health() {
        String lost = state.lost();
        return lost == null
                ? Health.up().build()
                : Health.down().withDetail("reason", lost).build();
    }
}
