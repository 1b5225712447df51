package health.authz.gateway.console.imports;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

/** What stands before the forms that files are dropped into. */
@Configuration(proxyBeanMethods = false)
class ImportsConfiguration {
    @Bean
    FilterRegistrationBean<UploadBound> uploadBound(
            @Value("${spring.servlet.multipart.max-request-size}") DataSize max) {
        FilterRegistrationBean<UploadBound> bound = new FilterRegistrationBean<>(new UploadBound(max));
        bound.addUrlPatterns(ImportScreen.PATH + "/bulk", ImportScreen.PATH + "/directory");
        bound.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return bound;
    }
}
