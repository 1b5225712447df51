package health.authz.platform.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Bounds what clients of stores say again and again while a store is away: of the same line of the same client a few in a minute, and
 * then how many were left out. What this product says itself is never left out.
 */
public final class Repetitions extends TurboFilter {
    private static final List<String> CLIENTS = List.of(
            "org.apache.kafka.", "org.springframework.kafka.", "org.mongodb.", "com.zaxxer.", "org.postgresql.");
    private static final int A_MINUTE = 5;
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int LINES_KNOWN_MAX = 2_000;

    private final LongSupplier nanos;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > LINES_KNOWN_MAX;
        }
    };

    public Repetitions() {
        this(System::nanoTime);
    }

    Repetitions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private static final class Count {
        private long since;
        private int said;
        private int leftOut;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        if (format == null
                || !level.isGreaterOrEqual(logger.getEffectiveLevel())
                || CLIENTS.stream().noneMatch(logger.getName()::startsWith)) {
            return FilterReply.NEUTRAL;
        }
        int leftOut = count(logger.getName() + level + format);
        if (leftOut < 0) {
            return FilterReply.DENY;
        }
        if (leftOut > 0) {
            logger.warn("of the next line {} more were left out since it was last said", leftOut);
        }
        return FilterReply.NEUTRAL;
    }

    /** How many were left out before this one, which is said; -1 if it is left out too. */
    private synchronized int count(String line) {
        long now = nanos.getAsLong();
        Count count = counts.computeIfAbsent(line, each -> new Count());
        if (count.said == 0 || now - count.since >= MINUTE_NANOS) {
            int leftOut = count.leftOut;
            count.since = now;
            count.said = 1;
            count.leftOut = 0;
            return leftOut;
        }
        if (count.said < A_MINUTE) {
            count.said++;
            return 0;
        }
        count.leftOut++;
        return -1;
    }
}
