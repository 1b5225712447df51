package health.authz.platform.web;

import org.jspecify.annotations.Nullable;

/** Versions as entity tags: a number in quotes. */
public final class ETags {
    private ETags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** @throws ProblemException 428 if missing, 412 if it is no tag of ours */
    public static long required(@Nullable String ifMatch, long current) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Problems.preconditionRequired();
        }
        try {
            return Long.parseLong(ifMatch.strip().replace("W/", "").replace("\"", ""));
        } catch (NumberFormatException foreign) {
            throw Problems.preconditionFailed(current);
        }
    }
}
