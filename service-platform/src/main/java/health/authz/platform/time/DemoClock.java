package health.authz.platform.time;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock that runs ahead by the whole days that a file holds, so that a demonstration can let a day pass.
 *
 * <p>The file is looked at again at most every 200 ms; without a file no day has been skipped.
 */
final class DemoClock extends Clock {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private record Reading(Instant at, Duration ahead) {}

    private final Clock real;
    private final Path file;
    private volatile Reading reading = new Reading(Instant.MIN, Duration.ZERO);

    DemoClock(Clock real, Path file) {
        this.real = real;
        this.file = file;
    }

    @Override
    public Instant instant() {
        Instant now = real.instant();
        Reading last = reading;
        if (last.at().equals(Instant.MIN) || Duration.between(last.at(), now).compareTo(LOOK_AGAIN) > 0) {
            last = new Reading(now, ahead());
            reading = last;
        }
        return now.plus(last.ahead());
    }

    private Duration ahead() {
        try {
            return Duration.ofDays(Long.parseLong(Files.readString(file).strip()));
        } catch (NoSuchFileException none) {
            return Duration.ZERO;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new DemoClock(real.withZone(zone), file);
    }
}
