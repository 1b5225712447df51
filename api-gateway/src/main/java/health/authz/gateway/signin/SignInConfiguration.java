package health.authz.gateway.signin;

import health.authz.gateway.SecurityHeaders;
import health.authz.gateway.limits.AddressLimit;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.session.StandardManager;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Everything that is not the API belongs to people: a session, a token against forged forms, and strict pages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SignInProperties.class)
class SignInConfiguration {
    /** A token that ends sooner is renewed before it is used. */
    private static final Duration SOON = Duration.ofSeconds(60);

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    SecurityFilterChain people(
            HttpSecurity http,
            SignInProperties properties,
            OrganisationIssuer issuer,
            People people,
            Idle idle,
            OAuth2AuthorizationRequestResolver requests,
            AddressLimit addresses) {
        SealedCookies cookies = new SealedCookies(Clock.systemUTC());
        ToSignIn toSignIn = new ToSignIn(cookies);
        SignInEnd end = new SignInEnd(idle, cookies);
        return http.headers(SecurityHeaders.ofPages(properties.formTargets()))
                .requestCache(RequestCacheConfigurer::disable)
                .csrf(csrf -> csrf.csrfTokenRepository(new TokensOfSessions()))
                .authorizeHttpRequests(authorize -> authorize
                        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(
                                "/actuator/**",
                                "/problems/**",
                                "/docs",
                                "/docs/**",
                                "/assets/**",
                                "/webjars/**",
                                "/favicon.ico")
                        .permitAll()
                        .requestMatchers(ToSignIn.PAGE, SignInController.FAILED, SessionController.PATH)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2Login(login -> login.loginPage(ToSignIn.PAGE)
                        .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(requests)
                                .authorizationRequestRepository(new RequestsInCookies(cookies)))
                        .userInfoEndpoint(endpoint -> endpoint.oidcUserService(people))
                        .successHandler(end)
                        .failureHandler(end))
                .logout(logout -> logout.logoutSuccessHandler(new SignOff(issuer, properties.sameOrigin())))
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(toSignIn).accessDeniedHandler(new OldForm(toSignIn)))
                .addFilterBefore(idle, SecurityContextHolderFilter.class)
                .addFilterBefore(new SessionsFull(), SecurityContextHolderFilter.class)
                .addFilterAfter(new NamelessFilter(addresses), SecurityContextHolderFilter.class)
                .build();
    }

    @Bean
    OrganisationIssuer organisationIssuer(SignInProperties properties) {
        return new OrganisationIssuer(properties);
    }

    @Bean
    Idle idle(SignInProperties properties) {
        return new Idle(properties.idle(), Clock.systemUTC());
    }

    /** {@link Idle} stands in the chain of people alone. */
    @Bean
    FilterRegistrationBean<Idle> notForPrograms(Idle idle) {
        FilterRegistrationBean<Idle> registration = new FilterRegistrationBean<>(idle);
        registration.setEnabled(false);
        return registration;
    }

    @Bean
    OAuth2AuthorizationRequestResolver signInRequests(
            ClientRegistrationRepository issuers, SignInProperties properties) {
        DefaultOAuth2AuthorizationRequestResolver resolver = new DefaultOAuth2AuthorizationRequestResolver(issuers);
        resolver.setAuthorizationRequestCustomizer(request -> {
            request.additionalParameters(parameters -> parameters.putAll(properties.parameters()));
            if (properties.sameOrigin()) {
                request.authorizationRequestUri(
                        uri -> uri.scheme(null).host(null).port(null).build());
            }
        });
        return resolver;
    }

    /** By the algorithm that the provider names, RS256 if it has that. */
    @Bean
    JwtDecoderFactory<ClientRegistration> idTokens() {
        OidcIdTokenDecoderFactory factory = new OidcIdTokenDecoderFactory();
        factory.setJwsAlgorithmResolver(OrganisationIssuer::algorithm);
        return factory;
    }

    /** Tokens live in the session and end with it. */
    @Bean
    OAuth2AuthorizedClientRepository tokensOfSessions() {
        return new HttpSessionOAuth2AuthorizedClientRepository();
    }

    @Bean
    OAuth2AuthorizedClientManager tokens(ClientRegistrationRepository issuers, OAuth2AuthorizedClientRepository kept) {
        DefaultOAuth2AuthorizedClientManager manager = new DefaultOAuth2AuthorizedClientManager(issuers, kept);
        manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .refreshToken(refresh -> refresh.clockSkew(SOON))
                .build());
        return manager;
    }

    @Bean
    People signedInPeople(JwtDecoder accessTokens, OAuth2AuthorizedClientManager tokens) {
        return new People(accessTokens, tokens);
    }

    @Bean
    WebMvcConfigurer peopleInControllers(PersonOfPage person) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(person);
            }
        };
    }

    /** A session is made while somebody signs in; should they not come to the end of that, it is gone in minutes. */
    @Bean
    ServletListenerRegistrationBean<HttpSessionListener> shortUntilSignedIn() {
        return new ServletListenerRegistrationBean<>(new HttpSessionListener() {
            @Override
            public void sessionCreated(HttpSessionEvent created) {
                Idle.beforeSignIn(created.getSession());
            }
        });
    }

    /** The container would make a manager of its own only when it starts, and that knows no bound. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> sessionsMax(SignInProperties properties) {
        return server -> server.addContextCustomizers(context -> {
            StandardManager manager = new StandardManager();
            manager.setMaxActiveSessions(properties.sessionsMax());
            context.setManager(manager);
        });
    }
}
