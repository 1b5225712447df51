package health.authz.gateway.console.codes;

import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import health.authz.gateway.console.words.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whole lists of codes and groups; an organisation has hundreds of them, not thousands. */
final class Lists {
    private static final int MOST = 2_000;

    private Lists() {}

    static List<JsonNode> codes(Backend api) {
        return whole(api, "/billing-codes?limit=500");
    }

    static List<JsonNode> groups(Backend api) {
        return whole(api, "/billing-code-groups?limit=500");
    }

    private static List<JsonNode> whole(Backend api, String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(path + cursor).orPage();
            items.addAll(Facts.items(page));
            String next = Facts.text(page, "nextCursor");
            cursor = next == null ? "" : "&cursor=" + Names.value(next);
        } while (!cursor.isEmpty() && items.size() < MOST);
        return items;
    }

    /** How many authorizations match, current and upcoming; {@code null} where one may not look. */
    static @Nullable Long authorizations(Backend api, String query) {
        Reply reply = api.get("/authorizations?limit=1&" + query);
        return reply.ok() ? Facts.count(reply.body(), "count") : null;
    }
}
