package health.authz.stack;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process of the stack, which is started again whenever it is gone, until it is stopped on purpose. */
final class Part {
    /** A process that runs. */
    interface Running extends AutoCloseable {
        long pid();

        @Override
        void close();
    }

    private static final Duration PAUSE_MAX = Duration.ofSeconds(15);
    private final String name;
    private final Supplier<Running> starter;
    private @Nullable Running running;
    private boolean stopped;
    private long startedAt;
    private long pauseNanos;

    Part(String name, Supplier<Running> starter) {
        this.name = name;
        this.starter = starter;
    }

    String name() {
        return name;
    }

    /** Starts it, unless it was stopped before its turn came. */
    synchronized void start() {
        if (!stopped) {
            startedAt = System.nanoTime();
            running = starter.get();
        }
    }

    /**
     * Starts it again if it is gone: at once the first time, then with a pause that doubles as long as it does not stay up.
     * A failed attempt is told and made again.
     */
    synchronized void watch(Consumer<String> tell) {
        long up = System.nanoTime() - startedAt;
        if (stopped || isAlive() || up < pauseNanos) {
            return;
        }
        pauseNanos = up > PAUSE_MAX.multipliedBy(2).toNanos()
                ? 0
                : Math.clamp(pauseNanos * 2, Duration.ofSeconds(1).toNanos(), PAUSE_MAX.toNanos());
        startedAt = System.nanoTime();
        tell.accept(name + " is gone, starting it again");
        try {
            if (running != null) {
                running.close();
            }
            running = starter.get();
        } catch (RuntimeException failed) {
            tell.accept(name + " did not start again: " + failed.getMessage());
        }
    }

    synchronized boolean isAlive() {
        return running != null && isAlive(running.pid());
    }

    synchronized long pid() {
        return running == null ? -1 : running.pid();
    }

    synchronized void kill9() {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    synchronized void stop() {
        stopped = true;
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** A process that ended but was not yet reaped has no command any more. */
    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().command().isPresent())
                .isPresent();
    }
}
