package health.authz.consistency;

import health.authz.platform.consistency.ConsistencyToken;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.consistency.ListBehind;
import health.authz.platform.consistency.Reach;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.QueryParameters;
import health.authz.rebuild.ReadPositions;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits, before something is read, until it is not older than what the reader names. */
public class ConsistentReads {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(10).toNanos();
    private final ConsistencyTokens tokens;
    private final Writers writers;
    private final ReadPositions positions;

    ConsistentReads(ConsistencyTokens tokens, Writers writers, ReadPositions positions) {
        this.tokens = tokens;
        this.writers = writers;
        this.positions = positions;
    }

    /**
     * Before one thing is read, by a route that takes nothing else.
     *
     * @throws ProblemException 400 if the request has another parameter, else as {@link #await(Caller, String)}
     */
    public void await(Caller caller, HttpServletRequest request) {
        QueryParameters given = QueryParameters.of(request, Set.of(ConsistencyTokens.PARAMETER));
        await(caller, given.text(ConsistencyTokens.PARAMETER).orElse(null));
    }

    /**
     * @param token as an answer to a change gave it; {@code null} or empty = as it is
     * @throws ProblemException 400 if the token is none of the caller's organisation; 503 if the list does not get so far in 5 s
     */
    public void await(Caller caller, @Nullable String token) {
        if (token == null || token.isBlank()) {
            return;
        }
        ConsistencyToken named = tokens.read(token, caller.tenant());
        long end = System.nanoTime() + PATIENCE.toNanos();
        Reach reach = writers.reachOf(named, token, caller, PATIENCE);
        await(reach, end);
    }

    /** @throws ProblemException 503 if the list does not get so far in time */
    public void await(Reach reach, Duration atMost) {
        await(reach, System.nanoTime() + atMost.toNanos());
    }

    private void await(Reach reach, long end) {
        while (!positions.haveReached(reach.next())) {
            if (System.nanoTime() >= end) {
                throw ListBehind.notReadYet(!positions.canGetOn());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
