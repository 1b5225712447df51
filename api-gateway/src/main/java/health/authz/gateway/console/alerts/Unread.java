package health.authz.gateway.console.alerts;

import health.authz.gateway.console.KeptCounts;
import health.authz.gateway.console.SignedIn;
import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Reply;
import org.jspecify.annotations.Nullable;

/** How many open alerts a person has not read; asked at most every few seconds, since every page shows it. */
class Unread {
    private final KeptCounts kept = new KeptCounts();
    private final Backend api;

    Unread(Backend api) {
        this.api = api;
    }

    /** {@code null} = not known just now. */
    @Nullable
    Long of(SignedIn person) {
        return kept.of(person, this::count);
    }

    private @Nullable Long count() {
        Reply reply = api.get("/alerts?state=OPEN&seen=false&limit=1");
        return reply.ok() ? Facts.count(reply.body(), "count") : null;
    }

    /** They have just read some. */
    void forget(SignedIn person) {
        kept.forget(person);
    }
}
