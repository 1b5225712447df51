package health.authz.authorization.application;

import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.OperationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * An authorization's id follows from its operation and row (ADR 3): UUID of version 8, 48 bits of the operation's time, 24
 * bits of the row's line in it, then a hash. The same row of the same operation always has the same id, and ids sort by time
 * and line, so that a chunk's rows stand together in every index.
 */
public final class AuthorizationIds {
    private static final int TIME_BITS = 48;
    private static final int HALF_OF_LINE = 12;
    private static final long HALF_LINE = 0x0FFF;
    private static final int HASH_BITS = 50;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000000000000000L;
    private static final long VARIANT_BITS = 0xC000000000000000L;

    private AuthorizationIds() {}

    /** Id of an operation that begins now; the first 48 bits are its milliseconds. */
    public static OperationId newOperation(Instant now, UUID random) {
        return new OperationId(
                version8(now.toEpochMilli(), random.getMostSignificantBits(), random.getLeastSignificantBits()));
    }

    /**
     * @param operation whose first 48 bits are its time, as {@link #newOperation} makes them
     * @param line of the row in its operation, from 1
     */
    public static AuthorizationId of(
            OperationId operation, long line, ClientId client, BillingCode code, LocalDate start) {
        MessageDigest sha = sha256();
        add(sha, operation.toString());
        add(sha, client.value());
        add(sha, code.value());
        add(sha, start.toString());
        long hash = ByteBuffer.wrap(sha.digest()).getLong();
        long millis = operation.value().getMostSignificantBits() >>> (Long.SIZE - TIME_BITS);
        long low = (line & HALF_LINE) << HASH_BITS | hash >>> (Long.SIZE - HASH_BITS);
        return new AuthorizationId(version8(millis, line >>> HALF_OF_LINE, low));
    }

    /** @param high of which 12 bits are taken @param low of which 62 bits are taken */
    private static UUID version8(long millis, long high, long low) {
        long most = (millis << (Long.SIZE - TIME_BITS)) | VERSION_8 | (high & HALF_LINE);
        return new UUID(most, VARIANT | (low & ~VARIANT_BITS));
    }

    /** Length before content, so that no two rows read alike. */
    private static void add(MessageDigest sha, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
