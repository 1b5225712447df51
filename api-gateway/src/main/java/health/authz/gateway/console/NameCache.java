package health.authz.gateway.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Names are asked for once in half a minute for each reader, since a page needs six lists of them. */
@Component
public class NameCache {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final int READERS_MAX = 1_000;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final ConsoleApis apis;
    private final Clock clock = Clock.systemUTC();

    NameCache(ConsoleApis apis) {
        this.apis = apis;
    }

    private record Kept(Names names, Instant until) {}

    public Names of(SignedIn person) {
        Instant now = clock.instant();
        String key = person.organisation() + "/" + person.userId();
        Kept there = kept.get(key);
        if (there != null && there.until().isAfter(now)) {
            return there.names();
        }
        Names names = Names.read(apis.as(person));
        if (kept.size() >= READERS_MAX) {
            kept.values().removeIf(each -> !each.until().isAfter(now));
        }
        if (names.isComplete()) {
            kept.put(key, new Kept(names, now.plus(FRESH)));
        }
        return names;
    }

    /** Somebody has just changed what is called what. */
    public void forget(SignedIn person) {
        kept.remove(person.organisation() + "/" + person.userId());
    }
}
