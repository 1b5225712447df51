package health.authz.rebuild;

import com.fasterxml.jackson.annotation.JsonInclude;
import health.authz.platform.web.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page that says whether the list it is of is whole.
 *
 * @param rebuild absent while the list is whole
 */
@JsonInclude
public record ListPage<T>(
        List<T> items,
        long count,
        @Nullable String nextCursor,
        @Nullable String prevCursor,
        @Nullable String listVersion,
        ListState.Standing listState,
        @JsonInclude(JsonInclude.Include.NON_NULL) ListState.@Nullable Rebuild rebuild) {
    public static <T> ListPage<T> of(Page<T> page, ListState state) {
        return new ListPage<>(
                page.items(),
                page.count(),
                page.nextCursor(),
                page.prevCursor(),
                page.listVersion(),
                state.standing(),
                state.isReady() ? null : state.rebuild());
    }
}
