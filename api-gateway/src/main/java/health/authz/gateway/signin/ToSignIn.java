package health.authz.gateway.signin;

import health.authz.gateway.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Leads whoever is not signed in to the sign-in page; what a script asked for is refused, with the way for htmx in a header. */
final class ToSignIn implements AuthenticationEntryPoint {
    static final String PAGE = "/sign-in";
    private static final Problem NOT_SIGNED_IN = Problem.of(
            HttpStatus.UNAUTHORIZED, "not-signed-in", "Not signed in", "Your session has ended. Sign in again.");
    private final SealedCookies cookies;

    ToSignIn(SealedCookies cookies) {
        this.cookies = cookies;
    }

    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, @Nullable AuthenticationException why)
            throws IOException {
        if (Asked.byHtmx(request)) {
            WhereTo.remember(request, response, cookies);
            response.setHeader("HX-Redirect", PAGE);
            NOT_SIGNED_IN.write(request, response);
        } else if (Asked.byScript(request)) {
            NOT_SIGNED_IN.write(request, response);
        } else {
            WhereTo.remember(request, response, cookies);
            response.sendRedirect(PAGE);
        }
    }
}
