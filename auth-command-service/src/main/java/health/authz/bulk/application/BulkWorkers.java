package health.authz.bulk.application;

import health.authz.authorization.application.SingleChanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Threads that take whatever chunk waits, in every instance of the service alike. Before each chunk they step aside for single
 * changes, which somebody waits for.
 */
class BulkWorkers implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(BulkWorkers.class);
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final long AFTER_FAILURE_MILLIS = 1_000;
    private static final long STOP_WITHIN_MILLIS = 10_000;
    private static final long EXPIRY_EVERY_NANOS = 1_000_000_000;
    /** At most half of the time that chunks take, so that bulk work goes on beside any number of single changes. */
    private static final Duration STEP_ASIDE = Duration.ofMillis(50);

    private final int threadsEach;
    private final BulkExecution execution;
    private final BulkApprovals approvals;
    private final BulkPreviewer previewer;
    private final BulkSignal executing;
    private final BulkSignal previewing;
    private final SingleChanges singleChanges;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong expiryDueAt = new AtomicLong(System.nanoTime());
    private volatile boolean running;

    BulkWorkers(
            int threadsEach,
            BulkExecution execution,
            BulkApprovals approvals,
            BulkPreviewer previewer,
            BulkSignal executing,
            BulkSignal previewing,
            SingleChanges singleChanges) {
        this.threadsEach = threadsEach;
        this.execution = execution;
        this.approvals = approvals;
        this.previewer = previewer;
        this.executing = executing;
        this.previewing = previewing;
        this.singleChanges = singleChanges;
    }

    @Override
    public synchronized void start() {
        running = true;
        for (int i = 1; i <= threadsEach; i++) {
            threads.add(Thread.ofPlatform()
                    .name("bulk-execution-" + i)
                    .start(() -> loop(this::execute, executing, () -> {})));
            threads.add(Thread.ofPlatform()
                    .name("bulk-preview-" + i)
                    .start(() -> loop(previewer::work, previewing, previewer::giveUpAbandoned)));
        }
    }

    private boolean execute() {
        expireOften();
        return execution.work();
    }

    /** However busy, and however many threads: once a second what nobody approved in time is over. */
    private void expireOften() {
        long due = expiryDueAt.get();
        long now = System.nanoTime();
        if (now - due >= 0 && expiryDueAt.compareAndSet(due, now + EXPIRY_EVERY_NANOS)) {
            approvals.expireDue();
        }
    }

    private void loop(BooleanSupplier work, BulkSignal signal, Runnable whenIdle) {
        while (running) {
            try {
                singleChanges.letGoFirst(STEP_ASIDE);
                if (!work.getAsBoolean()) {
                    whenIdle.run();
                    signal.await(LOOK_AGAIN_MILLIS);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                if (running) {
                    log.error("bulk work failed and is tried again", failed);
                    rest(signal);
                }
            }
        }
    }

    private static void rest(BulkSignal signal) {
        try {
            signal.await(AFTER_FAILURE_MILLIS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** The chunks in work are finished first; what is not in time rolls back. */
    @Override
    public synchronized void stop() {
        running = false;
        executing.wake();
        previewing.wake();
        try {
            for (Thread thread : threads) {
                thread.join(STOP_WITHIN_MILLIS);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
