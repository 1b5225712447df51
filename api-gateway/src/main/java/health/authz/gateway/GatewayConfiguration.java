package health.authz.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchangeHandlerFunction;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

/** The one door: routes, and how the services behind it are called. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ServiceAddresses.class)
class GatewayConfiguration {
    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(5);

    /** The client's time limit covers the bodies too, so what may flow for minutes needs another one. */
    private static final Set<String> STREAMS = Set.of("authorizations", "clients", "events", "import", "results");

    private static final Pattern LAST_PART = Pattern.compile(".*/([^/]*)");

    @Bean
    @Order(1)
    RouterFunction<ServerResponse> routes(ServiceAddresses services) {
        return Routes.to(services);
    }

    /** Before the routes, which look at the service and not at all that a path takes. */
    @Bean
    @Order(0)
    RouterFunction<ServerResponse> otherMethods(PublicMethods methods) {
        return methods.others();
    }

    /** After the controllers and the files, which come after all other functions. */
    @Bean
    HandlerMapping nothingElse() {
        RouterFunctionMapping last = new RouterFunctionMapping(Routes.nothingElse());
        last.setOrder(Ordered.LOWEST_PRECEDENCE);
        return last;
    }

    @Bean
    @Order(0)
    RouterFunction<ServerResponse> failures() {
        return Routes.failures();
    }

    @Bean
    @Order(2)
    RouterFunction<ServerResponse> problemPages() {
        return ProblemPages.fromClasspath().routes();
    }

    @Bean
    FilterRegistrationBean<ReadableTypes> readableTypes() {
        FilterRegistrationBean<ReadableTypes> filter = new FilterRegistrationBean<>(new ReadableTypes());
        filter.addUrlPatterns("/api/*");
        return filter;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> serverRefusals() {
        return server -> server.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.getPipeline().addValve(new ServerRefusals());
                host.setErrorReportValveClass(ServerRefusals.class.getName());
            }
        });
    }

    /**
     * What prepares the headers of a request for its service is otherwise made when everything is up, after the port was opened: whoever
     * came in between was answered 500.
     */
    @Bean
    SmartInitializingSingleton headersBeforeThePort(ProxyExchangeHandlerFunction services, ApplicationContext context) {
        return () -> services.onApplicationEvent(new ContextRefreshedEvent(context));
    }

    /** The gateway has no store to ask: it is ready or not by what it knows itself. */
    @Bean
    MeterBinder ready(ApplicationAvailability availability, @Value("${spring.application.name}") String application) {
        return meters -> Gauge.builder("authz.ready", availability, GatewayConfiguration::ready)
                .description("1 while requests are taken")
                .tag("application", application)
                .register(meters);
    }

    private static double ready(ApplicationAvailability availability) {
        return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC ? 1 : 0;
    }

    /** HTTP/1.1 on purpose: the services speak it, and an upgrade attempt would cost a round trip. */
    @Bean
    ClientHttpRequestFactory serviceCalls(ServiceAddresses services) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIME_TO_CONNECT)
                .build();
        ClientHttpRequestFactory usual = calls(client, services.patience());
        ClientHttpRequestFactory streams = calls(client, services.patienceForStreams());
        return (uri, method) -> (isStream(uri) ? streams : usual).createRequest(uri, method);
    }

    /** A preview from a file names its kind in the query, one from a selection in the body. */
    private static boolean isStream(URI uri) {
        boolean isFile = uri.getQuery() != null && uri.getQuery().contains("kind=");
        return isFile || STREAMS.contains(LAST_PART.matcher(uri.getPath()).replaceAll("$1"));
    }

    private static ClientHttpRequestFactory calls(HttpClient client, Duration patience) {
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(client);
        factory.setReadTimeout(patience);
        return factory;
    }
}
