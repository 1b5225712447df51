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

    /** What topics hold is said a second after it has changed. */
    private static final int LOOKS_UNTIL_SAID = 4;

    private final Republish republish;
    private final ToldMarks marks;
    private int looks;
    private String trouble = "";
    private String troubleOfMarks = "";

    private @Nullable ScheduledExecutorService working;

    RepublishWorker(Republish republish, ToldMarks marks) {
        this.republish = republish;
        this.marks = marks;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("republish").factory());
        started.scheduleWithFixedDelay(this::work, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        working = started;
    }

    private void work() {
        looks++;
        if (republish.isAwake() || looks % LOOKS_ASLEEP == 0) {
            try {
                republish.goOn();
                trouble = "";
            } catch (RuntimeException failed) {
                trouble = told("what is told again does not get on", trouble, failed);
            }
        }
        if (looks % LOOKS_UNTIL_SAID == 0) {
            try {
                marks.keep();
                troubleOfMarks = "";
            } catch (RuntimeException failed) {
                troubleOfMarks = told("what topics hold cannot be said", troubleOfMarks, failed);
            }
        }
    }

    /** Once, as long as it is the same. */
    private static String told(String what, String before, RuntimeException failed) {
        String now = failed.toString();
        if (!now.equals(before)) {
            log.warn("{}, it is tried again: {}", what, now);
        }
        return now;
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
