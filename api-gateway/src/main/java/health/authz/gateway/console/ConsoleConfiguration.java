package health.authz.gateway.console;

import health.authz.gateway.ServiceAddresses;
import java.time.Duration;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What the screens stand on. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {
    /** More than the door waits for a service, so that its problem document is what a screen shows. */
    private static final Duration LONGER = Duration.ofSeconds(5);

    @Bean
    PublicApi publicApi(
            Environment environment,
            ServiceAddresses services,
            @Value("${authz.console.api-origin}") String apiOrigin) {
        return new PublicApi(
                () -> apiOrigin.isEmpty()
                        ? "http://localhost:" + Objects.requireNonNull(environment.getProperty("local.server.port"))
                        : apiOrigin,
                services.patience().plus(LONGER));
    }
}
