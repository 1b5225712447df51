package health.authz.gateway.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One number of each person that every page shows, asked at most every few seconds. */
public final class KeptCounts {
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int PEOPLE_MAX = 10_000;
    private final Cache<String, Long> kept = Caffeine.newBuilder()
            .expireAfterWrite(FRESH)
            .maximumSize(PEOPLE_MAX)
            .build();

    /** @param count asked where nothing fresh is known; what is {@code null} is not kept */
    public @Nullable Long of(SignedIn person, Supplier<@Nullable Long> count) {
        Long known = kept.getIfPresent(key(person));
        if (known != null) {
            return known;
        }
        Long now = count.get();
        if (now != null) {
            kept.put(key(person), now);
        }
        return now;
    }

    /** They have just done what changes it. */
    public void forget(SignedIn person) {
        kept.invalidate(key(person));
    }

    private static String key(SignedIn person) {
        return person.organisation() + "/" + person.userId();
    }
}
