package health.authz.platform.web;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code traceparent} header of the W3C Trace Context recommendation, version 00: version, trace id, parent id and
 * flags in lower case hexadecimal. It is passed on as it came; nothing is measured here.
 */
public final class TraceParent {
    public static final String HEADER = "traceparent";
    private static final Pattern VALID = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private TraceParent() {}

    /** What was sent if it is valid, else a new one: half of a trace is worse than one that begins here. */
    public static String given(@Nullable String sent) {
        return sent != null && VALID.matcher(sent).matches() ? sent : begun();
    }

    /** A trace that begins here; not sampled, because nobody here records it. */
    private static String begun() {
        return "00-" + random(16) + "-" + random(8) + "-00";
    }

    private static String random(int bytes) {
        byte[] id = new byte[bytes];
        RANDOM.nextBytes(id);
        // ids of nothing but zeros are not valid
        id[0] |= 1;
        return HexFormat.of().formatHex(id);
    }
}
