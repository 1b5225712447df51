package health.authz.gateway.demo;

import health.authz.gateway.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers only who asks for this machine by a known name. A page of anybody's in a browser here can point a name of its own at this
 * machine and then read what logins without passwords show; its name gives it away.
 */
final class KnownHosts extends OncePerRequestFilter {
    private static final Problem UNKNOWN = Problem.of(
            HttpStatus.BAD_REQUEST,
            "unknown-host",
            "Unknown host",
            "This workstation's demo answers under the names that it was started with: localhost, or what ./run --host was told.");
    private final Set<String> known;

    /** @param known values of the header {@code Host}, each a name and a port */
    KnownHosts(Collection<String> known) {
        this.known = known.stream().map(KnownHosts::folded).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getHeader(HttpHeaders.HOST);
        if (host != null && known.contains(folded(host))) {
            chain.doFilter(request, response);
        } else {
            UNKNOWN.write(request, response);
        }
    }

    private static String folded(String host) {
        return host.strip().toLowerCase(Locale.ROOT);
    }
}
