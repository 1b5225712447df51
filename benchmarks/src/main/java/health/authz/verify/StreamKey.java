package health.authz.verify;

import health.authz.platform.check.Fingerprint;
import java.nio.charset.StandardCharsets;

/** 128 bits that stand for a stream on a topic, or for a key of one. */
record StreamKey(long high, long low) {
    private static final long HIGH = 0x5a17;
    private static final long LOW = 0x1eaf;

    static StreamKey of(String topic, String id) {
        byte[] text = (topic + "/" + id).getBytes(StandardCharsets.UTF_8);
        return new StreamKey(Fingerprint.of(text, HIGH), Fingerprint.of(text, LOW));
    }
}
