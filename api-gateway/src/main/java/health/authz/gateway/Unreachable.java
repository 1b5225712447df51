package health.authz.gateway;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Says in one sentence that a service cannot be reached, and that trying again is safe. */
final class Unreachable implements HandlerFilterFunction<ServerResponse, ServerResponse> {
    private static final Logger log = LoggerFactory.getLogger(Unreachable.class);
    private final String service;

    Unreachable(String service) {
        this.service = service;
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        try {
            return next.handle(request);
        } catch (ResourceAccessException | IOException unreachable) {
            log.warn("{} cannot be reached: {}", service, unreachable.getMessage());
            return Problem.of(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "service-unavailable",
                            "Not available now",
                            "A part of the system does not answer just now. Try again in a moment: sending the same"
                                    + " request twice does nothing twice.")
                    .answer(request.path());
        }
    }
}
