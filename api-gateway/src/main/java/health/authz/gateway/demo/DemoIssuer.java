package health.authz.gateway.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Issues tokens as an organisation's own issuer would. They are valid by the real clock, whatever day the demo shows. */
final class DemoIssuer {
    static final Duration VALID = Duration.ofHours(8);
    static final String CLIENT_ID = "authz-console";
    private final String issuer;
    private final String audience;
    private final RSAKey key;
    private final Clock clock;

    DemoIssuer(String issuer, String audience, RSAKey key, Clock clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.key = key;
        this.clock = clock;
    }

    /** For the API. */
    String tokenFor(DemoLogin login) {
        JWTClaimsSet.Builder claims = claims(login).audience(audience).claim("permissions", login.permissions());
        if (login.isOfAnOrganisation()) {
            claims.claim("org", login.organisation())
                    .claim("divisions", login.divisions())
                    .claim("clients", login.clients());
        }
        return signed(claims);
    }

    /** For the sign-in: who it is, and the nonce of the request that it answers. */
    String idTokenFor(DemoLogin login, String nonce) {
        return signed(claims(login)
                .audience(CLIENT_ID)
                .claim("preferred_username", login.login())
                .claim("nonce", nonce));
    }

    private JWTClaimsSet.Builder claims(DemoLogin login) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(login.login())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(VALID)));
    }

    private String signed(JWTClaimsSet.Builder claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims.build());
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return token.serialize();
    }

    /** The public half of the key. */
    Map<String, Object> keys() {
        return new JWKSet(key.toPublicJWK()).toJSONObject();
    }

    /** The discovery document of OpenID Connect. */
    Map<String, Object> description() {
        return Map.ofEntries(
                Map.entry("issuer", issuer),
                Map.entry("jwks_uri", issuer + "/jwks"),
                Map.entry("authorization_endpoint", issuer + "/authorize"),
                Map.entry("token_endpoint", issuer + "/token"),
                Map.entry("end_session_endpoint", issuer + "/end-session"),
                Map.entry("response_types_supported", List.of("code")),
                Map.entry("grant_types_supported", List.of("authorization_code")),
                Map.entry("scopes_supported", List.of("openid")),
                Map.entry("subject_types_supported", List.of("public")),
                Map.entry("id_token_signing_alg_values_supported", List.of("RS256")),
                Map.entry("code_challenge_methods_supported", List.of("S256")),
                Map.entry("token_endpoint_auth_methods_supported", List.of("none")));
    }
}
