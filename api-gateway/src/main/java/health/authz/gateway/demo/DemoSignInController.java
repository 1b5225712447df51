package health.authz.gateway.demo;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The demo's sign-in page: the logins, to be clicked. */
@Controller
@Profile("demo")
class DemoSignInController {
    private static final String PAGE = "/demo-issuer/authorize";

    /** What the form carries on from the request. */
    private static final List<String> CARRIED = List.of(
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method");

    private final AuthorizationCodes codes;

    DemoSignInController(AuthorizationCodes codes) {
        this.codes = codes;
    }

    @GetMapping(PAGE)
    ModelAndView choose(HttpServletRequest request) {
        SignInRequest.of(request);
        Map<String, String> carried = new LinkedHashMap<>();
        CARRIED.forEach(name -> carried.put(name, String.valueOf(request.getParameter(name))));
        Map<String, List<DemoLogin>> organisations = Arrays.stream(DemoLogin.values())
                .filter(DemoLogin::isOfAnOrganisation)
                .collect(Collectors.groupingBy(
                        DemoLogin::organisationName, LinkedHashMap::new, Collectors.toUnmodifiableList()));
        return new ModelAndView("demo/sign-in", Map.of("carried", carried, "organisations", organisations));
    }

    @PostMapping(PAGE)
    String signIn(HttpServletRequest request, @RequestParam String login) {
        SignInRequest asked = SignInRequest.of(request);
        DemoLogin chosen = DemoLogin.of(login)
                .filter(DemoLogin::isOfAnOrganisation)
                .orElseThrow(() -> new SignInRequest.Refused("login is one of the page's"));
        return "redirect:" + asked.answer(codes.issue(chosen, asked));
    }

    /** Nothing is kept here, so there is nothing to end; only our own start page is led to. */
    @GetMapping("/demo-issuer/end-session")
    String end(HttpServletRequest request, @RequestParam(name = "post_logout_redirect_uri") String home) {
        if (!SignInRequest.isHome(home, request)) {
            throw new SignInRequest.Refused("post_logout_redirect_uri is this origin's /");
        }
        return "redirect:" + home;
    }

    @ExceptionHandler
    ModelAndView refused(SignInRequest.Refused why) {
        return new ModelAndView(
                "door/message",
                Map.of(
                        "title",
                        "This is no request for sign-in",
                        "text",
                        "The demo's issuer cannot take it: " + why.getMessage() + ".",
                        "way",
                        "To the start",
                        "to",
                        "/"),
                HttpStatus.BAD_REQUEST);
    }
}
