package health.authz.gateway.demo;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Wires the demo issuer; without the demo profile there is none. */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
class DemoIssuerConfiguration {
    @Bean
    DemoIssuer demoIssuer(
            @Value("${authz.security.issuer}") String issuer,
            @Value("${authz.security.audience}") String audience,
            @Value("${authz.demo.key-file}") Path keyFile) {
        return new DemoIssuer(issuer, audience, DemoKeys.in(keyFile), Clock.systemUTC());
    }
}
