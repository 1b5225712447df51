package health.authz.gateway.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.util.UrlUtils;
import org.springframework.web.util.UriComponentsBuilder;

/** After our session, the issuer's is ended too, if it offers that; then the sign-in page is shown again. */
final class SignOff implements LogoutSuccessHandler {
    private final OrganisationIssuer issuer;
    private final boolean sameOrigin;

    SignOff(OrganisationIssuer issuer, boolean sameOrigin) {
        this.issuer = issuer;
        this.sameOrigin = sameOrigin;
    }

    @Override
    public void onLogoutSuccess(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication who)
            throws IOException {
        Object end = issuer.registration()
                .getProviderDetails()
                .getConfigurationMetadata()
                .get("end_session_endpoint");
        if (end instanceof String address && who != null && who.getPrincipal() instanceof OidcUser user) {
            UriComponentsBuilder uri = UriComponentsBuilder.fromUriString(address)
                    .queryParam("id_token_hint", user.getIdToken().getTokenValue())
                    .queryParam("post_logout_redirect_uri", home(request));
            if (sameOrigin) {
                uri.scheme(null).host(null).port(null);
            }
            response.sendRedirect(uri.encode().toUriString());
        } else {
            response.sendRedirect(WhereTo.HOME);
        }
    }

    private static String home(HttpServletRequest request) {
        return UriComponentsBuilder.fromUriString(UrlUtils.buildFullRequestUrl(request))
                .replacePath(WhereTo.HOME)
                .replaceQuery(null)
                .toUriString();
    }
}
