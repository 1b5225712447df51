package health.authz.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Comes before every other answer to a failure: once data is on its way, a problem document would be read as data.
 * The answer is marked instead, and {@link BreakOff} closes its connection.
 */
final class BrokenAnswer implements HandlerExceptionResolver {
    private static final Logger log = LoggerFactory.getLogger(BrokenAnswer.class);

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (!response.isCommitted()) {
            response.resetBuffer(); // data that has not left yet would stand before the problem
            return null;
        }
        if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            log.debug("client of {} {} is gone", request.getMethod(), request.getRequestURI());
        } else {
            log.error("answer to {} {} is broken off", request.getMethod(), request.getRequestURI(), failure);
        }
        request.setAttribute(BreakOff.WANTED, true);
        return new ModelAndView();
    }
}
