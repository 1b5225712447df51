package health.authz.gateway.console;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Where the console begins. */
@Controller
class HomeController {
    /** The page that {@code /} leads to. */
    static final String FIRST_PAGE = "/console";

    @GetMapping("/")
    String first() {
        return "redirect:" + FIRST_PAGE;
    }
}
