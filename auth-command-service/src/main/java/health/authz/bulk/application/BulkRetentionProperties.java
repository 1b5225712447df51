package health.authz.bulk.application;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long is kept what a bulk change no longer needs.
 *
 * @param previewsFor a preview that nobody confirmed is removed so long after it expired or failed
 * @param keysFor an Idempotency-Key is forgotten so long after it was sent
 * @param draftsFor a draft is forgotten so long after it was changed last; the console takes none that is older than 29 days
 * @param every pause between two looks
 * @param batchRowsMax most records removed in one transaction, 1 to 10000
 */
@Validated
@ConfigurationProperties("authz.bulk.retention")
record BulkRetentionProperties(
        @DefaultValue("7d") Duration previewsFor,
        @DefaultValue("30d") Duration keysFor,
        @DefaultValue("60d") Duration draftsFor,
        @DefaultValue("1h") Duration every,
        @DefaultValue("200") @Min(1) @Max(10_000) int batchRowsMax) {}
