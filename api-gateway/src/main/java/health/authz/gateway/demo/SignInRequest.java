package health.authz.gateway.demo;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** A request for sign-in as OpenID Connect has it, checked. */
record SignInRequest(String clientId, String redirectUri, String state, String nonce, String codeChallenge) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String CALLBACK = "/login/oauth2/code/";

    /** Said to the person when a request is not one; such a request is answered here and leads nowhere. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    static SignInRequest of(HttpServletRequest request) {
        SignInRequest asked = new SignInRequest(
                text(request, "client_id"),
                text(request, "redirect_uri"),
                text(request, "state"),
                text(request, "nonce"),
                text(request, "code_challenge"));
        check(asked.clientId.equals(DemoIssuer.CLIENT_ID), "client_id is " + DemoIssuer.CLIENT_ID);
        check(leadsBack(asked.redirectUri, request), "redirect_uri leads to this origin's sign-in");
        check("code".equals(request.getParameter("response_type")), "response_type is code");
        check(("" + request.getParameter("scope")).contains("openid"), "scope holds openid");
        check(
                "S256".equals(request.getParameter("code_challenge_method")) && !asked.codeChallenge.isEmpty(),
                "code_challenge comes with code_challenge_method S256");
        return asked;
    }

    /** To our own origin under the name that the person used, or to this machine. */
    private static boolean leadsBack(String address, HttpServletRequest request) {
        return origin(address)
                .filter(uri -> ("" + uri.getPath()).startsWith(CALLBACK))
                .filter(uri -> isOrigin(uri, request) || LOOPBACK.contains("" + uri.getHost()))
                .isPresent();
    }

    /** Whether this address is one to come back to after the end of a session. */
    static boolean isHome(String address, HttpServletRequest request) {
        return origin(address)
                .filter(uri -> "/".equals(uri.getPath()) && uri.getQuery() == null)
                .filter(uri -> isOrigin(uri, request) || LOOPBACK.contains("" + uri.getHost()))
                .isPresent();
    }

    private static Optional<URI> origin(String address) {
        try {
            return Optional.of(URI.create(address))
                    .filter(uri -> Set.of("http", "https").contains("" + uri.getScheme()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isOrigin(URI uri, HttpServletRequest request) {
        URI here = URI.create(request.getRequestURL().toString());
        return here.getScheme().equals(uri.getScheme()) && ("" + here.getAuthority()).equals(uri.getAuthority());
    }

    /** Where the person goes with a code. */
    String answer(String code) {
        return UriComponentsBuilder.fromUriString(redirectUri)
                .queryParam("code", "{code}")
                .queryParam("state", "{state}")
                .encode()
                .buildAndExpand(code, state)
                .toUriString();
    }

    private static String text(HttpServletRequest request, String name) {
        @Nullable String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new Refused(rule);
        }
    }
}
