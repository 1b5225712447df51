package health.authz.platform.web;

import health.authz.platform.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Problem documents as bytes, also where no controller is reached. Always {@code application/problem+json}. */
public final class ProblemWriter {
    public static final String CONTENT_TYPE = "application/problem+json";

    private ProblemWriter() {}

    public static void write(
            HttpServletRequest request,
            HttpServletResponse response,
            HttpStatus status,
            String slug,
            String title,
            String detail)
            throws IOException {
        response.setStatus(status.value());
        response.setContentType(CONTENT_TYPE);
        response.getOutputStream()
                .write(Json.mapper()
                        .writeValueAsBytes(document(status.value(), slug, title, detail, request.getRequestURI())));
    }

    static Map<String, Object> document(int status, String slug, String title, String detail, String instance) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "/problems/" + slug);
        document.put("title", title);
        document.put("status", status);
        document.put("detail", detail);
        document.put("instance", instance);
        return document;
    }
}
