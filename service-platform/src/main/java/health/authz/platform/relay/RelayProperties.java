package health.authz.platform.relay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the relay moves stored events to Kafka.
 *
 * @param pollInterval longest wait when no commit woke it; write the unit, as in {@code 500ms}
 * @param batchSizeMax most records sent before the position is saved
 * @param gatherFrom a batch of so many rows that is not full tells that a bulk change is running
 * @param gatherFor how long the relay then lets rows gather before it reads again; 0 = not at all
 */
@ConfigurationProperties("authz.relay")
public record RelayProperties(
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("2000") int batchSizeMax,
        @DefaultValue("500") int gatherFrom,
        @DefaultValue("300ms") Duration gatherFor) {}
