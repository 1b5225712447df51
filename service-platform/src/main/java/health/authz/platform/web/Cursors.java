package health.authz.platform.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes places in a list opaque, and refuses those it did not make. */
public final class Cursors {
    private static final int MAC_BYTES = 12;
    private final SecretKeySpec key;

    public Cursors(String secret) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    public String sign(String place) {
        byte[] text = place.getBytes(StandardCharsets.UTF_8);
        byte[] signed = Arrays.copyOf(mac(text), MAC_BYTES + text.length);
        System.arraycopy(text, 0, signed, MAC_BYTES, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** @throws ProblemException 400 if the cursor was altered or made elsewhere */
    public String verify(String cursor) {
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException notBase64) {
            throw altered();
        }
        if (signed.length < MAC_BYTES) {
            throw altered();
        }
        byte[] text = Arrays.copyOfRange(signed, MAC_BYTES, signed.length);
        if (!MessageDigest.isEqual(Arrays.copyOf(signed, MAC_BYTES), Arrays.copyOf(mac(text), MAC_BYTES))) {
            throw altered();
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    /**
     * What stands behind the name of the list in a place that was signed with it.
     *
     * @throws ProblemException 400 if the cursor was altered, made elsewhere, or is another list's
     */
    public String verify(String list, String cursor) {
        String place = verify(cursor);
        if (!place.startsWith(list)) {
            throw altered();
        }
        return place.substring(list.length());
    }

    private static ProblemException altered() {
        return Problems.badRequest(
                "invalid-cursor", "cursor: this is not a cursor of this list. Begin again without one.");
    }

    private byte[] mac(byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
