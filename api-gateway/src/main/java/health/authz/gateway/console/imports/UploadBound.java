package health.authz.gateway.console.imports;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Leads whoever drops in a file that is too large back to the form, which says so at the field. Before anything else looks at the
 * request: the form's token stands in the very body that is not read, so it would be taken for a forged one.
 */
final class UploadBound extends OncePerRequestFilter {
    private final DataSize max;

    /** @param max of the whole request, a little more than of the file */
    UploadBound(DataSize max) {
        this.max = max;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() <= max.toBytes()) {
            chain.doFilter(request, response);
            return;
        }
        String uri = request.getRequestURI();
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(
                HttpHeaders.LOCATION, ImportScreen.PATH + "?tooLarge=" + uri.substring(uri.lastIndexOf('/') + 1));
    }
}
