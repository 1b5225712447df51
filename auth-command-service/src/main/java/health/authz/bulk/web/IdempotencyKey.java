package health.authz.bulk.web;

import health.authz.platform.web.Problems;
import org.jspecify.annotations.Nullable;

/** The header under which a request that is sent again is known. */
final class IdempotencyKey {
    private static final int LENGTH_MAX = 200;

    private IdempotencyKey() {}

    static String required(@Nullable String key) {
        if (key == null || key.isBlank() || key.length() > LENGTH_MAX) {
            throw Problems.invalid(
                    "Idempotency-Key",
                    "is a header of 1 to 200 characters, new for every change that is meant to happen");
        }
        return key.strip();
    }

    /** For what happens once at most, so that a key is a convenience. */
    static @Nullable String ifGiven(@Nullable String key) {
        return key == null ? null : required(key);
    }
}
