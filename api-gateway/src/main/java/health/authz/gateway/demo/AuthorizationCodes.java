package health.authz.gateway.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Codes that stand for a login until they are exchanged: once, within a minute, by whoever knows the verifier (RFC 7636). */
final class AuthorizationCodes {
    static final Duration VALID = Duration.ofMinutes(1);
    private static final int KEPT_MAX = 1_000;
    private static final int BYTES = 24;
    private final Map<String, Issued> issued = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    AuthorizationCodes(Clock clock) {
        this.clock = clock;
    }

    private record Issued(DemoLogin login, SignInRequest request, Instant until) {}

    /** Who signed in, and the nonce of their request. */
    record Granted(DemoLogin login, String nonce) {}

    synchronized String issue(DemoLogin login, SignInRequest request) {
        issued.values().removeIf(each -> each.until().isBefore(clock.instant()));
        if (issued.size() >= KEPT_MAX) {
            issued.remove(issued.keySet().iterator().next());
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String code = encode(bytes);
        issued.put(code, new Issued(login, request, clock.instant().plus(VALID)));
        return code;
    }

    /** Empty unless everything fits; whatever was tried, the code is used up. */
    synchronized Optional<Granted> exchange(String code, String clientId, String redirectUri, String verifier) {
        Issued found = issued.remove(code);
        if (found == null
                || found.until().isBefore(clock.instant())
                || !found.request().clientId().equals(clientId)
                || !found.request().redirectUri().equals(redirectUri)
                || !found.request().codeChallenge().equals(challengeOf(verifier))) {
            return Optional.empty();
        }
        return Optional.of(new Granted(found.login(), found.request().nonce()));
    }

    static String challengeOf(String verifier) {
        try {
            return encode(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
