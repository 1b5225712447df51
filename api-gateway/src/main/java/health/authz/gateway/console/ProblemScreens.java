package health.authz.gateway.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Set;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** What the API refused and no form could show: a page that says what it was and leads on. */
@ControllerAdvice(basePackageClasses = ProblemScreens.class)
class ProblemScreens {
    private static final int AGAIN_AFTER_SECONDS = 4;
    private static final Set<Integer> PASSING = Set.of(502, 503, 504);
    private final ConsoleProperties properties;

    ProblemScreens(ConsoleProperties properties) {
        this.properties = properties;
    }

    /** A service that is away is looked for again by the page itself, where looking again changes nothing. */
    @ExceptionHandler
    ModelAndView refused(
            ApiProblem problem,
            SignedIn signedIn,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.setStatus(problem.status());
        boolean passing = PASSING.contains(problem.status());
        boolean again = passing && request.getMethod().equals("GET");
        if (again) {
            response.setHeader("Refresh", Integer.toString(AGAIN_AFTER_SECONDS));
        }
        ModelAndView page = new ModelAndView("console/problem");
        page.addObject("problem", problem);
        page.addObject("passing", passing);
        page.addObject("again", again);
        page.addObject("signedIn", signedIn);
        page.addObject("person", Person.of(signedIn));
        page.addObject("f", new Formats(locale, properties.datePattern(), TimeZones.UTC));
        page.addObject("words", Words.WORDS);
        return page;
    }
}
