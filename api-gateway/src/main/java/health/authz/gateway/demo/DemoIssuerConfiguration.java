package health.authz.gateway.demo;

import health.authz.gateway.SecurityHeaders;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

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

    /** Before everything else; where no hosts are named, as in a network of containers, whoever reaches the port is answered. */
    @Bean
    @ConditionalOnExpression("!'${authz.demo.hosts:}'.isEmpty()")
    FilterRegistrationBean<KnownHosts> knownHosts(@Value("${authz.demo.hosts}") List<String> hosts) {
        FilterRegistrationBean<KnownHosts> filter = new FilterRegistrationBean<>(new KnownHosts(hosts));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    AuthorizationCodes authorizationCodes() {
        return new AuthorizationCodes(Clock.systemUTC());
    }

    /** The issuer knows no session, and whoever asks it has no token yet. */
    @Bean
    @Order(2)
    SecurityFilterChain demoIssuerIsOpen(HttpSecurity http) {
        return http.securityMatcher("/demo-issuer/**")
                .headers(SecurityHeaders.ofPages(List.of()))
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
