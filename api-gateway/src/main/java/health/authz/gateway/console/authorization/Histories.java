package health.authz.gateway.console.authorization;

import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The whole history of one authorization, read page by page up to a bound that no person reads through. */
final class Histories {
    static final int ITEMS_MAX = 2_000;

    private Histories() {}

    static List<JsonNode> of(Backend api, String id) {
        String path = "/authorizations/" + Names.segment(id) + "/history?limit=500";
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(path + cursor).orPage();
            items.addAll(Facts.items(page));
            String next = Facts.text(page, "nextCursor");
            cursor = next == null ? "" : "&cursor=" + Names.value(next);
        } while (!cursor.isEmpty() && items.size() < ITEMS_MAX);
        return items;
    }
}
