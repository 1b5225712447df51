package health.authz.platform.relay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the relay moves stored events to Kafka.
 *
 * @param pollInterval longest wait when no commit woke it; write the unit, as in {@code 500ms}
 * @param batchSizeMax most records of one source that travel in one transaction of Kafka's
 * @param gatherFrom a batch of so many rows that is not full tells that a bulk change is running
 * @param gatherFor how long the relay then lets rows gather before it reads again; 0 = not at all
 * @param checkTopicsEvery how often a relay that has nothing to send looks whether its topics are still the same
 * @param republishWhenLost whether it tells everything again by itself when they are not
 */
@ConfigurationProperties("authz.relay")
public record RelayProperties(
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("5000") int batchSizeMax,
        @DefaultValue("500") int gatherFrom,
        @DefaultValue("300ms") Duration gatherFor,
        @DefaultValue("30s") Duration checkTopicsEvery,
        @DefaultValue("false") boolean republishWhenLost) {}
