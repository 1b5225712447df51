package health.authz.gateway.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.session.TooManyActiveSessionsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells whoever would be one too many that they are, instead of an error. */
final class SessionsFull extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(SessionsFull.class);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (TooManyActiveSessionsException full) {
            log.warn(
                    "nobody can sign in: there are {} sessions, as many as authz.sign-in.sessions-max",
                    full.getMaxActiveSessions());
            response.sendRedirect(SignInController.FAILED + "?why=" + SignInController.FULL);
        }
    }
}
