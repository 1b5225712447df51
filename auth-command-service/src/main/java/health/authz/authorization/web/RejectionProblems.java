package health.authz.authorization.web;

import health.authz.authorization.application.CommandRejected;
import health.authz.authorization.domain.Rejection;
import health.authz.authorization.domain.Rejection.OnVoided;
import health.authz.authorization.domain.Rejection.SpecialPermission;
import health.authz.authorization.domain.Rejection.Stale;
import health.authz.authorization.domain.Rejection.UnknownAuthorization;
import health.authz.platform.eventstore.ConcurrentChange;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;

/** A refusal becomes a problem document: 404 for what one may not see, 409 for a note on what was voided, 412 for stale, 422 for
 * every other rule. */
public final class RejectionProblems {
    private RejectionProblems() {}

    /** Runs a command and turns its refusal into a problem. */
    static <T> T orProblem(Supplier<T> command) {
        try {
            return command.get();
        } catch (CommandRejected refused) {
            throw of(refused.why());
        } catch (ConcurrentChange busy) {
            throw Problems.conflict(
                    "changed-meanwhile", "Others kept changing this authorization just now; send the request again.");
        }
    }

    /** The same words that a bulk row's {@code problem} carries. */
    public static ProblemException of(Rejection why) {
        if (why instanceof UnknownAuthorization) {
            return Problems.notFound();
        }
        if (why instanceof Stale stale) {
            return Problems.preconditionFailed(stale.actualSeq());
        }
        String field = why.field();
        return new ProblemException(
                status(why),
                why.slug(),
                "Refused by a rule",
                why.sentence(),
                more(why),
                field == null ? List.of() : List.of(new FieldError(field, why.sentence())));
    }

    private static HttpStatus status(Rejection why) {
        return switch (why) {
            case SpecialPermission permission -> HttpStatus.FORBIDDEN;
            case OnVoided voided -> HttpStatus.CONFLICT;
            default -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }

    private static Map<String, Object> more(Rejection why) {
        Map<String, Object> more = new LinkedHashMap<>();
        String field = why.field();
        if (field != null) {
            more.put("field", field);
        }
        String bound = why.bound();
        if (bound != null) {
            more.put("bound", bound);
        }
        return more;
    }
}
