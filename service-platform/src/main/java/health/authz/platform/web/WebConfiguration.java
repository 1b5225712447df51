package health.authz.platform.web;

import health.authz.platform.json.Json;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** What every service's HTTP side shares. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
    private static final int UNLIMITED = -1;

    /** More than the gateway takes, which adds headers of its own. */
    private static final int HEADER_BYTES_MAX = 32 * 1024;

    @Bean
    @Primary
    JsonMapper webMapper() {
        return Json.strict();
    }

    @Bean
    FilterRegistrationBean<Correlation> correlation() {
        FilterRegistrationBean<Correlation> filter = new FilterRegistrationBean<>(new Correlation());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<LastResort> lastResort() {
        FilterRegistrationBean<LastResort> filter = new FilterRegistrationBean<>(new LastResort());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit() {
        return new FilterRegistrationBean<>(new BodyLimit());
    }

    @Bean
    Cursors cursors(@Value("${authz.cursor-secret}") String secret) {
        return new Cursors(secret);
    }

    @Bean
    WebMvcConfigurer brokenAnswers() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                interceptors.addInterceptor(new UnreadCondition());
            }

            @Override
            public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
                resolvers.addFirst(new BrokenAnswer());
            }
        };
    }

    /**
     * What is still being sent after a refusal is read and thrown away: the gateway, which has checked the token, would otherwise write
     * into a closed connection and never see the refusal.
     */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> refusalsAreHeard() {
        return server -> server.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setMaxSwallowSize(UNLIMITED);
                http.setMaxHttpRequestHeaderSize(HEADER_BYTES_MAX);
            }
        });
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> serverRefusals() {
        return server -> server.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.getPipeline().addValve(new ServerRefusals());
                host.setErrorReportValveClass(ServerRefusals.class.getName());
            }
        });
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> breakOff() {
        return server -> server.addEngineValves(new BreakOff());
    }
}
