package health.authz.platform.relay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the relay moves stored events to Kafka.
 *
 * @param pollInterval longest wait when no commit woke it; write the unit, as in {@code 500ms}
 * @param batchSizeMax most records sent before the position is saved
 */
@ConfigurationProperties("authz.relay")
public record RelayProperties(
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("2000") int batchSizeMax) {}
