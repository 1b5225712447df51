package health.authz.gateway;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Says in one sentence which service does not answer and what the caller can know of a change that was asked for. A service that ends
 * the connection while it is still sent a body can be reached: it takes no more of that body.
 */
final class Unreachable implements HandlerFilterFunction<ServerResponse, ServerResponse> {
    private static final Logger log = LoggerFactory.getLogger(Unreachable.class);
    private static final String SECONDS_TO_WAIT = "5";
    private final Problem away;
    private final Problem late;
    private final Problem takesNoMore;
    private final String service;

    Unreachable(String service) {
        this.service = service;
        away = Problem.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "service-unavailable",
                "Not available now",
                "The " + service + " does not answer just now. Try again in a few seconds; if this was a change, look"
                        + " first whether it was done.");
        late = Problem.of(
                HttpStatus.GATEWAY_TIMEOUT,
                "no-answer-in-time",
                "No answer in time",
                "The " + service + " took too long. A change may have been done all the same: look before you send it"
                        + " again, or ask for less at once.");
        takesNoMore = Problem.of(
                HttpStatus.BAD_GATEWAY,
                "broken-off",
                "Broken off",
                "The " + service
                        + " ended the connection before all of the body was sent, and gave no reason. Look whether"
                        + " anything was done, check the permission, the parameters and the Content-Type, and send a few lines"
                        + " first: the same again will most probably end the same way.");
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        try {
            ServerResponse answer = next.handle(request);
            return answer.statusCode().isError() ? new ToldRefusal(answer, service) : answer;
        } catch (ResourceAccessException | IOException failed) {
            String id = Correlated.id(request);
            log.warn("{} did not answer {}: {}", service, id, failed.getMessage());
            HttpHeaders headers = new HttpHeaders();
            headers.set(Correlated.HEADER, id);
            Throwable why =
                    failed instanceof ResourceAccessException && failed.getCause() != null ? failed.getCause() : failed;
            if (!isConnectFailure(why) && !(why instanceof HttpTimeoutException) && hasUnsentBody(request)) {
                return takesNoMore.answer(request.path(), headers);
            }
            headers.set(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT);
            return (isLate(why) ? late : away).answer(request.path(), headers);
        }
    }

    private static boolean isConnectFailure(Throwable why) {
        return why instanceof ConnectException || why instanceof HttpConnectTimeoutException;
    }

    private static boolean isLate(Throwable why) {
        return why instanceof HttpTimeoutException && !(why instanceof HttpConnectTimeoutException);
    }

    private static boolean hasUnsentBody(ServerRequest request) throws IOException {
        HttpHeaders sent = request.headers().asHttpHeaders();
        boolean hasBody = sent.getContentLength() > 0 || sent.containsHeader(HttpHeaders.TRANSFER_ENCODING);
        return hasBody && !request.servletRequest().getInputStream().isFinished();
    }
}
