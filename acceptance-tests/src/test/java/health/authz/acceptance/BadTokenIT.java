package health.authz.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Stack;
import health.authz.acceptance.dsl.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A token is believed whole or not at all. */
class BadTokenIT {
    private final Stack stack = Stack.running();
    private final Tokens tokens = stack.tokens();
    private final Login login = Login.admin("bad-token");

    static Stream<String> routes() {
        return Stream.of("/authorizations", "/bulk-operations", "/billing-codes", "/alerts", "/no-such-thing");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void nobody_comes_in_with_a_bad_one(String route) {
        refused(route, "");
        refused(route, "not-a-token");
        refused(route, tokens.of(login) + "x");
        refused(route, tokens.unsigned(tokens.claims(login)));
        refused(
                route,
                signedWith("exp", Instant.now().minus(Duration.ofMinutes(10)).getEpochSecond()));
        refused(route, signedWith("aud", "another"));
        refused(route, signedWith("iss", "https://issuer.example.org"));
    }

    @Test
    void a_token_without_an_organisation_or_a_user_is_nobodys() {
        refused("/authorizations", signedWith("org", null));
        refused("/authorizations", signedWith("sub", null));
    }

    @Test
    void a_good_one_does_come_in() {
        assertThat(stack.as(login).get("/authorizations").is(200).count()).isZero();
    }

    @Test
    void no_permissions_no_divisions_and_no_clients_are_nothing_at_all() {
        Api nothing = stack.as(Login.nobody("bad-token"));
        nothing.get("/authorizations").isProblem(403);

        Map<String, @Nullable Object> claims = tokens.claims(login);
        claims.keySet().removeAll(List.of("divisions", "clients"));
        assertThat(stack.withToken(tokens.sign(claims))
                        .get("/authorizations")
                        .is(200)
                        .count())
                .isZero();
    }

    private String signedWith(String claim, @Nullable Object value) {
        Map<String, @Nullable Object> claims = tokens.claims(login);
        if (value == null) {
            claims.remove(claim);
        } else {
            claims.put(claim, value);
        }
        return tokens.sign(claims);
    }

    private void refused(String route, String token) {
        stack.withToken(token).get(route, "Accept", "text/csv").isProblem(401);
    }
}
