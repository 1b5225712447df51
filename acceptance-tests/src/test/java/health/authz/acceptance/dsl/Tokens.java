package health.authz.acceptance.dsl;

import static health.authz.acceptance.dsl.Json.object;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.RSAPrivateKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Signs tokens with the key of the stack's demo issuer, so that each test has organisations of its own. */
public final class Tokens {
    private static final Duration VALID = Duration.ofHours(8);
    private final String issuer;
    private final String keyId;
    private final PrivateKey key;

    private Tokens(String issuer, String keyId, PrivateKey key) {
        this.issuer = issuer;
        this.keyId = keyId;
        this.key = key;
    }

    static Tokens of(String issuer, Path keyFile) {
        try {
            JsonNode jwk = Json.read(Files.readString(keyFile));
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new RSAPrivateKeySpec(number(jwk, "n"), number(jwk, "d")));
            return new Tokens(issuer, jwk.path("kid").asString(), key);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String of(Login login) {
        return sign(claims(login));
    }

    /** The claims of a good token, to be spoiled. */
    public Map<String, @Nullable Object> claims(Login login) {
        Instant now = Instant.now();
        return object(
                "iss", issuer,
                "aud", "authz",
                "sub", login.user(),
                "org", login.organisation(),
                "divisions", login.divisions(),
                "clients", login.clients(),
                "permissions", login.permissions(),
                "iat", now.getEpochSecond(),
                "exp", now.plus(VALID).getEpochSecond());
    }

    public String sign(Map<String, @Nullable Object> claims) {
        String signed = encode(Json.write(object("alg", "RS256", "typ", "JWT", "kid", keyId))) + "."
                + encode(Json.write(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A token that claims to need no signature. */
    public String unsigned(Map<String, @Nullable Object> claims) {
        return encode(Json.write(object("alg", "none", "typ", "JWT"))) + "." + encode(Json.write(claims)) + ".";
    }

    private static BigInteger number(JsonNode jwk, String field) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(field).asString()));
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
