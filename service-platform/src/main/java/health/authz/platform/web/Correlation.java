package health.authz.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request an id, and a place in a trace, that every log line, event and answer of it carries. */
public final class Correlation extends OncePerRequestFilter {
    public static final String HEADER = "X-Correlation-Id";
    private static final String KEY = "correlationId";
    private static final String TRACE_KEY = TraceParent.HEADER;
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

    /** The id of what is being done on this thread; a new one outside requests. */
    public static String current() {
        String id = MDC.get(KEY);
        return id == null ? UUID.randomUUID().toString() : id;
    }

    /** The trace that what is done on this thread belongs to; null outside requests and what follows from them. */
    public static @Nullable String traceParent() {
        return MDC.get(TRACE_KEY);
    }

    /**
     * Does something on behalf of the request that began it, on whatever thread; what the thread had before stands again
     * afterwards.
     */
    public static void on(@Nullable String id, @Nullable String traceParent, Runnable work) {
        String idBefore = MDC.get(KEY);
        String traceBefore = MDC.get(TRACE_KEY);
        put(KEY, id);
        put(TRACE_KEY, traceParent);
        try {
            work.run();
        } finally {
            put(KEY, idBefore);
            put(TRACE_KEY, traceBefore);
        }
    }

    private static void put(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = given(request.getHeader(HEADER));
        String trace = TraceParent.given(request.getHeader(TraceParent.HEADER));
        response.setHeader(HEADER, id);
        response.setHeader(TraceParent.HEADER, trace);
        try (MDC.MDCCloseable idOfLines = MDC.putCloseable(KEY, id);
                MDC.MDCCloseable traceOfLines = MDC.putCloseable(TRACE_KEY, trace)) {
            chain.doFilter(request, response);
        }
    }

    private static String given(@Nullable String sent) {
        return sent != null && HARMLESS.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
    }
}
