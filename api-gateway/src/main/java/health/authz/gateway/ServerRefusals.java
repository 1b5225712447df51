package health.authz.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * What the web server refuses before any filter sees it, such as an address that is too long or cannot be read: said in a page as strict
 * as all others, or in a problem document. The server's own page has styles of its own and no policy.
 */
final class ServerRefusals extends ErrorReportValve {
    private static final int REFUSED = 400;
    private static final int SERVER_SIDE = 500;
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
              <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <link rel="stylesheet" href="/assets/door.css">
              </head>
              <body>
                <main class="door">
                  <h1>%1$s</h1>
                  <p>%2$s</p>
                  <p><a class="door-way" href="/">To the start</a></p>
                </main>
              </body>
            </html>
            """;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < REFUSED || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        boolean ours = status >= SERVER_SIDE;
        Problem problem = Problem.of(
                HttpStatus.valueOf(status),
                ours ? "internal-error" : "bad-request",
                ours ? "Something failed on our side" : "This cannot be read",
                ours
                        ? "Nothing more is known here. Try again in a moment."
                        : "The address, a header or what was sent with it is too long (8 KB at most) or not well-formed. Nothing was"
                                + " done. Characters such as [ ] { } | are sent percent-encoded; begin again with a shorter or"
                                + " unaltered address.");
        try {
            // an address that could not be read is nobody's page
            if (request.getRequestURI() == null || request.getRequestURI().startsWith("/api")) {
                head(response, SecurityHeaders.NOTHING, "no-referrer");
                problem.write(request, response);
            } else {
                head(response, SecurityHeaders.PAGES, "same-origin");
                response.setContentType(MediaType.TEXT_HTML_VALUE + ";charset=utf-8");
                response.getOutputStream()
                        .write(PAGE.formatted(problem.title(), problem.detail()).getBytes(StandardCharsets.UTF_8));
            }
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            container.getLogger().debug("an answer could not be written", gone);
        }
    }

    private static void head(Response response, String policy, String referrer) {
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("Referrer-Policy", referrer);
        response.setHeader("Permissions-Policy", SecurityHeaders.NO_DEVICES);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Cache-Control", "no-store");
    }
}
