package health.authz.gateway.console.bulk;

import health.authz.gateway.console.SignedIn;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What waits for the reader, in the navigation of every page. */
@ControllerAdvice("health.authz.gateway.console")
class WaitingBadge {
    private final WaitingForMe waiting;

    WaitingBadge(WaitingForMe waiting) {
        this.waiting = waiting;
    }

    @ModelAttribute
    void describe(SignedIn person, Model model) {
        if (person.may("auth:bulk") && person.may("auth:read")) {
            model.addAttribute("waitingForMe", waiting.of(person));
        }
    }
}
