package health.authz.alert.view;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a reader asks for.
 *
 * @param equal column and the value it has
 * @param mine only what reached the reader
 * @param after the last alert of the page before
 */
public record InboxQuery(
        Map<String, Object> equal,
        boolean mine,
        int limit,
        @Nullable Place after) {
    /** Where a page ended. */
    public record Place(Instant raisedAt, UUID id) {}
}
