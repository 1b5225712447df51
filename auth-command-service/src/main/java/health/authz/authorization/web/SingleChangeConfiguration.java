package health.authz.authorization.web;

import health.authz.authorization.application.SingleChanges;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts the requests that change single authorizations, while they last. */
@Configuration(proxyBeanMethods = false)
class SingleChangeConfiguration {
    @Bean
    SingleChanges singleChanges() {
        return new SingleChanges();
    }

    @Bean
    FilterRegistrationBean<OncePerRequestFilter> singleChangeFilter(SingleChanges changes) {
        FilterRegistrationBean<OncePerRequestFilter> filter = new FilterRegistrationBean<>(new Counting(changes));
        filter.addUrlPatterns("/api/v1/authorizations", "/api/v1/authorizations/*");
        return filter;
    }

    private static final class Counting extends OncePerRequestFilter {
        private final SingleChanges changes;

        Counting(SingleChanges changes) {
            this.changes = changes;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            changes.begin();
            try {
                chain.doFilter(request, response);
            } finally {
                changes.end();
            }
        }
    }
}
