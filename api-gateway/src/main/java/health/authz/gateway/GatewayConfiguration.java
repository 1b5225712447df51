package health.authz.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> serverRefusals() {
        return server -> server.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.getPipeline().addValve(new ServerRefusals());
                host.setErrorReportValveClass(ServerRefusals.class.getName());
            }
        });
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
