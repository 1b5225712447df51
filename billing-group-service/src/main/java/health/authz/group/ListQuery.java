package health.authz.group;

import health.authz.platform.web.Cursors;
import health.authz.platform.web.Page;
import health.authz.platform.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which codes or groups are asked for.
 *
 * @param active {@code null} = both
 * @param pattern for {@code ilike}
 * @param after key of the last row of the page before; empty on the first
 */
record ListQuery(@Nullable Boolean active, String pattern, String after, int limit) {
    private static final Set<String> KNOWN = Set.of("q", "active", "limit", "cursor");

    static ListQuery of(HttpServletRequest request, Cursors cursors) {
        QueryParameters query = QueryParameters.of(request, KNOWN);
        String text = query.text("q")
                .orElse("")
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_");
        return new ListQuery(
                query.flag("active").orElse(null),
                "%" + text + "%",
                query.text("cursor").map(cursors::verify).orElse(""),
                query.limit());
    }

    /** The page from one row more than fits. */
    <R, T> Page<T> page(List<R> found, long count, Function<R, T> shape, Function<R, String> key, Cursors cursors) {
        boolean more = found.size() > limit;
        List<R> shown = more ? found.subList(0, limit) : found;
        return Page.of(
                shown.stream().map(shape).toList(), count, more ? cursors.sign(key.apply(shown.getLast())) : null);
    }
}
