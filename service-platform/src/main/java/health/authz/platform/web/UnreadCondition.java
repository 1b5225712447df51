package health.authz.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses a change with {@code If-None-Match} where nobody would look at it: it would be done without its condition. */
final class UnreadCondition implements HandlerInterceptor {
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (CHANGING.contains(request.getMethod())
                && request.getHeader(HttpHeaders.IF_NONE_MATCH) != null
                && handler instanceof HandlerMethod method
                && Arrays.stream(method.getMethodParameters()).noneMatch(UnreadCondition::isRead)) {
            throw Problems.invalid(
                    HttpHeaders.IF_NONE_MATCH,
                    "is not read by this route, so the change would be done whatever is there; leave it out");
        }
        return true;
    }

    private static boolean isRead(MethodParameter parameter) {
        @Nullable RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
        return header != null && header.name().equalsIgnoreCase(HttpHeaders.IF_NONE_MATCH);
    }
}
