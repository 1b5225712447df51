package health.authz.gateway.signin;

import health.authz.gateway.console.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.util.WebUtils;

/** Hands the person to the console's controllers and pages. Whose token has ended is led to the sign-in page. */
@ControllerAdvice(basePackageClasses = SignedIn.class)
final class PersonOfPage implements HandlerMethodArgumentResolver {
    private static final String ATTRIBUTE = PersonOfPage.class.getName();
    private final People people;
    private final Idle idle;
    private final SignInProperties properties;

    PersonOfPage(People people, Idle idle, SignInProperties properties) {
        this.people = people;
        this.idle = idle;
        this.properties = properties;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == SignedIn.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return person(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
    }

    @ModelAttribute
    void describe(HttpServletRequest request, Model model) {
        SignedIn person = person(request);
        model.addAttribute("signedIn", person);
        model.addAttribute(
                "pageSession",
                new PageSession(
                        idle.left(request.getSession()).toSeconds(),
                        properties.warning().toSeconds(),
                        PageSession.user(person.organisation(), person.userId()),
                        PageSession.keyOf(request.getSession())));
    }

    /** Once for each request; one at a time for each session, since a refresh token may be good only once. */
    private SignedIn person(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof SignedIn known) {
            return known;
        }
        HttpSession session = request.getSession(false);
        if (session == null) {
            throw new InsufficientAuthenticationException("there is no session");
        }
        synchronized (WebUtils.getSessionMutex(session)) {
            SignedIn found = people.of(SecurityContextHolder.getContext().getAuthentication())
                    .orElseThrow(() -> new InsufficientAuthenticationException("nobody is signed in any more"));
            request.setAttribute(ATTRIBUTE, found);
            return found;
        }
    }
}
