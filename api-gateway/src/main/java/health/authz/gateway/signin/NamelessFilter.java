package health.authz.gateway.signin;

import health.authz.gateway.limits.AddressLimit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts what comes without a signed-in person by its address, before anything is made for it. Assets cost nothing and are kept. */
final class NamelessFilter extends OncePerRequestFilter {
    private static final List<String> NOT_COUNTED = List.of("/assets/", "/webjars/", "/favicon.ico", "/actuator/");
    private final AddressLimit addresses;

    NamelessFilter(AddressLimit addresses) {
        this.addresses = addresses;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return NOT_COUNTED.stream().anyMatch(request.getRequestURI()::startsWith);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean hasName = SecurityContextHolder.getContext().getAuthentication() instanceof OAuth2AuthenticationToken;
        if (hasName || !addresses.refuses(request, response)) {
            chain.doFilter(request, response);
        }
    }
}
