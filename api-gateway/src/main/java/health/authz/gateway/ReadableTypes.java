package health.authz.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses to pass on what names no single type, or is made of parts: no service reads it, and it cannot be sent on as it is. */
final class ReadableTypes extends OncePerRequestFilter {
    private static final Problem UNREADABLE = Problem.of(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            "Unsupported media type",
            "The Content-Type names no single type that is read here. Send application/json; lines go to the import routes.");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isReadable(request.getContentType())) {
            chain.doFilter(request, response);
        } else {
            UNREADABLE.write(request, response);
        }
    }

    private static boolean isReadable(@Nullable String contentType) {
        try {
            MediaType type = contentType == null ? MediaType.APPLICATION_JSON : MediaType.parseMediaType(contentType);
            return type.isConcrete() && !type.getType().equals("multipart");
        } catch (InvalidMediaTypeException none) {
            return false;
        }
    }
}
