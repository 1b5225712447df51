package health.authz.gateway.console.alerts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import health.authz.gateway.console.SignedIn;
import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Reply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How many open alerts a person has not read; asked at most every few seconds, since every page shows it. */
class Unread {
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int PEOPLE_MAX = 10_000;
    private final Cache<String, Long> kept = Caffeine.newBuilder()
            .expireAfterWrite(FRESH)
            .maximumSize(PEOPLE_MAX)
            .build();
    private final Backend api;

    Unread(Backend api) {
        this.api = api;
    }

    /** {@code null} = not known just now. */
    @Nullable
    Long of(SignedIn person) {
        Long known = kept.getIfPresent(key(person));
        if (known != null) {
            return known;
        }
        Reply reply = api.get("/alerts?state=OPEN&seen=false&limit=1");
        if (!reply.ok()) {
            return null;
        }
        long count = Facts.count(reply.body(), "count");
        kept.put(key(person), count);
        return count;
    }

    /** They have just read some. */
    void forget(SignedIn person) {
        kept.invalidate(key(person));
    }

    private static String key(SignedIn person) {
        return person.organisation() + "/" + person.userId();
    }
}
