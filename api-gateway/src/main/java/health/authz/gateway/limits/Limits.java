package health.authz.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/**
 * Token buckets: one for each user's requests, one for those of each address without a name, one for each organisation's rows. What is not asked for fills up again, evenly. Rows
 * are paid after the answer, when their number is known: whoever has some left may ask, and may owe afterwards.
 */
final class Limits {
    private static final Duration HOUR = Duration.ofHours(1);
    private final LimitProperties properties;
    private final TimeMeter time;
    private final Cache<Asker, Bucket> users;
    private final Cache<String, Bucket> organisations;
    private final Cache<String, Bucket> addresses;

    /** Who asks. */
    record Asker(String organisation, String user) {}

    Limits(LimitProperties properties, TimeMeter time) {
        this.properties = properties;
        this.time = time;
        // A bucket that nobody touched for so long is full again, so nothing is lost with it.
        users = Caffeine.newBuilder()
                .maximumSize(properties.usersMax())
                .expireAfterAccess(untilFull(properties.burst(), properties.requestsPerSecond()))
                .build();
        addresses = Caffeine.newBuilder()
                .maximumSize(properties.addressesMax())
                .expireAfterAccess(untilFull(properties.addressBurst(), properties.addressRequestsPerSecond()))
                .build();
        // An organisation in debt by a day's rows may stay away as long; then it begins anew.
        organisations = Caffeine.newBuilder()
                .maximumSize(properties.organisationsMax())
                .expireAfterAccess(Duration.ofDays(1))
                .build();
    }

    private static Duration untilFull(long burst, long perSecond) {
        return Duration.ofSeconds(Math.max(60, burst / perSecond + 1));
    }

    /** Counts one request; empty if it may pass, else how long to wait. */
    Optional<Duration> request(Asker asker) {
        return request(userBucket(asker));
    }

    /** The same for a caller without a name, by address. */
    Optional<Duration> request(String address) {
        return request(addressBucket(address));
    }

    private static Optional<Duration> request(Bucket bucket) {
        var probe = bucket.tryConsumeAndReturnRemaining(1);
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
        return users.get(asker, absent -> bucket(properties.burst(), properties.requestsPerSecond()));
    }

    private Bucket addressBucket(String address) {
        return addresses.get(
                address, absent -> bucket(properties.addressBurst(), properties.addressRequestsPerSecond()));
    }

    private Bucket bucket(long burst, long perSecond) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build();
    }

    private Bucket rowBucket(String organisation) {
        return organisations.get(organisation, absent -> Bucket.builder()
                .addLimit(
                        limit -> limit.capacity(properties.rowsPerHour()).refillGreedy(properties.rowsPerHour(), HOUR))
                .withCustomTimePrecision(time)
                .build());
    }
}
