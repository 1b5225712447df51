package health.authz.gateway.console;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The public API refused: its problem document (RFC 9457), or what is known when the answer was none. */
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int NOT_FOUND = 404;
    private final int status;
    private final transient JsonNode document;
    private final String correlationId;

    /** One field that the API did not take. */
    public record FieldError(String field, String detail) {}

    ApiProblem(int status, JsonNode document, String correlationId) {
        super(status + " " + document.path("type").asString("no problem document") + " (" + correlationId + ")");
        this.status = status;
        this.document = document;
        this.correlationId = correlationId;
    }

    static ApiProblem withoutDocument(int status, String correlationId) {
        return new ApiProblem(status, JsonNodeFactory.instance.objectNode(), correlationId);
    }

    public int status() {
        return status;
    }

    /** There is nothing, or nothing that this person may see. */
    public boolean isNotFound() {
        return status == NOT_FOUND;
    }

    /** The last part of the problem's type, for example {@code stale}; {@code internal-error} if there was no document. */
    public String slug() {
        String type = document.path("type").asString("");
        return type.isEmpty() ? "internal-error" : type.substring(type.lastIndexOf('/') + 1);
    }

    public String title() {
        return document.path("title").asString("Something failed");
    }

    /** A sentence in the caller's words. */
    public String detail() {
        return Words.WORDS.said(
                document.path("detail").asString("Something failed on our side. Try again in a moment."));
    }

    /** The fields that were not taken, in the order of the API. */
    public List<FieldError> errors() {
        return document.path("errors")
                .valueStream()
                .map(error -> new FieldError(
                        error.path("field").asString(""),
                        Words.WORDS.said(error.path("detail").asString(""))))
                .toList();
    }

    /** What stands in the document beside the usual, for example {@code currentETag}. */
    public @Nullable String more(String name) {
        JsonNode value = document.path(name);
        return value.isMissingNode() || value.isNull() ? null : value.asString();
    }

    /** To be told to whoever runs the product. */
    public String correlationId() {
        return correlationId;
    }
}
