package health.authz.gateway;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/** A refusal of a service that stays one, with its status, also where the connection is cut before all of its reason has come. */
record ToldRefusal(ServerResponse answer, String service) implements ServerResponse {
    @Override
    public HttpStatusCode statusCode() {
        return answer.statusCode();
    }

    @Override
    public HttpHeaders headers() {
        return answer.headers();
    }

    @Override
    public MultiValueMap<String, Cookie> cookies() {
        return answer.cookies();
    }

    @Override
    public @Nullable ModelAndView writeTo(HttpServletRequest request, HttpServletResponse response, Context context)
            throws ServletException, IOException {
        try {
            return answer.writeTo(request, response, context);
        } catch (IOException cut) {
            HttpStatus status = HttpStatus.resolve(answer.statusCode().value());
            if (response.isCommitted() || status == null) {
                throw cut;
            }
            response.resetBuffer();
            Problem.of(
                            status,
                            "broken-off",
                            "Broken off",
                            "The " + service
                                    + " refused this, and its reason was cut off on the way. Check the permission, the"
                                    + " parameters and the Content-Type, or send a smaller body to be told why.")
                    .write(request, response);
            return null;
        }
    }
}
