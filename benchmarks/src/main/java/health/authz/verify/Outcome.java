package health.authz.verify;

import java.util.List;

/**
 * What was found.
 *
 * @param compared things that were looked at and compared with what is stored
 * @param repeated records that Kafka holds more than once, which is allowed
 * @param lines each kind of difference with its count and one example; ids only
 */
public record Outcome(long compared, long repeated, long missing, long doubled, long different, List<String> lines) {
    public boolean clean() {
        return missing == 0 && doubled == 0 && different == 0;
    }

    /** The last line of {@code ./run verify}. */
    public String line() {
        return "compared=%d repeated=%d missing=%d doubled=%d different=%d"
                .formatted(compared, repeated, missing, doubled, different);
    }
}
