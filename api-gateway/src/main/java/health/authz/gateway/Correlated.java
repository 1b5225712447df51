package health.authz.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.function.ServerRequest;

/** Every request passes on under an id that log lines, events and answers share; the caller may bring it. */
public final class Correlated {
    public static final String HEADER = "X-Correlation-Id";
    private static final String ATTRIBUTE = Correlated.class.getName();
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

    private Correlated() {}

    static ServerRequest named(ServerRequest request) {
        String id = harmless(request.headers().firstHeader(HEADER));
        return ServerRequest.from(request)
                .headers(headers -> headers.set(HEADER, id))
                .build();
    }

    /** The id of a request that passed {@link #named}. */
    static String id(ServerRequest request) {
        return harmless(request.headers().firstHeader(HEADER));
    }

    /** The id under which everything is asked for that the page of this thread's request needs. */
    public static String ofThisRequest() {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
            return harmless(null);
        }
        if (attributes.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof String known) {
            return known;
        }
        HttpServletRequest request = attributes.getRequest();
        String id = harmless(request.getHeader(HEADER));
        attributes.setAttribute(ATTRIBUTE, id, RequestAttributes.SCOPE_REQUEST);
        return id;
    }

    private static String harmless(@Nullable String given) {
        return given != null && HARMLESS.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }
}
