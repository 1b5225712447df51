package health.authz.alert.domain;

import health.authz.events.AlertId;
import health.authz.events.AuthorizationId;
import health.authz.events.alert.AlertEvent.AlertKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The same authorization, kind and epoch always make the same alert, so nothing is raised twice (rule A-10). */
public final class AlertIds {
    private static final long TIME = 0xFFFF_FFFF_FFFF_0000L;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private AlertIds() {}

    /** UUIDv8: the 48-bit time of the authorization's id, then a hash of all three. */
    public static AlertId of(AuthorizationId authorization, AlertKind kind, int epoch) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(authorization + "/" + kind + "/" + epoch));
        long high = (authorization.value().getMostSignificantBits() & TIME) | VERSION_8 | (hash.getLong() & 0x0FFFL);
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT;
        return new AlertId(new UUID(high, low));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
