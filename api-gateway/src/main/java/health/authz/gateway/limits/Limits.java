package health.authz.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/**
 * Token buckets: one for each user's requests, one for each organisation's rows. What is not asked for fills up again, evenly. Rows
 * are paid after the answer, when their number is known: whoever has some left may ask, and may owe afterwards.
 */
final class Limits {
    private static final Duration HOUR = Duration.ofHours(1);
    private final LimitProperties properties;
    private final TimeMeter time;
    private final Cache<Asker, Bucket> users;
    private final Cache<String, Bucket> organisations;

    /** Who asks. */
    record Asker(String organisation, String user) {}

    Limits(LimitProperties properties, TimeMeter time) {
        this.properties = properties;
        this.time = time;
        // A bucket that nobody touched for so long is full again, so nothing is lost with it.
        Duration untilFull = Duration.ofSeconds(properties.burst() / properties.requestsPerSecond() + 1);
        users = Caffeine.newBuilder()
                .maximumSize(properties.usersMax())
                .expireAfterAccess(untilFull.compareTo(Duration.ofMinutes(1)) > 0 ? untilFull : Duration.ofMinutes(1))
                .build();
        // An organisation in debt by a day's rows may stay away as long; then it begins anew.
        organisations = Caffeine.newBuilder()
                .maximumSize(properties.organisationsMax())
                .expireAfterAccess(Duration.ofDays(1))
                .build();
    }

    /** Counts one request; empty if it may pass, else how long to wait. */
    Optional<Duration> request(Asker asker) {
        var probe = userBucket(asker).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** Empty if the organisation has rows left, else how long until it has. */
    Optional<Duration> debt(String organisation) {
        var probe = rowBucket(organisation).estimateAbilityToConsume(1);
        return probe.canBeConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    void pay(String organisation, long rows) {
        if (rows > 0) {
            rowBucket(organisation).consumeIgnoringRateLimits(rows);
        }
    }

    private Bucket userBucket(Asker asker) {
        return users.get(asker, absent -> Bucket.builder()
                .addLimit(limit -> limit.capacity(properties.burst())
                        .refillGreedy(properties.requestsPerSecond(), Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build());
    }

    private Bucket rowBucket(String organisation) {
        return organisations.get(organisation, absent -> Bucket.builder()
                .addLimit(
                        limit -> limit.capacity(properties.rowsPerHour()).refillGreedy(properties.rowsPerHour(), HOUR))
                .withCustomTimePrecision(time)
                .build());
    }
}
