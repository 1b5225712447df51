package health.authz.platform.web;

import health.authz.platform.store.StoreTrouble;
import health.authz.platform.web.ProblemException.FieldError;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** The refusals that every service knows. */
public final class Problems {
    private Problems() {}

    /** 400: fields of the request are wrong; all that were found, each with the way out. */
    public static ProblemException invalid(List<FieldError> errors) {
        String detail = errors.getFirst().field() + ": " + errors.getFirst().detail()
                + (errors.size() > 1 ? " (and " + (errors.size() - 1) + " more, see errors)" : "");
        return new ProblemException(HttpStatus.BAD_REQUEST, "invalid-field", "Invalid field", detail, Map.of(), errors);
    }

    /** 400: one field of the request is wrong. */
    public static ProblemException invalid(String field, String detail) {
        return invalid(List.of(new FieldError(field, detail)));
    }

    /** 400 of a kind of its own. */
    public static ProblemException badRequest(String slug, String detail) {
        return of(HttpStatus.BAD_REQUEST, slug, "Bad request", detail);
    }

    public static ProblemException unauthenticated() {
        return of(
                HttpStatus.UNAUTHORIZED,
                "unauthenticated",
                "No valid token",
                "The token names no organisation or no user (claims org, sub).");
    }

    public static ProblemException forbidden(String permission) {
        return new ProblemException(
                HttpStatus.FORBIDDEN,
                "missing-permission",
                "Permission missing",
                "This needs the permission " + permission + ". Ask whoever manages your organisation's logins.",
                Map.of("permission", permission),
                List.of());
    }

    /** 403: an organisation's token, where only those who run the services may go. */
    public static ProblemException operatorsOnly() {
        return of(
                HttpStatus.FORBIDDEN,
                "operators-only",
                "For operators",
                "This is for those who run the services: it concerns every organisation, so a token of one does not open it. Use a"
                        + " token without org that has ops:replay.");
    }

    public static ProblemException notFound() {
        return of(HttpStatus.NOT_FOUND, "not-found", "Not found", "There is nothing here that you may see.");
    }

    public static ProblemException conflict(String slug, String detail) {
        return of(HttpStatus.CONFLICT, slug, "Conflict", detail);
    }

    /** 410: it was there and is over. */
    public static ProblemException gone(String slug, String detail) {
        return of(HttpStatus.GONE, slug, "Gone", detail);
    }

    /** 412: somebody changed it since the caller saw it. */
    public static ProblemException preconditionFailed(long current) {
        return new ProblemException(
                HttpStatus.PRECONDITION_FAILED,
                "changed-meanwhile",
                "Changed meanwhile",
                "It was changed after you read it. Read it again, look at the difference, and send the new ETag. What you changed yourself a"
                        + " moment ago is read with ?consistentWith= and the Authz-Consistency of the answer to that change.",
                Map.of("currentETag", "\"" + current + "\""),
                List.of());
    }

    /** 412: none of the tags that were sent can ever have been this one's. */
    static ProblemException noTagOfOurs() {
        return of(
                HttpStatus.PRECONDITION_FAILED,
                "changed-meanwhile",
                "Changed meanwhile",
                "If-Match names no version that was ever answered here: an ETag is a number in quotes, such as \"5\". Send the one"
                        + " that you read, or * for whatever it is now.");
    }

    /** 412: the caller makes what is there already. */
    public static ProblemException existsAlready(long current) {
        return new ProblemException(
                HttpStatus.PRECONDITION_FAILED,
                "exists-already",
                "Exists already",
                "It was to be made only if there is none (If-None-Match: *), and there is one. Read it; to replace it, send"
                        + " If-Match with its ETag.",
                Map.of("currentETag", ETags.of(current)),
                List.of());
    }

    /** 412: the caller changes what somebody removed since. */
    public static ProblemException removedMeanwhile() {
        return of(
                HttpStatus.PRECONDITION_FAILED,
                "changed-meanwhile",
                "Changed meanwhile",
                "It was removed after you read it. To make it anew, send the same without If-Match.");
    }

    /** 428: a change of what exists must say which state it was made for. */
    public static ProblemException preconditionRequired() {
        return of(
                HttpStatus.PRECONDITION_REQUIRED,
                "if-match-required",
                "If-Match required",
                "Send If-Match with the ETag that you read, so that nobody's change is overwritten unseen.");
    }

    /** 422: understood, and refused by a rule; the field may be named. */
    public static ProblemException refused(String slug, String detail, FieldError... errors) {
        return new ProblemException(
                HttpStatus.UNPROCESSABLE_CONTENT, slug, "Refused by a rule", detail, Map.of(), List.of(errors));
    }

    public static ProblemException unavailable(String slug, String detail) {
        return of(HttpStatus.SERVICE_UNAVAILABLE, slug, "Not available now", detail);
    }

    /** 503: a store cannot serve just now; whether a change that was cut off was kept is not known. */
    public static ProblemException storeUnavailable(StoreTrouble trouble) {
        return unavailable(
                "service-unavailable",
                "It cannot be served just now: " + trouble.why()
                        + ". Try again in a few seconds; if this was a change, look first whether it was done.");
    }

    /** 500: nobody foresaw it. */
    static ProblemException internalError() {
        return of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "Our fault",
                "Something failed on our side. Nothing was half done; try again, and name the correlation id if it stays.");
    }

    private static ProblemException of(HttpStatus status, String slug, String title, String detail) {
        return new ProblemException(status, slug, title, detail, Map.of(), List.of());
    }
}
