package health.authz.gateway;

import java.time.Duration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/**
 * Stylesheets and scripts: what stands in {@code static}, and what WebJars bring. A template names them with {@code @{/assets/...}} or
 * {@code @{/webjars/...}}, which puts a hash of the content into the address; so a browser may keep each of them for ever.
 */
@Configuration(proxyBeanMethods = false)
class AssetsConfiguration implements WebMvcConfigurer {
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    /** Its address has no hash, as browsers ask for it by themselves on pages that name none. */
    private static final CacheControl FOR_A_DAY =
            CacheControl.maxAge(Duration.ofDays(1)).cachePublic();

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        serve(registry, "/assets/**", "classpath:/static/");
        serve(registry, "/webjars/**", "classpath:/META-INF/resources/webjars/");
        registry.addResourceHandler("/favicon.ico")
                .addResourceLocations("classpath:/static/")
                .setCacheControl(FOR_A_DAY);
    }

    private static void serve(ResourceHandlerRegistry registry, String pattern, String location) {
        registry.addResourceHandler(pattern)
                .addResourceLocations(location)
                .setCacheControl(FOR_EVER)
                .resourceChain(true)
                .addResolver(new EncodedResourceResolver())
                .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
    }

    @Bean
    FilterRegistrationBean<ResourceUrlEncodingFilter> addressesWithHashes() {
        return new FilterRegistrationBean<>(new ResourceUrlEncodingFilter());
    }
}
