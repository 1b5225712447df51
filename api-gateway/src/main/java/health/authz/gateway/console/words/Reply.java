package health.authz.gateway.console.words;

import health.authz.gateway.console.ApiProblem;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the API answered to a screen.
 *
 * @param body a missing node where there is none
 * @param problem {@code null} unless it refused
 */
public record Reply(
        JsonNode body, @Nullable String etag, @Nullable ApiProblem problem) {
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int CHANGED_MEANWHILE = 412;
    private static final int THERE_ALREADY = 428;
    private static final int SERVER_SIDE = 500;

    public boolean ok() {
        return problem == null;
    }

    public boolean notFound() {
        return has(NOT_FOUND);
    }

    public boolean changedMeanwhile() {
        return has(CHANGED_MEANWHILE);
    }

    /** It would be replaced, and nobody said which state of it they saw. */
    public boolean thereAlready() {
        return has(THERE_ALREADY);
    }

    private boolean has(int status) {
        return problem != null && problem.status() == status;
    }

    /** The body, or the page that says why there is none. */
    public JsonNode orPage() {
        if (problem != null) {
            throw problem;
        }
        return body;
    }

    /** Whether the person can do something about it at the form; not so where a service is down or a page is not theirs. */
    public boolean refusal() {
        if (problem == null || problem.status() >= SERVER_SIDE || problem.status() == NOT_FOUND) {
            return false;
        }
        return problem.status() != FORBIDDEN || !problem.errors().isEmpty();
    }

    /** Only of a refusal. */
    public ApiProblem refused() {
        return Objects.requireNonNull(problem);
    }
}
