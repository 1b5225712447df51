package health.authz.platform.web;

import health.authz.platform.json.Json;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** What the web server refuses before any filter sees it, such as an address that cannot be read, as a problem document too. */
final class ServerRefusals extends ErrorReportValve {
    private static final int REFUSED = 400;
    private static final int SERVER_SIDE = 500;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < REFUSED || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemException problem = status >= SERVER_SIDE
                ? Problems.internalError()
                : Problems.badRequest(
                        "bad-request",
                        "The address or a header is too long or not well-formed. Characters such as [ ] { } | are sent"
                                + " percent-encoded.");
        String address = request.getRequestURI();
        try {
            response.setContentType(ProblemWriter.CONTENT_TYPE);
            response.getOutputStream()
                    .write(Json.mapper()
                            .writeValueAsBytes(ProblemWriter.document(
                                    status,
                                    problem.slug(),
                                    problem.title(),
                                    problem.detail(),
                                    address == null ? "" : address)));
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            container.getLogger().debug("an answer could not be written", gone);
        }
    }
}
