package health.authz.platform.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param count all that match, not only those on this page
 * @param nextCursor {@code null} on the last page
 */
@JsonInclude
public record Page<T>(
        List<T> items,
        long count,
        @Nullable String nextCursor,
        @Nullable String prevCursor,
        @Nullable String listVersion) {
    public static <T> Page<T> of(List<T> items, long count, @Nullable String nextCursor) {
        return new Page<>(items, count, nextCursor, null, null);
    }
}
