package health.authz.gateway.console.list;

import tools.jackson.databind.JsonNode;

/**
 * Whether only a part of a list is there, and how far it is.
 *
 * @param total records to be read; 0 while that is not known
 */
public record Rebuilding(boolean on, long done, long total) {
    /** As an answer of a list says it. */
    public static Rebuilding of(JsonNode page) {
        return new Rebuilding(
                page.path("listState").asString("").equals("REBUILDING"),
                page.at("/rebuild/done").asLong(0),
                page.at("/rebuild/total").asLong(0));
    }
}
