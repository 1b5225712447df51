package health.authz.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** A refusal by the gateway itself, in the form that every service uses (RFC 9457). */
public record Problem(HttpStatus status, String slug, String title, String detail) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static Problem of(HttpStatus status, String slug, String title, String detail) {
        return new Problem(status, slug, title, detail);
    }

    ServerResponse answer(String path) {
        return answer(path, new HttpHeaders());
    }

    ServerResponse answer(String path, HttpHeaders more) {
        byte[] body = body(path);
        return ServerResponse.status(status)
                .headers(headers -> headers.putAll(more))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .contentLength(body.length)
                .build((request, response) -> {
                    response.getOutputStream().write(body);
                    return null;
                });
    }

    public void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        byte[] body = body(request.getRequestURI());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private byte[] body(@Nullable String path) {
        return JSON.writeValueAsBytes(document(path));
    }

    /** The document's fields; {@code path} is what was asked for, null where that could not be read. */
    public Map<String, Object> document(@Nullable String path) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "/problems/" + slug);
        document.put("title", title);
        document.put("status", status.value());
        document.put("detail", detail);
        document.put("instance", path == null ? "" : path);
        return document;
    }
}
