package health.authz.gateway.signin;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * What is remembered of somebody who has not signed in yet: in their browser, for five minutes, sealed so that nobody else can read,
 * alter or make it (ADR 46). The key is this instance's own, as a session will be; what another instance sealed counts as absent.
 */
final class SealedCookies {
    static final Duration GOOD_FOR = Duration.ofMinutes(5);
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int KEY_BITS = 256;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** Browsers keep 4,096 bytes with name and attributes. */
    private static final int VALUE_LENGTH_MAX = 3_800;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    SealedCookies(Clock clock) {
        this.clock = clock;
        try {
            KeyGenerator keys = KeyGenerator.getInstance("AES");
            keys.init(KEY_BITS);
            key = keys.generateKey();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Keeps a text of at most some 2,800 bytes; a longer one is not kept, and one kept before is forgotten. */
    void keep(HttpServletRequest request, HttpServletResponse response, String name, String text) {
        String sealed = sealed(name, text);
        if (sealed.length() > VALUE_LENGTH_MAX) {
            forget(request, response, name);
        } else {
            send(request, response, name, sealed, GOOD_FOR);
        }
    }

    /** Empty if there is none, it is too old, or it was not sealed here under this name. */
    Optional<String> read(HttpServletRequest request, String name) {
        Cookie cookie = WebUtils.getCookie(request, name);
        return cookie == null ? Optional.empty() : opened(name, cookie.getValue());
    }

    void forget(HttpServletRequest request, HttpServletResponse response, String name) {
        if (WebUtils.getCookie(request, name) != null) {
            send(request, response, name, "", Duration.ZERO);
        }
    }

    private static void send(
            HttpServletRequest request, HttpServletResponse response, String name, String value, Duration goodFor) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .path("/")
                        .httpOnly(true)
                        .sameSite("Lax")
                        .secure(request.isSecure())
                        .maxAge(goodFor)
                        .build()
                        .toString());
    }

    private String sealed(String name, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] plain = ByteBuffer.allocate(Long.BYTES + content.length)
                .putLong(clock.instant().plus(GOOD_FOR).toEpochMilli())
                .put(content)
                .array();
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(plain);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(NONCE_BYTES + closed.length)
                            .put(nonce)
                            .put(closed)
                            .array());
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private Optional<String> opened(String name, String value) {
        try {
            ByteBuffer sealed = ByteBuffer.wrap(Base64.getUrlDecoder().decode(value));
            if (sealed.remaining() < NONCE_BYTES + Long.BYTES) {
                return Optional.empty();
            }
            byte[] nonce = new byte[NONCE_BYTES];
            sealed.get(nonce);
            byte[] closed = new byte[sealed.remaining()];
            sealed.get(closed);
            ByteBuffer plain =
                    ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, nonce, name).doFinal(closed));
            return plain.getLong() < clock.millis()
                    ? Optional.empty()
                    : Optional.of(StandardCharsets.UTF_8.decode(plain).toString());
        } catch (IllegalArgumentException | GeneralSecurityException notSealedHere) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
