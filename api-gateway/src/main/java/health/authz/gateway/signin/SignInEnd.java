package health.authz.gateway.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/** What follows when the issuer has answered: the page that was wanted, or a page that says why not. */
final class SignInEnd implements AuthenticationSuccessHandler, AuthenticationFailureHandler {
    private static final Logger log = LoggerFactory.getLogger(SignInEnd.class);
    private final Idle idle;
    private final SealedCookies cookies;

    SignInEnd(Idle idle, SealedCookies cookies) {
        this.idle = idle;
        this.cookies = cookies;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        idle.begin(request.getSession());
        PageSession.begin(request.getSession());
        response.sendRedirect(WhereTo.recall(request, response, cookies));
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failed)
            throws IOException {
        String code = failed instanceof OAuth2AuthenticationException oauth
                ? oauth.getError().getErrorCode()
                : failed.getClass().getSimpleName();
        log.warn("a sign-in failed: {}", code);
        response.sendRedirect(SignInController.FAILED + "?why=" + why(code, request));
    }

    private static String why(String code, HttpServletRequest request) {
        return switch (code) {
            case "authorization_request_not_found" -> request.getCookies() == null ? "cookies" : "late";
            case "access_denied" -> "refused";
            case People.UNUSABLE_TOKEN -> "token";
            default -> "other";
        };
    }
}
