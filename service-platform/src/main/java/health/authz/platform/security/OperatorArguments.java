package health.authz.platform.security;

import health.authz.events.UserId;
import health.authz.platform.web.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands an {@link Operator} to each controller method that asks for one; an organisation's token is refused, whatever it allows. */
final class OperatorArguments implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Operator.class;
    }

    @Override
    public Operator resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken authenticated) {
            return operatorOf(authenticated.getToken());
        }
        throw Problems.unauthenticated();
    }

    static Operator operatorOf(Jwt token) {
        List<String> permissions = token.getClaimAsStringList("permissions");
        if (permissions == null || !permissions.contains(Permission.OPS_REPLAY.claim())) {
            throw Problems.forbidden(Permission.OPS_REPLAY.claim());
        }
        if (token.hasClaim("org")) {
            throw Problems.operatorsOnly();
        }
        String subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            throw Problems.unauthenticated();
        }
        return new Operator(new UserId(subject));
    }
}
