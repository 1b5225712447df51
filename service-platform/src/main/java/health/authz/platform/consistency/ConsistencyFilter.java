package health.authz.platform.consistency;

import health.authz.platform.security.Caller;
import health.authz.platform.security.CurrentCaller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.util.OnCommittedResponseWrapper;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts a token on every answer to a change, when the change is committed and nothing of the answer is on its way. What was
 * only accepted (202) is not done yet, and previews write nothing.
 */
final class ConsistencyFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(ConsistencyFilter.class);
    private static final Set<String> CHANGING = Set.of("PUT", "POST", "PATCH", "DELETE");
    private final Consistency consistency;

    ConsistencyFilter(Consistency consistency) {
        this.consistency = consistency;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !CHANGING.contains(request.getMethod())
                || !path.startsWith("/api/v1/")
                || path.startsWith("/api/v1/bulk-previews");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        WithToken answer = new WithToken(response);
        chain.doFilter(request, answer);
        if (!response.isCommitted() && !request.isAsyncStarted()) {
            answer.onResponseCommitted();
        }
    }

    private final class WithToken extends OnCommittedResponseWrapper {
        WithToken(HttpServletResponse response) {
            super(response);
        }

        @Override
        protected void onResponseCommitted() {
            disableOnResponseCommitted();
            HttpStatus status = HttpStatus.resolve(getStatus());
            if (status != null
                    && status.is2xxSuccessful()
                    && status != HttpStatus.ACCEPTED
                    && !containsHeader(ConsistencyTokens.HEADER)) {
                CurrentCaller.get().ifPresent(this::put);
            }
        }

        /** The change is done, so its answer goes out also where the store cannot be asked any more. */
        private void put(Caller caller) {
            try {
                setHeader(ConsistencyTokens.HEADER, consistency.now(caller.tenant()));
            } catch (DataAccessException away) {
                log.warn(
                        "an answer has no consistency token: {}",
                        away.getClass().getSimpleName());
            }
        }
    }
}
