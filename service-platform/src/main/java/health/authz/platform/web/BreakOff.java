package health.authz.platform.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Closes the connection of a {@link BrokenAnswer} without the last chunk, so that the client sees it is incomplete.
 * A failure left to Tomcat would get the error page into the data first.
 */
final class BreakOff extends ValveBase {
    static final String WANTED = BreakOff.class.getName();

    BreakOff() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.getAttribute(WANTED) != null) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        }
    }
}
