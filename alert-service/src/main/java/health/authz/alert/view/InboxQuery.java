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
 * @param seen whether the reader has looked at it; {@code null} = either
 * @param from where the page begins, the alert there not included; {@code null} = at the newest
 */
public record InboxQuery(
        Map<String, Object> equal,
        boolean mine,
        @Nullable Boolean seen,
        int limit,
        @Nullable Place from) {
    boolean backwards() {
        return from != null && from.backwards();
    }

    /**
     * An alert at the edge of a page.
     *
     * @param backwards the page before it is asked for, not the one after it
     */
    public record Place(boolean backwards, Instant raisedAt, UUID id) {}
}
