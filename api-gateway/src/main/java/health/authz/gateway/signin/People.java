package health.authz.gateway.signin;

import health.authz.gateway.console.SignedIn;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.StandardClaimNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Who is signed in. What they may do is read from the access token, checked as the API checks it, and each time anew: it is renewed
 * by the issuer's refresh token when it is about to end, and may then say something else.
 */
public final class People implements OAuth2UserService<OidcUserRequest, OidcUser> {
    static final String UNUSABLE_TOKEN = "unusable_token";
    private static final Logger log = LoggerFactory.getLogger(People.class);
    private final OidcUserService idTokens = new OidcUserService();
    private final JwtDecoder accessTokens;
    private final OAuth2AuthorizedClientManager clients;

    People(JwtDecoder accessTokens, OAuth2AuthorizedClientManager clients) {
        this.accessTokens = accessTokens;
        this.clients = clients;
        idTokens.setRetrieveUserInfo(never -> false);
    }

    /** Lets somebody in whose access token the API will take. */
    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        OidcUser user = idTokens.loadUser(request);
        if (of(user, request.getAccessToken().getTokenValue()).isEmpty()) {
            throw new OAuth2AuthenticationException(new OAuth2Error(UNUSABLE_TOKEN));
        }
        return user;
    }

    /** Empty if nobody is signed in, or their token has ended and cannot be renewed. */
    public Optional<SignedIn> of(@Nullable Authentication authentication) {
        if (!(authentication instanceof OAuth2AuthenticationToken token
                && token.getPrincipal() instanceof OidcUser user)) {
            return Optional.empty();
        }
        try {
            OAuth2AuthorizedClient client =
                    clients.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(OrganisationIssuer.ID)
                            .principal(authentication)
                            .build());
            return client == null
                    ? Optional.empty()
                    : of(user, client.getAccessToken().getTokenValue());
        } catch (ClientAuthorizationException ended) {
            log.info("an access token was not renewed: {}", ended.getError().getErrorCode());
            return Optional.empty();
        }
    }

    private Optional<SignedIn> of(OidcUser user, String accessToken) {
        try {
            Jwt token = accessTokens.decode(accessToken);
            String organisation = token.getClaimAsString("org");
            String userId = token.getSubject();
            if (organisation == null || organisation.isBlank() || userId == null) {
                return Optional.empty();
            }
            List<String> permissions = token.getClaimAsStringList("permissions");
            return Optional.of(new SignedIn(
                    userId,
                    loginOf(user, userId),
                    organisation,
                    permissions == null ? Set.of() : Set.copyOf(permissions),
                    accessToken));
        } catch (JwtException unusable) {
            log.info("an access token cannot be used: {}", unusable.getMessage());
            return Optional.empty();
        }
    }

    private static String loginOf(OidcUser user, String userId) {
        return Stream.of(StandardClaimNames.NAME, StandardClaimNames.PREFERRED_USERNAME, StandardClaimNames.EMAIL)
                .map(user::getClaimAsString)
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .orElse(userId);
    }
}
