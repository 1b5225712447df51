package health.authz.gateway.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session in which its person did nothing for a while. Counted here and not by the container, whose count begins anew with
 * every request: also with those that a page makes by itself.
 */
final class Idle extends OncePerRequestFilter {
    private static final String LAST_DEED = Idle.class.getName();

    /** So long the container keeps a session beyond the idle time, and the session of somebody who has not signed in yet. */
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private final Duration allowed;
    private final Clock clock;

    Idle(Duration allowed, Clock clock) {
        this.allowed = allowed;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null && isSignedIn(session)) {
            if (left(session).isZero()) {
                session.invalidate();
            } else if (!Asked.inTheBackground(request)) {
                touch(session);
            }
        }
        chain.doFilter(request, response);
    }

    /** Begins to count, when somebody has signed in. */
    void begin(HttpSession session) {
        session.setMaxInactiveInterval((int) allowed.plus(LEEWAY).toSeconds());
        touch(session);
    }

    static void beforeSignIn(HttpSession session) {
        session.setMaxInactiveInterval((int) LEEWAY.toSeconds());
    }

    /** How long until it ends if nothing is done; never negative. */
    Duration left(HttpSession session) {
        if (!(session.getAttribute(LAST_DEED) instanceof Long last)) {
            return Duration.ZERO;
        }
        Duration left = allowed.minusMillis(clock.millis() - last);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void touch(HttpSession session) {
        session.setAttribute(LAST_DEED, clock.millis());
    }

    private static boolean isSignedIn(HttpSession session) {
        return session.getAttribute(LAST_DEED) != null;
    }
}
