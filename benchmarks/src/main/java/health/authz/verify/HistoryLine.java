package health.authz.verify;

import health.authz.platform.check.Fingerprint;
import org.bson.Document;

/** What a line of a history says, in 64 bits. */
final class HistoryLine {
    private HistoryLine() {}

    static long of(Document line) {
        return of(
                line.get("seq", Number.class).longValue(),
                line.getString("type"),
                line.getString("recordedAt"),
                line.getString("actor"),
                line.getString("value"));
    }

    static long of(long seq, String type, String recordedAt, String actor, String value) {
        return Fingerprint.of(Fingerprint.of(value, seq), Fingerprint.of(type + "\n" + recordedAt + "\n" + actor, seq));
    }
}
