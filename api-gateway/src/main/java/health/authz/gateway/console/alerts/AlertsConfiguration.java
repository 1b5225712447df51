package health.authz.gateway.console.alerts;

import health.authz.gateway.console.SignedIn;
import health.authz.gateway.console.words.Backend;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The badge in the navigation of every page. */
@Configuration(proxyBeanMethods = false)
class AlertsConfiguration {
    @Bean
    Unread unread(Backend api) {
        return new Unread(api);
    }

    @ControllerAdvice("health.authz.gateway.console")
    static class Badge {
        private final Unread unread;

        Badge(Unread unread) {
            this.unread = unread;
        }

        @ModelAttribute
        void describe(SignedIn person, Model model) {
            if (person.may("alert:read")) {
                model.addAttribute("unread", unread.of(person));
            }
        }
    }
}
