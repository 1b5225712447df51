package health.authz.platform.consistency;

import health.authz.platform.relay.RelayPositions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tokens in every service; their making where there is a store. */
@Configuration(proxyBeanMethods = false)
class ConsistencyConfiguration {
    @Bean
    ConsistencyTokens consistencyTokens(@Value("${authz.cursor-secret}") String secret) {
        return new ConsistencyTokens(secret);
    }

    /** For services that write. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("spring.datasource.url")
    static class OfWriters {
        @Bean
        Consistency consistency(
                ConsistencyTokens tokens,
                JdbcTemplate jdbc,
                RelayPositions relay,
                @Value("${spring.application.name}") String service) {
            return new Consistency(tokens, new StoredPositions(jdbc, service), relay, service);
        }

        /** Inside the security filters, where it is known who asks. */
        @Bean
        FilterRegistrationBean<ConsistencyFilter> consistencyFilter(Consistency consistency) {
            FilterRegistrationBean<ConsistencyFilter> filter =
                    new FilterRegistrationBean<>(new ConsistencyFilter(consistency));
            filter.setOrder(Ordered.LOWEST_PRECEDENCE);
            return filter;
        }
    }
}
