package health.authz.gateway.console.list;

import health.authz.gateway.console.ConsoleApis;
import health.authz.gateway.console.Query;
import health.authz.gateway.console.SignedIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Rows of a list that are left out of a bulk change, or taken in again, one tick at a time. */
@Controller
class DraftController {
    private static final String PATH = "/console/drafts";
    private static final String FILTER = "filter.";
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9%&=+*._-]*");
    private final ConsoleApis apis;
    private final Drafts drafts;

    DraftController(ConsoleApis apis, Drafts drafts) {
        this.apis = apis;
        this.drafts = drafts;
    }

    /** By a script, which shows the tick itself. */
    @PostMapping(path = PATH, headers = "X-Tick")
    @ResponseBody
    Map<String, Integer> tick(SignedIn person, @RequestParam MultiValueMap<String, String> given) {
        return Map.of("leftOut", change(person, given).count());
    }

    /** By a button, back to the same page of the list. */
    @PostMapping(PATH)
    String press(SignedIn person, @RequestParam MultiValueMap<String, String> given) {
        change(person, given);
        String here = given.getOrDefault("here", List.of("")).getFirst();
        String list = ofClients(given) ? ClientsController.PATH : AuthorizationsController.PATH;
        return "redirect:" + list + (QUERY.matcher(here).matches() ? "?" + here : "");
    }

    private LeftOut change(SignedIn person, MultiValueMap<String, String> given) {
        String draft = given.getOrDefault("draft", List.of("")).getFirst();
        List<String> leaveOut = given.getOrDefault("leaveOut", List.of());
        List<String> takeIn = given.getOrDefault("takeIn", List.of());
        if (!Drafts.isId(draft) || (leaveOut.isEmpty() && takeIn.isEmpty())) {
            return LeftOut.NOTHING;
        }
        Map<String, String> filter = new LinkedHashMap<>();
        given.forEach((name, values) -> {
            if (name.startsWith(FILTER)) {
                filter.put(name.substring(FILTER.length()), String.join(",", values));
            }
        });
        return drafts.change(
                apis.as(person),
                draft,
                ofClients(given) ? "CLIENTS" : "AUTHORIZATIONS",
                new Query(filter),
                leaveOut,
                takeIn);
    }

    private static boolean ofClients(MultiValueMap<String, String> given) {
        return "clients".equals(given.getFirst("of"));
    }
}
