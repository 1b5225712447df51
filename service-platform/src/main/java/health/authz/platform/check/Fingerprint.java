package health.authz.platform.check;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * 64 bits that stand for a text: equal texts have equal ones, and two different texts share one by chance only, once in
 * 18 quintillion pairs. No secret and no signature; the function is that of MurmurHash 64A.
 */
public final class Fingerprint {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0xc6a4a7935bd1e995L;
    private static final int SHIFT = 47;

    private Fingerprint() {}

    /** @param seed of two seeds the fingerprints of one text have nothing to do with each other */
    public static long of(byte[] text, long seed) {
        long hash = seed ^ (text.length * FACTOR);
        int whole = text.length & ~7;
        for (int i = 0; i < whole; i += 8) {
            hash = (hash ^ mixed((long) LONGS.get(text, i))) * FACTOR;
        }
        if (whole < text.length) {
            long rest = 0;
            for (int i = text.length - 1; i >= whole; i--) {
                rest = (rest << 8) | (text[i] & 0xFF);
            }
            hash = (hash ^ rest) * FACTOR;
        }
        return last(hash);
    }

    public static long of(String text, long seed) {
        return of(text.getBytes(StandardCharsets.UTF_8), seed);
    }

    /** Of two things in this order. */
    public static long of(long one, long other) {
        return last((((one * FACTOR) ^ mixed(other)) * FACTOR) ^ one);
    }

    private static long mixed(long part) {
        long product = part * FACTOR;
        return (product ^ (product >>> SHIFT)) * FACTOR;
    }

    private static long last(long hash) {
        long spread = (hash ^ (hash >>> SHIFT)) * FACTOR;
        return spread ^ (spread >>> SHIFT);
    }
}
