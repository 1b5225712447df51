package health.authz.platform.web;

import health.authz.platform.store.StoreTrouble;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.DisconnectedClientHelper;

/** What fails in a filter reaches no controller's advice; it is answered in the same words instead of the container's page. */
final class LastResort extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(LastResort.class);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException failed) {
            if (response.isCommitted() || DisconnectedClientHelper.isClientDisconnectedException(failed)) {
                throw failed;
            }
            response.resetBuffer();
            answer(request, response, failed);
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, Exception failed)
            throws IOException {
        ProblemException problem =
                StoreTrouble.of(failed).map(Problems::storeUnavailable).orElseGet(Problems::internalError);
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
            log.warn("request {} {}: {}", request.getMethod(), request.getRequestURI(), problem.detail());
            response.setHeader(HttpHeaders.RETRY_AFTER, ProblemAdvice.SECONDS_TO_WAIT);
        } else {
            log.error("request {} {} failed", request.getMethod(), request.getRequestURI(), failed);
        }
        ProblemWriter.write(request, response, problem.status(), problem.slug(), problem.title(), problem.detail());
    }
}
