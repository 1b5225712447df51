package health.authz.gateway.console.list;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Drafts of selections: an id in every address of a list, under which the service keeps what was left out (ADR 50). The id tells when
 * the list was opened, so that a draft that was forgotten is not taken for one that has not begun.
 */
@Component
public class Drafts {
    /** Less than the service keeps one that nobody changes. */
    private static final Duration KEPT = Duration.ofDays(29);

    private static final int UUID_VERSION = 7;
    private static final String PATH = "/bulk-drafts/";
    private final Clock clock;

    Drafts(Clock clock) {
        this.clock = clock;
    }

    /** A new id, a UUID of version 7. */
    String begin() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (clock.millis() << 16) | (UUID_VERSION << 12) | random.nextInt(1 << 12);
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }

    static boolean isId(String draft) {
        try {
            return UUID.fromString(draft).toString().equals(draft);
        } catch (IllegalArgumentException altered) {
            return false;
        }
    }

    /** Asked at once; waited for where it is used. @param draft blank = no draft, so nothing is left out */
    public Supplier<LeftOut> ask(ConsoleApi api, String draft) {
        if (draft.isEmpty()) {
            return () -> LeftOut.NOTHING;
        }
        if (!isId(draft)) {
            return () -> LeftOut.DROPPED;
        }
        Supplier<JsonNode> coming = api.ask(PATH + draft, Query.NONE);
        return () -> {
            try {
                return LeftOut.of(coming.get());
            } catch (ApiProblem refused) {
                if (refused.isNotFound()) {
                    return isForgotten(draft) ? LeftOut.DROPPED : LeftOut.NOTHING;
                }
                if (refused.status() == HttpStatus.GONE.value()) {
                    return LeftOut.DROPPED;
                }
                throw refused;
            }
        };
    }

    private boolean isForgotten(String draft) {
        Instant begun = Instant.ofEpochMilli(UUID.fromString(draft).getMostSignificantBits() >>> 16);
        return begun.isBefore(clock.instant().minus(KEPT));
    }

    /** @param list {@code AUTHORIZATIONS} or {@code CLIENTS} */
    LeftOut change(
            ConsoleApi api, String draft, String list, Query filter, List<String> leaveOut, List<String> takeIn) {
        return LeftOut.of(api.post(
                PATH + draft, Map.of("list", list, "filter", filter.values(), "leaveOut", leaveOut, "takeIn", takeIn)));
    }
}
