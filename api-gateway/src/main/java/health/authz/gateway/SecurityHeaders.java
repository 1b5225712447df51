package health.authz.gateway;

import java.util.List;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * What every answer tells the browser. Beside what is named here come {@code X-Content-Type-Options}, {@code X-Frame-Options} and, unless an
 * answer says how long it may be kept, {@code Cache-Control: no-store}. An answer that a service gave keeps the service's own.
 */
public final class SecurityHeaders {
    /** Nothing that the API answers is a page. */
    static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    static final String PAGES =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
                    + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    static final String NO_DEVICES = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
    private static final long YEAR = 365L * 24 * 60 * 60;

    private SecurityHeaders() {}

    public static Customizer<HeadersConfigurer<HttpSecurity>> ofTheApi() {
        return headers -> common(headers, NOTHING, ReferrerPolicy.NO_REFERRER);
    }

    /**
     * Pages hold no script and no style of their own.
     *
     * @param formTargets origins beside our own that the answer to a form may lead to
     */
    public static Customizer<HeadersConfigurer<HttpSecurity>> ofPages(List<String> formTargets) {
        String policy = PAGES + formTargets.stream().map(each -> " " + each).reduce("", String::concat);
        return headers -> common(headers, policy, ReferrerPolicy.SAME_ORIGIN);
    }

    private static void common(HeadersConfigurer<HttpSecurity> headers, String policy, ReferrerPolicy referrer) {
        headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy))
                .referrerPolicy(referrers -> referrers.policy(referrer))
                .permissionsPolicyHeader(permissions -> permissions.policy(NO_DEVICES))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .httpStrictTransportSecurity(
                        https -> https.maxAgeInSeconds(YEAR).includeSubDomains(false));
    }
}
