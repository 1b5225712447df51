package health.authz.platform.check;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.LocalTime;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How stored events are looked for in Kafka, once a night.
 *
 * @param at time of day in UTC from which on the look of the day is due
 * @param window how far back events are looked for
 * @param settled events that are younger are left to the next night; the relay may be about to send them
 * @param margin how much earlier than an event was stored Kafka is read; covers clocks that differ
 * @param lookEvery pause between two looks whether a check is due and what the last one found
 * @param eventsAtOnce most events that are looked for in one reading, 1,000 to 5,000,000; each takes 8 to 24 bytes
 */
@Validated
@ConfigurationProperties("authz.check")
record CheckProperties(
        @DefaultValue("02:30") LocalTime at,
        @DefaultValue("48h") Duration window,
        @DefaultValue("5m") Duration settled,
        @DefaultValue("15m") Duration margin,
        @DefaultValue("1m") Duration lookEvery,
        @DefaultValue("500000") @Min(1_000) @Max(5_000_000) int eventsAtOnce) {}
