package health.authz.gateway.signin;

import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What {@code session.js} must know of the session.
 *
 * @param secondsLeft until the session ends if nothing is done
 * @param warnSeconds so long before that the page warns
 * @param user stands for the person, so that what one typed is never shown to another
 * @param key stands for the session; another key after a form was sent means that it ended in between
 */
public record PageSession(long secondsLeft, long warnSeconds, String user, String key) {
    private static final String KEY = PageSession.class.getName();
    private static final int USER_BYTES = 12;

    static void begin(HttpSession session) {
        session.setAttribute(KEY, UUID.randomUUID().toString());
    }

    static String keyOf(HttpSession session) {
        return session.getAttribute(KEY) instanceof String key ? key : "";
    }

    static String user(String organisation, String userId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((organisation + "\n" + userId).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, USER_BYTES);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
