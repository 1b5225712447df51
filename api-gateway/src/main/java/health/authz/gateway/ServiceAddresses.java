package health.authz.gateway;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the services are.
 *
 * @param patience how long an answer may take from the first byte to the last
 * @param patienceForStreams the same where a list or an import of any size flows
 */
@ConfigurationProperties("authz.services")
public record ServiceAddresses(
        URI command, URI query, URI alert, URI billing, Duration patience, Duration patienceForStreams) {}
