package health.authz.platform.sampling;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what asks stores for figures. */
@Configuration(proxyBeanMethods = false)
class SamplingConfiguration {
    @Bean
    SampledGauges sampledGauges(MeterRegistry meters, @Value("${authz.sampling.every:5s}") Duration every) {
        return new SampledGauges(meters, every);
    }

    /** Readiness asks the stores, and so does its figure. */
    @Bean
    Sample readiness(
            SampledGauges samples, HealthEndpoint health, @Value("${spring.application.name}") String application) {
        return samples.sample("readiness")
                .gauge("authz.ready", "1 while requests are taken", Tags.of("application", application), () -> {
                    HealthDescriptor found = health.healthForPath("readiness");
                    return found != null && Status.UP.equals(found.getStatus()) ? 1 : 0;
                });
    }
}
