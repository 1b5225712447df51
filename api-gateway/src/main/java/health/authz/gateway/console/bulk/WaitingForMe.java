package health.authz.gateway.console.bulk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.ConsoleApis;
import health.authz.gateway.console.Query;
import health.authz.gateway.console.SignedIn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many operations wait for a person to let them go; asked at most every few seconds, since every page shows it. */
@Component
class WaitingForMe {
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final long UNKNOWN = -1;
    private static final int PEOPLE_MAX = 10_000;
    private final Cache<String, Long> kept = Caffeine.newBuilder()
            .expireAfterWrite(FRESH)
            .maximumSize(PEOPLE_MAX)
            .build();
    private final ConsoleApis apis;

    WaitingForMe(ConsoleApis apis) {
        this.apis = apis;
    }

    /** {@code null} = not known just now. */
    @Nullable
    Long of(SignedIn person) {
        Long known = kept.getIfPresent(key(person));
        long count = known == null ? count(person) : known;
        if (known == null) {
            kept.put(key(person), count);
        }
        return count == UNKNOWN ? null : count;
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
        kept.invalidate(key(person));
    }

    private static String key(SignedIn person) {
        return person.organisation() + "/" + person.userId();
    }
}
