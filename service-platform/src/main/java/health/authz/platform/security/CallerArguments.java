package health.authz.platform.security;

import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.platform.web.Problems;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands a {@link Caller} to each controller method that asks for one. */
final class CallerArguments implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Caller resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return CurrentCaller.get().orElseThrow(Problems::unauthenticated);
    }

    static Caller callerOf(Jwt token) {
        String organisation = token.getClaimAsString("org");
        String subject = token.getSubject();
        if (organisation == null || organisation.isBlank() || subject == null || subject.isBlank()) {
            throw Problems.unauthenticated();
        }
        List<String> divisions = claimed(token, "divisions");
        return new Caller(
                new TenantId(organisation),
                new UserId(subject),
                permissions(claimed(token, "permissions")),
                new Caller.DivisionScope(divisions.contains("*"), Set.copyOf(divisions)),
                "all".equals(token.getClaimAsString("clients")) ? Caller.ClientScope.ALL : Caller.ClientScope.ASSIGNED,
                token.getTokenValue());
    }

    private static List<String> claimed(Jwt token, String claim) {
        List<String> values = token.getClaimAsStringList(claim);
        return values == null ? List.of() : values;
    }

    private static Set<Permission> permissions(List<String> claims) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        claims.stream().map(Permission::of).flatMap(Optional::stream).forEach(permissions::add);
        return permissions;
    }
}
