package health.authz.gateway.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The way to the issuer, and what is said when it leads nowhere. */
@Controller
class SignInController {
    static final String FAILED = "/sign-in/failed";
    private static final Logger log = LoggerFactory.getLogger(SignInController.class);
    static final String FULL = "full";
    private static final String OTHER = "other";

    /** What may have gone wrong, and what to do; the address carries only the key. */
    private static final Map<String, String> REASONS = Map.of(
            "cookies",
            "Your browser sent no cookie back. Allow cookies for this site; without them nobody can be signed in.",
            "late",
            "The sign-in took too long, or was begun in another tab. Begin again.",
            "refused",
            "Your organisation's issuer did not let you in. If that is a mistake, ask whoever manages your logins.",
            "token",
            "Your organisation's issuer let you in, but its access token is not made for this product. Whoever manages your"
                    + " logins must give it the right audience and the claim org.",
            FULL,
            "As many people are signed in as fit here just now. Try again in a few minutes; if it stays so, tell whoever runs this"
                    + " product.",
            OTHER,
            "The sign-in was not completed. Begin again; if it stays so, tell whoever manages your logins.");

    private final OrganisationIssuer issuer;

    SignInController(OrganisationIssuer issuer) {
        this.issuer = issuer;
    }

    @GetMapping(ToSignIn.PAGE)
    ModelAndView signIn() {
        try {
            issuer.registration();
            return new ModelAndView("redirect:/oauth2/authorization/" + OrganisationIssuer.ID);
        } catch (RuntimeException away) {
            log.warn("the issuer that people sign in with does not answer: {}", away.getMessage());
            return notSignedIn(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "Your organisation's issuer does not answer just now. Try again in a moment.");
        }
    }

    @GetMapping(FAILED)
    ModelAndView failed(@RequestParam(defaultValue = OTHER) String why) {
        return notSignedIn(HttpStatus.UNAUTHORIZED, REASONS.getOrDefault(why, REASONS.getOrDefault(OTHER, "")));
    }

    /** Only forwarded to, with whatever method the form had. */
    @RequestMapping(OldForm.PAGE)
    ModelAndView oldForm(HttpServletRequest request) {
        Object back = request.getAttribute(OldForm.BACK);
        return page(
                HttpStatus.FORBIDDEN,
                "Nothing was changed",
                "This page was opened before you signed in again, so what it sent was not taken. Open it again; what you typed"
                        + " is put back where your browser kept it.",
                "Open the page again",
                back instanceof String address ? address : WhereTo.HOME);
    }

    private static ModelAndView notSignedIn(HttpStatus status, String text) {
        return page(status, "You are not signed in", text, "Sign in", WhereTo.HOME);
    }

    private static ModelAndView page(HttpStatus status, String title, String text, String way, String to) {
        return new ModelAndView("door/message", Map.of("title", title, "text", text, "way", way, "to", to), status);
    }
}
