package health.authz.gateway.signin;

import jakarta.servlet.http.HttpServletRequest;

/** Who made a request: a person going to a page, htmx in a page, or another script. */
final class Asked {
    private Asked() {}

    static boolean byHtmx(HttpServletRequest request) {
        return "true".equals(request.getHeader("HX-Request"));
    }

    /** Browsers say so; programs that accept no page are taken for scripts too. */
    static boolean byScript(HttpServletRequest request) {
        String accepted = request.getHeader("Accept");
        return "empty".equals(request.getHeader("Sec-Fetch-Dest"))
                || (accepted != null && !accepted.contains("text/html") && !accepted.contains("*/*"));
    }

    /** Nobody's deed: a page that looks by itself whether something is new, or how long the session lasts. */
    static boolean inTheBackground(HttpServletRequest request) {
        return "true".equals(request.getHeader("X-Background"))
                || (request.getMethod().equals("GET") && request.getRequestURI().equals(SessionController.PATH));
    }
}
