package health.authz.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses JSON bodies over 1 MiB, announced or not, and bodies of which nobody can tell what they are. Imports are lines, not JSON, and
 * have no such bound.
 */
final class BodyLimit extends OncePerRequestFilter {
    static final long BYTES_MAX = 1024L * 1024L;
    private static final List<MediaType> LINES =
            List.of(MediaType.valueOf("text/csv"), MediaType.valueOf("application/x-ndjson"));

    /** More bytes came than a JSON body may have. */
    static final class TooLarge extends IOException {
        TooLarge() {
            super("JSON body over 1 MiB");
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<MediaType> type = Optional.empty();
        if (request.getContentType() != null) {
            type = readable(request.getContentType());
            if (type.isEmpty()) {
                ProblemWriter.write(
                        request,
                        response,
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "unsupported-media-type",
                        "Unsupported media type",
                        "The Content-Type names no single type that is read here. Send application/json; lines go to the import routes.");
                return;
            }
        }
        if (type.filter(BodyLimit::isLines).isPresent()) {
            chain.doFilter(request, response);
            return;
        }
        if (request.getContentLengthLong() > BYTES_MAX) {
            ProblemWriter.write(
                    request,
                    response,
                    HttpStatus.CONTENT_TOO_LARGE,
                    "body-too-large",
                    "Body too large",
                    "A JSON body is at most 1 MiB. Larger data goes to the import routes, line by line.");
            return;
        }
        chain.doFilter(new Counted(request), response);
    }

    /** Empty for what is no type, for a range of types, and for parts, which nothing here takes. */
    private static Optional<MediaType> readable(String contentType) {
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.isConcrete() && !type.getType().equals("multipart") ? Optional.of(type) : Optional.empty();
        } catch (InvalidMediaTypeException none) {
            return Optional.empty();
        }
    }

    /** By the type itself: its parameters are the sender's to choose. */
    private static boolean isLines(MediaType type) {
        return LINES.stream().anyMatch(type::equalsTypeAndSubtype);
    }

    private static final class Counted extends HttpServletRequestWrapper {
        Counted(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new CountedStream(super.getInputStream());
        }
    }

    private static final class CountedStream extends ServletInputStream {
        private final ServletInputStream in;
        private long seen;

        CountedStream(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int got = in.read(into, from, length);
            count(Math.max(got, 0));
            return got;
        }

        private void count(int more) throws TooLarge {
            seen += more;
            if (seen > BYTES_MAX) {
                throw new TooLarge();
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
