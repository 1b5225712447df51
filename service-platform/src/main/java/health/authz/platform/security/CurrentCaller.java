package health.authz.platform.security;

import health.authz.platform.web.ProblemException;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Who asks in the request of this thread. */
public final class CurrentCaller {
    private CurrentCaller() {}

    /** @throws ProblemException 401 if the token names no organisation or no user */
    public static Optional<Caller> get() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken authenticated
                ? Optional.of(CallerArguments.callerOf(authenticated.getToken()))
                : Optional.empty();
    }
}
