package health.authz.bulk.application;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Removes previews that nobody confirmed, with their rows, old idempotency keys and drafts. A confirmed preview stays: its rows
 * are the targets of its operation.
 *
 * <p>Runs in every instance. Each statement is a transaction of its own and passes over what another instance holds, so
 * two never wait for each other and no removal holds locks for long.
 */
class BulkRetention implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(BulkRetention.class);

    /** Nobody can confirm these any more; {@code expires_at} is there once a preview was ready. */
    private static final String OVER = "p.state in ('READY', 'FAILED') and coalesce(p.expires_at, p.touched_at) < ?";

    private static final String PREVIEW_CHUNKS = """
            delete from bulk_preview_chunk where (preview_id, chunk) in (
                select c.preview_id, c.chunk from bulk_preview p join bulk_preview_chunk c on c.preview_id = p.id
                 where %s limit ? for update of p, c skip locked)""".formatted(OVER);
    private static final String PREVIEWS = """
            delete from bulk_preview where id in (
                select p.id from bulk_preview p
                 where %s and not exists (select 1 from bulk_preview_chunk c where c.preview_id = p.id)
                 limit ? for update of p skip locked)""".formatted(OVER);
    private static final String KEYS = """
            delete from bulk_idempotency where (tenant, user_id, key) in (
                select tenant, user_id, key from bulk_idempotency where sent_at < ? limit ? for update skip locked)""";
    private static final String DRAFTS = """
            delete from bulk_draft where (tenant, user_id, id) in (
                select tenant, user_id, id from bulk_draft where changed_at < ? limit ? for update skip locked)""";
    private final JdbcTemplate jdbc;
    private final BulkRetentionProperties properties;
    private final MeterRegistry meters;
    private final Clock clock;
    private @Nullable ScheduledExecutorService removing;

    BulkRetention(JdbcTemplate jdbc, BulkRetentionProperties properties, MeterRegistry meters, Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
    }

    /** Removes what is due now, batch by batch. */
    private void remove() {
        Instant now = clock.instant();
        Instant previewsBefore = now.minus(properties.previewsFor());
        remove("preview-chunks", PREVIEW_CHUNKS, previewsBefore);
        remove("previews", PREVIEWS, previewsBefore);
        remove("idempotency-keys", KEYS, now.minus(properties.keysFor()));
        remove("drafts", DRAFTS, now.minus(properties.draftsFor()));
    }

    private void remove(String what, String sql, Instant before) {
        int removed;
        do {
            removed = jdbc.update(sql, Timestamp.from(before), properties.batchRowsMax());
            meters.counter("authz.bulk.removed", "what", what).increment(removed);
        } while (removed == properties.batchRowsMax() && !Thread.currentThread().isInterrupted());
    }

    private void removeAndGoOn() {
        try {
            remove();
        } catch (RuntimeException failed) {
            log.warn("old previews, keys and drafts could not be removed, tried again later: {}", failed.toString());
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("bulk-retention").daemon().factory());
        long every = properties.every().toMillis();
        started.scheduleWithFixedDelay(this::removeAndGoOn, every, every, TimeUnit.MILLISECONDS);
        removing = started;
    }

    @Override
    public synchronized void stop() {
        if (removing != null) {
            removing.shutdownNow();
            removing = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return removing != null;
    }
}
