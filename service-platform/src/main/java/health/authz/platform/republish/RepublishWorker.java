package health.authz.platform.republish;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Goes on with the run under way, also with one that another instance began and left. */
class RepublishWorker implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RepublishWorker.class);
    private static final long LOOK_EVERY_MILLIS = 250;
    /** So many looks may pass until the store is asked whether somebody else began something. */
    private static final int LOOKS_ASLEEP = 120;

    private final Republish republish;
    private int looks;
    /** Told once, as long as it is the same. */
    private String trouble = "";

    private @Nullable ScheduledExecutorService working;

    RepublishWorker(Republish republish) {
        this.republish = republish;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("republish").factory());
        started.scheduleWithFixedDelay(this::work, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        working = started;
    }

    private void work() {
        if (!republish.isAwake() && ++looks % LOOKS_ASLEEP != 0) {
            return;
        }
        try {
            republish.goOn();
            trouble = "";
        } catch (RuntimeException failed) {
            if (!trouble.equals(failed.toString())) {
                trouble = failed.toString();
                log.warn("what is told again does not get on, it is tried again: {}", trouble);
            }
        }
    }

    @Override
    public synchronized void stop() {
        if (working != null) {
            working.shutdownNow();
            working = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return working != null;
    }
}
