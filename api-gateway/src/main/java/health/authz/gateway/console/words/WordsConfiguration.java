package health.authz.gateway.console.words;

import health.authz.gateway.console.PublicApi;
import health.authz.gateway.console.SignedIn;
import health.authz.platform.time.Clocks;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * What the screens of this package's neighbours are given. Their days are those of the services, by the one clock; sessions
 * and tokens go by the machine's, which browsers and issuers elsewhere go by too.
 */
@Configuration(proxyBeanMethods = false)
@Import(Clocks.class)
class WordsConfiguration {
    private static final String PERSON = WordsConfiguration.class.getName();

    @Bean
    Backend backend(PublicApi api) {
        return new ApiBackend(api, WordsConfiguration::person);
    }

    @Bean
    Terms terms() {
        return new Terms();
    }

    private static SignedIn person() {
        Object person =
                RequestContextHolder.currentRequestAttributes().getAttribute(PERSON, RequestAttributes.SCOPE_REQUEST);
        if (person instanceof SignedIn signedIn) {
            return signedIn;
        }
        throw new IllegalStateException("nobody is signed in on this page");
    }

    /** Remembers, for the request, who makes it; before other parts of the page ask anything. */
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ControllerAdvice("health.authz.gateway.console")
    static class WhoAsks {
        @ModelAttribute
        void remember(SignedIn person, HttpServletRequest request) {
            request.setAttribute(PERSON, person);
        }
    }
}
