package health.authz.gateway.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The page to come back to after sign-in. Only pages of the console count, so nobody can be sent elsewhere. */
final class WhereTo {
    static final String HOME = "/";
    private static final String ATTRIBUTE = WhereTo.class.getName();
    private static final Pattern PAGES = Pattern.compile("/console(/[^/\\\\].*|[?].*|/)?");
    private static final int LENGTH_MAX = 4_000;

    private WhereTo() {}

    /** The page that was asked for, or the page that this request was made from. */
    static String of(HttpServletRequest request) {
        String htmx = request.getHeader("HX-Current-URL");
        if (htmx != null) {
            return page(htmx);
        }
        if (request.getMethod().equals("GET")) {
            String query = request.getQueryString();
            return page(request.getRequestURI() + (query == null ? "" : "?" + query));
        }
        return page(request.getHeader("Referer"));
    }

    static void remember(HttpServletRequest request) {
        String page = of(request);
        if (!page.equals(HOME)) {
            request.getSession().setAttribute(ATTRIBUTE, page);
        }
    }

    /** What was remembered, once. */
    static String recall(HttpServletRequest request) {
        HttpSession session = request.getSession();
        Object page = session.getAttribute(ATTRIBUTE);
        session.removeAttribute(ATTRIBUTE);
        return page instanceof String text ? text : HOME;
    }

    private static String page(@Nullable String address) {
        if (address == null || address.length() > LENGTH_MAX) {
            return HOME;
        }
        try {
            URI uri = URI.create(address);
            String page = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            return PAGES.matcher(page).matches() ? page : HOME;
        } catch (IllegalArgumentException malformed) {
            return HOME;
        }
    }
}
