package health.authz.gateway.limits;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the limits; the API's security chain puts them after the check of the token. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
class LimitConfiguration {
    @Bean
    Limits limits(LimitProperties properties) {
        return new Limits(properties, TimeMeter.SYSTEM_NANOTIME);
    }

    @Bean
    LimitFilter limitFilter(Limits limits, MeterRegistry meters) {
        return new LimitFilter(limits, meters);
    }

    @Bean
    AddressLimit addressLimit(Limits limits, MeterRegistry meters) {
        return new AddressLimit(limits, meters);
    }

    /** Not for every request: only where the API's chain calls it. */
    @Bean
    FilterRegistrationBean<LimitFilter> inTheChainAlone(LimitFilter filter) {
        FilterRegistrationBean<LimitFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setEnabled(false);
        return registration;
    }
}
