package health.authz.gateway.console.list;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One page of a list: how many match in all, the addresses before and after, and whether all of the list is there. */
public record Page(
        long count, @Nullable String previous, @Nullable String next, Rebuilding rebuilding) {
    public static Page of(JsonNode page, Listing listing) {
        return new Page(
                page.path("count").asLong(0),
                address(page.path("prevCursor"), listing),
                address(page.path("nextCursor"), listing),
                Rebuilding.of(page));
    }

    private static @Nullable String address(JsonNode cursor, Listing listing) {
        return cursor.isString() ? listing.onPage(cursor.asString()) : null;
    }
}
