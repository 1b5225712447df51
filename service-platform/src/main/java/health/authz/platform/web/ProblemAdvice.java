package health.authz.platform.web;

import health.authz.platform.store.StoreTrouble;
import health.authz.platform.web.ProblemException.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;

/** Turns whatever goes wrong in a request into a problem document; what nobody foresaw is logged, with ids only. */
@RestControllerAdvice
class ProblemAdvice {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    /** After which whatever does not answer now may be asked again. */
    static final String SECONDS_TO_WAIT = "5";

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(ProblemException refusal, HttpServletRequest request) {
        Map<String, Object> document = ProblemWriter.document(
                refusal.status().value(), refusal.slug(), refusal.title(), refusal.detail(), request.getRequestURI());
        if (!refusal.errors().isEmpty()) {
            document.put("errors", refusal.errors());
        }
        document.putAll(refusal.more());
        return answer(refusal.status(), document);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unreadable(
            HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyLimit.TooLarge) {
                return problem(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "body-too-large",
                        "Body too large",
                        "A JSON body is at most 1 MiB. Larger data goes to the import routes, line by line.",
                        request);
            }
            if (cause instanceof StreamReadException broken) {
                String message = String.valueOf(broken.getOriginalMessage());
                return message.startsWith("Duplicate")
                        ? problem(
                                HttpStatus.BAD_REQUEST,
                                "duplicate-key",
                                "A key stands twice",
                                "A key stands twice in one object, at line "
                                        + broken.getLocation().getLineNr() + ". Keep one.",
                                request)
                        : problem(
                                HttpStatus.BAD_REQUEST,
                                "not-json",
                                "Not JSON",
                                "The body is not JSON, at line "
                                        + broken.getLocation().getLineNr() + ", column "
                                        + broken.getLocation().getColumnNr() + ".",
                                request);
            }
            if (cause instanceof DatabindException) {
                return problem(
                        HttpStatus.BAD_REQUEST, "not-json", "Not JSON", "The body is not one JSON object.", request);
            }
        }
        return problem(HttpStatus.BAD_REQUEST, "not-json", "Not JSON", "The request needs a JSON body.", request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> mistyped(
            MethodArgumentTypeMismatchException mistyped, HttpServletRequest request) {
        if (request.getRequestURI().contains("/api/")
                && mistyped.getParameter()
                        .hasParameterAnnotation(org.springframework.web.bind.annotation.PathVariable.class)) {
            return refused(Problems.notFound(), request);
        }
        return refused(
                Problems.invalid(List.of(new FieldError(mistyped.getName(), "has a value of the wrong type"))),
                request);
    }

    /** The framework's own refusals: no such route, method, media type, missing parameter. */
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unforeseen(Exception failure, HttpServletRequest request)
            throws AsyncRequestNotUsableException {
        if (failure instanceof AsyncRequestNotUsableException gone) {
            throw gone;
        }
        if (failure instanceof ErrorResponse known) {
            HttpStatusCode status = known.getStatusCode();
            String slug =
                    switch (status.value()) {
                        case 404 -> "not-found";
                        case 405 -> "method-not-allowed";
                        case 406 -> "not-acceptable";
                        case 415 -> "unsupported-media-type";
                        case 503 -> "service-unavailable";
                        default -> "bad-request";
                    };
            String detail = known.getBody().getDetail();
            ResponseEntity<Map<String, Object>> answer = problem(
                    HttpStatus.valueOf(status.value()),
                    slug,
                    String.valueOf(known.getBody().getTitle()),
                    detail == null ? "The request cannot be served so." : detail,
                    request);
            return ResponseEntity.status(status)
                    .headers(answer.getHeaders())
                    .headers(known.getHeaders())
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(answer.getBody());
        }
        Optional<StoreTrouble> store = StoreTrouble.of(failure);
        if (store.isPresent()) {
            log.warn(
                    "request {} {}: {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    store.get().why());
            return refused(Problems.storeUnavailable(store.get()), request);
        }
        log.error("request {} {} failed", request.getMethod(), request.getRequestURI(), failure);
        return refused(Problems.internalError(), request);
    }

    private static ResponseEntity<Map<String, Object>> problem(
            HttpStatus status, String slug, String title, String detail, HttpServletRequest request) {
        return answer(status, ProblemWriter.document(status.value(), slug, title, detail, request.getRequestURI()));
    }

    private static ResponseEntity<Map<String, Object>> answer(HttpStatus status, Map<String, Object> document) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT);
        }
        return answer.body(document);
    }
}
