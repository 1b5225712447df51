package health.authz.gateway.signin;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people sign in.
 *
 * @param issuerUri the OpenID Connect provider; what it offers is read from its discovery document when the first person comes
 * @param clientId as the provider knows this product
 * @param clientSecret empty for a public client, which proves itself by PKCE alone
 * @param scopes what is asked for; {@code openid} is always among them
 * @param parameters added to the request for sign-in, for providers that must be told the audience of the access token
 * @param sameOrigin the provider is reached on the origin that the person came to, whatever name that has (the demo's)
 * @param idle a session without a deed of its person ends after so long, 10 s to 8 h
 * @param warning how long before that the page warns, shorter than {@code idle}
 * @param origins further origins of the provider that a form's answer may lead to
 * @param sessionsMax sessions that one instance keeps at most
 */
@ConfigurationProperties("authz.sign-in")
record SignInProperties(
        String issuerUri,
        String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("openid") List<String> scopes,
        @DefaultValue Map<String, String> parameters,
        @DefaultValue("false") boolean sameOrigin,
        @DefaultValue("15m") Duration idle,
        @DefaultValue("2m") Duration warning,
        @DefaultValue List<String> origins,
        @DefaultValue("10000") int sessionsMax) {
    private static final Duration IDLE_MIN = Duration.ofSeconds(10);
    private static final Duration IDLE_MAX = Duration.ofHours(8);

    SignInProperties {
        check(idle.compareTo(IDLE_MIN) >= 0 && idle.compareTo(IDLE_MAX) <= 0, "idle is from 10s to 8h");
        check(!warning.isNegative() && warning.compareTo(idle) < 0, "warning is shorter than idle");
        check(scopes.contains("openid"), "scopes hold openid");
        check(sessionsMax > 0, "sessions-max is above 0");
    }

    /** Where a form's answer may lead: the provider's origin and those named beside it. */
    List<String> formTargets() {
        List<String> targets = new ArrayList<>(origins);
        URI issuer = URI.create(issuerUri);
        targets.add(issuer.getScheme() + "://" + issuer.getRawAuthority());
        return targets;
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("authz.sign-in: " + rule);
        }
    }
}
