package health.authz.gateway.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import tools.jackson.databind.json.JsonMapper;

/** A request for sign-in, between the way to the issuer and the way back, in the browser that made it. */
final class RequestsInCookies implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    private static final String COOKIE = "authz_sign_in";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final SealedCookies cookies;

    RequestsInCookies(SealedCookies cookies) {
        this.cookies = cookies;
    }

    /** What the way back needs; texts alone. */
    record Kept(
            String authorizationUri,
            String clientId,
            String redirectUri,
            List<String> scopes,
            String state,
            Map<String, String> attributes) {}

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        String state = request.getParameter(OAuth2ParameterNames.STATE);
        return cookies.read(request, COOKIE)
                .map(text -> JSON.readValue(text, Kept.class))
                .filter(kept -> kept.state().equals(state))
                .map(RequestsInCookies::request)
                .orElse(null);
    }

    @Override
    public void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest asked, HttpServletRequest request, HttpServletResponse response) {
        if (asked == null) {
            cookies.forget(request, response, COOKIE);
            return;
        }
        Map<String, String> attributes = new HashMap<>();
        asked.getAttributes().forEach((name, value) -> attributes.put(name, String.valueOf(value)));
        cookies.keep(
                request,
                response,
                COOKIE,
                JSON.writeValueAsString(new Kept(
                        asked.getAuthorizationUri(),
                        asked.getClientId(),
                        String.valueOf(asked.getRedirectUri()),
                        List.copyOf(asked.getScopes()),
                        String.valueOf(asked.getState()),
                        attributes)));
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizationRequest asked = loadAuthorizationRequest(request);
        if (asked != null) {
            cookies.forget(request, response, COOKIE);
        }
        return asked;
    }

    private static OAuth2AuthorizationRequest request(Kept kept) {
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(kept.authorizationUri())
                .clientId(kept.clientId())
                .redirectUri(kept.redirectUri())
                .scopes(Set.copyOf(kept.scopes()))
                .state(kept.state())
                .attributes(attributes -> attributes.putAll(kept.attributes()))
                .build();
    }
}
