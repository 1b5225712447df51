package health.authz.gateway;

import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** The one door: routes, and how the services behind it are called. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ServiceAddresses.class)
class GatewayConfiguration {
    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(2);

    @Bean
    @Order(1)
    RouterFunction<ServerResponse> routes(ServiceAddresses services) {
        return Routes.to(services);
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    RouterFunction<ServerResponse> nothingElse() {
        return Routes.nothingElse();
    }

    /** HTTP/1.1 on purpose: the services speak it, and an upgrade attempt would cost a round trip. */
    @Bean
    ClientHttpRequestFactory serviceCalls(ServiceAddresses services) {
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIME_TO_CONNECT)
                .build());
        factory.setReadTimeout(services.patience());
        return factory;
    }
}
