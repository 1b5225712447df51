package health.authz.gateway.signin;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * A form without the session's token: its session has ended, or it was opened before the person signed in again. Nothing is done; the
 * page is opened anew, where {@code session.js} puts back what was typed.
 */
final class OldForm implements AccessDeniedHandler {
    static final String PAGE = "/session/old-form";
    static final String BACK = OldForm.class.getName();
    private final ToSignIn toSignIn;

    OldForm(ToSignIn toSignIn) {
        this.toSignIn = toSignIn;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
            throws IOException, ServletException {
        boolean signedIn = SecurityContextHolder.getContext().getAuthentication() instanceof OAuth2AuthenticationToken;
        if (!signedIn) {
            toSignIn.commence(request, response, null);
        } else if (Asked.byHtmx(request)) {
            response.setHeader("HX-Redirect", WhereTo.of(request));
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        } else {
            request.setAttribute(BACK, WhereTo.of(request));
            RequestDispatcher page = Objects.requireNonNull(request.getRequestDispatcher(PAGE));
            page.forward(request, response);
        }
    }
}
