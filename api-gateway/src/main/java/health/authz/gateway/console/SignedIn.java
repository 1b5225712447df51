package health.authz.gateway.console;

import java.util.Set;

/**
 * The person who looks at a page, as the access token of now says it. A controller method takes it as a parameter; every page's model
 * has it as {@code signedIn}.
 *
 * @param userId the token's {@code sub}
 * @param login what to call the person on the screen
 * @param organisation the tenant
 * @param permissions as in the token, for example {@code auth:bulk}; a screen hides what it does not allow, the API refuses it
 * @param bearerToken for the public API, good for at least some seconds; never to be rendered or logged
 */
public record SignedIn(String userId, String login, String organisation, Set<String> permissions, String bearerToken) {

    public boolean may(String permission) {
        return permissions.contains(permission);
    }

    @Override
    public String toString() {
        return "SignedIn[" + organisation + "/" + userId + "]";
    }
}
