package health.authz.platform.security;

import health.authz.platform.web.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Makes a service a resource server: signature, issuer, audience and expiry are checked here, whoever stands in front. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String SECONDS_TO_WAIT = "5";

    /** Before anything is connected to. */
    @Bean
    static BeanFactoryPostProcessor startsOnlyAsItMay(Environment environment) {
        return beans -> StartRules.check(environment);
    }

    @Bean
    SecurityFilterChain everythingNeedsAToken(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> {})
                        .withObjectPostProcessor(new KeysAway())
                        .authenticationEntryPoint(SecurityConfiguration::askForAToken)
                        .accessDeniedHandler((request, response, refused) -> ProblemWriter.write(
                                request,
                                response,
                                HttpStatus.FORBIDDEN,
                                "missing-permission",
                                "Permission missing",
                                "The token does not allow this.")))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(SecurityConfiguration::askForAToken))
                .build();
    }

    /** An issuer that cannot be asked is nobody's wrong token, and no fault of this service that ends in the container's own page. */
    private static final class KeysAway implements ObjectPostProcessor<BearerTokenAuthenticationFilter> {
        @Override
        public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
            AuthenticationEntryPointFailureHandler told =
                    new AuthenticationEntryPointFailureHandler(SecurityConfiguration::askForAToken);
            told.setRethrowAuthenticationServiceException(false);
            filter.setAuthenticationFailureHandler(told);
            return filter;
        }
    }

    private static void askForAToken(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        if (refused instanceof AuthenticationServiceException) {
            response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT);
            ProblemWriter.write(
                    request,
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "service-unavailable",
                    "Not available now",
                    "Your organisation's issuer does not give its keys just now, so no token can be checked. Nothing was done;"
                            + " try again in a few seconds.");
            return;
        }
        response.setHeader("WWW-Authenticate", "Bearer");
        ProblemWriter.write(
                request,
                response,
                HttpStatus.UNAUTHORIZED,
                "unauthenticated",
                "No valid token",
                TokenRules.wrongClaim(refused)
                        .orElse(
                                "Send a bearer token of your organisation's issuer for this audience that has not expired."));
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

    @Bean
    WebMvcConfigurer callerArguments() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArguments());
                resolvers.add(new OperatorArguments());
            }
        };
    }
}
