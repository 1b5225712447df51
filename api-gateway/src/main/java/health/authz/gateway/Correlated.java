package health.authz.gateway;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;

/** Every request passes on under an id that log lines, events and answers share; the caller may bring it. */
final class Correlated {
    static final String HEADER = "X-Correlation-Id";
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

    private static String harmless(@Nullable String given) {
        return given != null && HARMLESS.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }
}
