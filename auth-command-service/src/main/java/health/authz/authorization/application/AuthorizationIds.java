package health.authz.authorization.application;

import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.OperationId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An authorization's id follows from its operation and row (ADR 3): UUID of version 8, 48 bits of the operation's time, 24
 * bits of the row's line in it, then 50 bits of a keyed hash. The same row of the same operation always has the same id, and
 * ids sort by time and line, so that a chunk's rows stand together in every index. Whoever does not have the key can neither
 * make an id nor try out which client one belongs to.
 */
public final class AuthorizationIds {
    private static final String HMAC = "HmacSHA256";
    private static final int TIME_BITS = 48;
    private static final int HALF_OF_LINE = 12;
    private static final long HALF_LINE = 0x0FFF;
    private static final int HASH_BITS = 50;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000000000000000L;
    private static final long VARIANT_BITS = 0xC000000000000000L;

    private final TreeMap<Integer, SecretKeySpec> keys;

    /** @param secrets by the numbers of their keys, at least one */
    public AuthorizationIds(Map<Integer, String> secrets) {
        keys = secrets.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        secret -> new SecretKeySpec(secret.getValue().getBytes(StandardCharsets.UTF_8), HMAC),
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** Id of an operation that begins now; the first 48 bits are its milliseconds. */
    public static OperationId newOperation(Instant now, UUID random) {
        return new OperationId(
                version8(now.toEpochMilli(), random.getMostSignificantBits(), random.getLeastSignificantBits()));
    }

    /** Number of the key that a new operation takes, and keeps. */
    public int newestKey() {
        return keys.lastKey();
    }

    /**
     * @param operation whose first 48 bits are its time, as {@link #newOperation} makes them
     * @param key that the operation was confirmed under; {@code null} if that was before there were keys
     * @throws UnknownIdKey if this instance does not have the key
     */
    public OfOperation of(OperationId operation, @Nullable Integer key) {
        return new OfOperation(operation, key == null ? sha256() : hmac(key));
    }

    /** The ids of one operation's rows, for one thread. */
    public static final class OfOperation {
        private final OperationId operation;
        private final Hash hash;

        private OfOperation(OperationId operation, Hash hash) {
            this.operation = operation;
            this.hash = hash;
        }

        /** @param line of the row in its operation, from 1 to 2^24 - 1 */
        public AuthorizationId id(long line, ClientId client, BillingCode code, LocalDate start) {
            long bits = ByteBuffer.wrap(
                            hash.of(parts(operation.toString(), client.value(), code.value(), start.toString())))
                    .getLong();
            long millis = operation.value().getMostSignificantBits() >>> (Long.SIZE - TIME_BITS);
            long low = (line & HALF_LINE) << HASH_BITS | bits >>> (Long.SIZE - HASH_BITS);
            return new AuthorizationId(version8(millis, line >>> HALF_OF_LINE, low));
        }
    }

    /** From a row's parts to at least 64 bits. */
    private interface Hash {
        byte[] of(byte[] row);
    }

    private Hash hmac(int number) {
        SecretKeySpec key = keys.get(number);
        if (key == null) {
            throw new UnknownIdKey(number);
        }
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac::doFinal;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    private static Hash sha256() {
        try {
            return MessageDigest.getInstance("SHA-256")::digest;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @param high of which 12 bits are taken @param low of which 62 bits are taken */
    private static UUID version8(long millis, long high, long low) {
        long most = (millis << (Long.SIZE - TIME_BITS)) | VERSION_8 | (high & HALF_LINE);
        return new UUID(most, VARIANT | (low & ~VARIANT_BITS));
    }

    /** Each with its length before it, so that no two rows read alike. */
    private static byte[] parts(String... parts) {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            row.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            row.writeBytes(bytes);
        }
        return row.toByteArray();
    }
}
