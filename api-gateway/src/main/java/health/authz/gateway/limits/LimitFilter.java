package health.authz.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import health.authz.gateway.Problem;
import health.authz.gateway.WholeSeconds;
import health.authz.gateway.limits.Limits.Asker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what is over a limit, with the seconds to wait, before anything is asked of a service. Every request of a user weighs one.
 * Previews and operations weigh their rows on the organisation, once each; one that is prepared in the background is paid when
 * somebody sees it ready.
 */
public final class LimitFilter extends OncePerRequestFilter {
    private static final int PREPARING_MAX = 10_000;
    private static final Problem TOO_MANY_REQUESTS = Problem.of(
            HttpStatus.TOO_MANY_REQUESTS,
            "too-many-requests",
            "Too many requests",
            "You sent more requests than one user may (limit user-requests). Wait as long as Retry-After says, then go on more"
                    + " slowly.");
    private static final Problem TOO_MANY_ROWS = Problem.of(
            HttpStatus.TOO_MANY_REQUESTS,
            "too-many-rows-this-hour",
            "Too many rows this hour",
            "Your organisation previewed and confirmed more rows than it may in an hour (limit organisation-rows). Wait as long as"
                    + " Retry-After says; what is confirmed goes on.");
    private final Limits limits;
    private final Counter refusedRequests;
    private final Counter refusedRows;

    /** Previews whose rows are not known yet. */
    private final Cache<String, String> preparing = Caffeine.newBuilder()
            .maximumSize(PREPARING_MAX)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    LimitFilter(Limits limits, MeterRegistry meters) {
        this.limits = limits;
        this.refusedRequests = refusals("user-requests", meters);
        this.refusedRows = refusals("organisation-rows", meters);
    }

    static Counter refusals(String limit, MeterRegistry meters) {
        return Counter.builder("authz.limits.refused").tag("limit", limit).register(meters);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token)) {
            chain.doFilter(request, response);
            return;
        }
        Asker asker = asker(token.getToken());
        Optional<Duration> wait = limits.request(asker);
        if (wait.isPresent()) {
            refuse(TOO_MANY_REQUESTS, wait.get(), refusedRequests, request, response);
            return;
        }
        String preview = RowWeight.previewLookedAt(request.getMethod(), request.getRequestURI());
        if (RowWeight.isAskedFor(request.getMethod(), request.getRequestURI())) {
            rows(asker.organisation(), request, response, chain);
        } else if (!preview.isEmpty() && preparing.getIfPresent(preview) != null) {
            KeptBeginning answer = new KeptBeginning(response);
            chain.doFilter(request, answer);
            payWhenReady(answer);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void rows(String organisation, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Duration> wait = limits.debt(organisation);
        if (wait.isPresent()) {
            refuse(TOO_MANY_ROWS, wait.get(), refusedRows, request, response);
            return;
        }
        KeptBeginning answer = new KeptBeginning(response);
        chain.doFilter(request, answer);
        if (answer.getStatus() < HttpStatus.MULTIPLE_CHOICES.value()) {
            RowWeight weight = answer.weight();
            if (weight.rows() >= 0) {
                limits.pay(organisation, weight.rows());
            } else if (!weight.id().isEmpty()) {
                preparing.put(weight.id(), organisation);
            }
        }
    }

    private void payWhenReady(KeptBeginning answer) {
        RowWeight weight = answer.weight();
        if (weight.rows() >= 0) {
            String organisation = preparing.asMap().remove(weight.id());
            if (organisation != null) {
                limits.pay(organisation, weight.rows());
            }
        }
    }

    private static Asker asker(Jwt token) {
        return new Asker("" + token.getClaimAsString("org"), "" + token.getSubject());
    }

    static void refuse(
            Problem problem, Duration wait, Counter counter, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        counter.increment();
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(secondsToWait(wait)));
        problem.write(request, response);
    }

    /** Whole seconds, after which it is sure to be enough; never none. */
    static long secondsToWait(Duration wait) {
        return Math.max(1, WholeSeconds.of(wait));
    }
}
