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
 * @param list its name; a cursor of one list is none of the other
 * @param active {@code null} = both
 * @param pattern for {@code ilike}
 * @param after key of the last row of the page before; empty on the first
 */
record ListQuery(String list, @Nullable Boolean active, String pattern, String after, int limit) {
    private static final Set<String> KNOWN = Set.of("q", "active", "limit", "cursor");

    /** @throws health.authz.platform.web.ProblemException 400 if a parameter is wrong or the cursor is of another list */
    static ListQuery of(String list, HttpServletRequest request, Cursors cursors) {
        QueryParameters query = QueryParameters.of(request, KNOWN);
        String text = query.text("q")
                .orElse("")
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_");
        return new ListQuery(
                list,
                query.flag("active").orElse(null),
                "%" + text + "%",
                query.text("cursor")
                        .map(cursor -> cursors.verify(list + "/", cursor))
                        .orElse(""),
                query.limit());
    }

    /** The page from one row more than fits. */
    <R, T> Page<T> page(List<R> found, long count, Function<R, T> shape, Function<R, String> key, Cursors cursors) {
        boolean more = found.size() > limit;
        List<R> shown = more ? found.subList(0, limit) : found;
        return Page.of(
                shown.stream().map(shape).toList(),
                count,
                more ? cursors.sign(list + "/" + key.apply(shown.getLast())) : null);
    }
}
