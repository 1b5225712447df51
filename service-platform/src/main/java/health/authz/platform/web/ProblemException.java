package health.authz.platform.web;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** A refusal on its way to the caller as a problem document (RFC 9457). Its texts hold no personal data. */
public class ProblemException extends RuntimeException {
    private final HttpStatus status;
    private final String slug;
    private final String title;
    private final transient Map<String, Object> more;
    private final transient List<FieldError> errors;

    /** What is wrong with one field, in the caller's words, and the way out. */
    public record FieldError(String field, String detail) {}

    public ProblemException(
            HttpStatus status,
            String slug,
            String title,
            String detail,
            Map<String, Object> more,
            List<FieldError> errors) {
        super(detail);
        this.status = status;
        this.slug = slug;
        this.title = title;
        this.more = Map.copyOf(more);
        this.errors = List.copyOf(errors);
    }

    public HttpStatus status() {
        return status;
    }

    /** Last part of the problem's {@code type}; its page is {@code /problems/{slug}}. */
    public String slug() {
        return slug;
    }

    public String title() {
        return title;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public Map<String, Object> more() {
        return more;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
