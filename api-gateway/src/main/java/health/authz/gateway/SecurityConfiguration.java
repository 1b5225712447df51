package health.authz.gateway;

import health.authz.gateway.limits.AddressLimit;
import health.authz.gateway.limits.LimitFilter;
import health.authz.platform.security.StartRules;
import health.authz.platform.security.TokenRules;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Nobody passes the door without a good token; what the token allows, each service judges itself. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String SECONDS_TO_WAIT = "5";

    /** Before anything is opened. */
    @Bean
    static BeanFactoryPostProcessor startsOnlyAsItMay(Environment environment) {
        return beans -> StartRules.check(environment);
    }

    @Bean
    @Order(1)
    SecurityFilterChain door(HttpSecurity http, LimitFilter limits, AddressLimit addresses) {
        AuthenticationEntryPoint noGoodToken = (request, response, refused) -> {
            if (!addresses.refuses(request, response)) {
                noGoodToken(request, response, refused);
            }
        };
        return http.securityMatcher("/api/**")
                .headers(SecurityHeaders.ofTheApi())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(RequestCacheConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> {})
                        .withObjectPostProcessor(new KeysAway(noGoodToken))
                        .authenticationEntryPoint(noGoodToken))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(noGoodToken))
                .addFilterAfter(limits, AuthorizationFilter.class)
                .build();
    }

    @Bean
    JwtDecoder jwtDecoder(
            @Value("${authz.security.jwk-set-uri}") String jwkSetUri,
            @Value("${authz.security.issuer}") String issuer,
            @Value("${authz.security.audience}") String audience) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(jwkSetUri)
                .jwsAlgorithms(accepted -> accepted.addAll(List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256)))
                .build();
        decoder.setJwtValidator(TokenRules.of(issuer, audience));
        return decoder;
    }

    /** Paths that try to climb, and the like. */
    @Bean
    RequestRejectedHandler suspiciousRequests() {
        return (request, response, rejected) -> Problem.of(
                        HttpStatus.BAD_REQUEST, "bad-request", "Bad request", "The address is not well-formed.")
                .write(request, response);
    }

    /** An issuer that cannot be asked is nobody's wrong token, and no fault of the gateway. */
    private record KeysAway(AuthenticationEntryPoint told)
            implements ObjectPostProcessor<BearerTokenAuthenticationFilter> {
        @Override
        public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
            AuthenticationEntryPointFailureHandler handler = new AuthenticationEntryPointFailureHandler(told);
            handler.setRethrowAuthenticationServiceException(false);
            filter.setAuthenticationFailureHandler(handler);
            return filter;
        }
    }

    private static void noGoodToken(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        if (refused instanceof AuthenticationServiceException) {
            response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT);
            Problem.of(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "service-unavailable",
                            "Not available now",
                            "Your organisation's issuer does not give its keys just now, so no token can be checked. Nothing"
                                    + " was done; try again in a few seconds.")
                    .write(request, response);
            return;
        }
        response.setHeader("WWW-Authenticate", "Bearer");
        Problem.of(
                        HttpStatus.UNAUTHORIZED,
                        "unauthenticated",
                        "No valid token",
                        TokenRules.wrongClaim(refused)
                                .orElse(
                                        "Send a bearer token of your organisation's issuer for this audience that has not"
                                                + " expired."))
                .write(request, response);
    }
}
