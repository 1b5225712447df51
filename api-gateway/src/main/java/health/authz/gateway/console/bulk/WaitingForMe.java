package health.authz.gateway.console.bulk;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.ConsoleApis;
import health.authz.gateway.console.KeptCounts;
import health.authz.gateway.console.Query;
import health.authz.gateway.console.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many operations wait for a person to let them go; asked at most every few seconds, since every page shows it. */
@Component
class WaitingForMe {
    private static final long UNKNOWN = -1;
    private final KeptCounts kept = new KeptCounts();
    private final ConsoleApis apis;

    WaitingForMe(ConsoleApis apis) {
        this.apis = apis;
    }

    /** {@code null} = not known just now. */
    @Nullable
    Long of(SignedIn person) {
        Long count = kept.of(person, () -> count(person));
        return count == null || count == UNKNOWN ? null : count;
    }

    private long count(SignedIn person) {
        try {
            return apis.as(person)
                    .get("/bulk-operations", Query.of("awaitingMe", "true", "limit", "1"))
                    .path("count")
                    .asLong(0);
        } catch (ApiProblem notNow) {
            return UNKNOWN;
        }
    }

    /** They have just decided about one. */
    void forget(SignedIn person) {
        kept.forget(person);
    }
}
