package health.authz.acceptance.dsl;

import static health.authz.acceptance.dsl.Json.object;

import health.authz.stack.DemoKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs tokens with the key of the stack's demo issuer, so that each test has organisations of its own. */
public final class Tokens {
    private static final Duration VALID = Duration.ofHours(8);
    private final String issuer;
    private final DemoKey key;

    Tokens(String issuer, DemoKey key) {
        this.issuer = issuer;
        this.key = key;
    }

    public String of(Login login) {
        return sign(claims(login));
    }

    /** Of somebody who runs the services and belongs to no organisation. */
    public String ofOperator() {
        Map<String, @Nullable Object> claims =
                claims(Login.nobody("").as("operator").and("ops:replay"));
        claims.keySet().removeAll(List.of("org", "divisions", "clients"));
        return sign(claims);
    }

    /** The claims of a good token, to be spoiled. */
    public Map<String, @Nullable Object> claims(Login login) {
        Instant now = Instant.now();
        return object(
                "iss", issuer,
                "aud", "authz",
                "sub", login.user(),
                "org", login.organisation(),
                "divisions", login.divisions(),
                "clients", login.clients(),
                "permissions", login.permissions(),
                "iat", now.getEpochSecond(),
                "exp", now.plus(VALID).getEpochSecond());
    }

    public String sign(Map<String, @Nullable Object> claims) {
        return key.sign(claims);
    }

    /** A token that claims to need no signature. */
    public String unsigned(Map<String, @Nullable Object> claims) {
        return encode(Json.write(object("alg", "none", "typ", "JWT"))) + "." + encode(Json.write(claims)) + ".";
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
