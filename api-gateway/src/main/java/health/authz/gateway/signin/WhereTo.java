package health.authz.gateway.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The page to come back to after sign-in. Only pages of the console count, so nobody can be sent elsewhere. */
final class WhereTo {
    static final String HOME = "/";
    private static final String COOKIE = "authz_where_to";
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

    static void remember(HttpServletRequest request, HttpServletResponse response, SealedCookies cookies) {
        String page = of(request);
        if (!page.equals(HOME)) {
            cookies.keep(request, response, COOKIE, page);
        }
    }

    /** What was remembered, once. */
    static String recall(HttpServletRequest request, HttpServletResponse response, SealedCookies cookies) {
        String page = cookies.read(request, COOKIE).orElse(HOME);
        cookies.forget(request, response, COOKIE);
        return page;
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
