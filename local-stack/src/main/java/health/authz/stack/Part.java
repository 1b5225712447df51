package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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

    /** A part that ends so often before it was up once will not get up by itself. */
    static final int ENDS_MAX = 3;

    private final String name;
    private final int port;
    private final int managementPort;
    private final Path log;
    private final Supplier<Running> starter;
    private @Nullable Running running;
    private boolean stopped;
    private boolean keptAway;
    private long startedAt;
    private long pauseNanos;
    private boolean wasUp;
    private int ends;
    private int restarts;
    private long logBytesBefore;

    /**
     * @param managementPort where it tells whether it is ready; 0 for a store, which is up as soon as it was started
     * @param log where it writes
     */
    Part(String name, int port, int managementPort, Path log, Supplier<Running> starter) {
        this.name = name;
        this.port = port;
        this.managementPort = managementPort;
        this.log = log;
        this.starter = starter;
    }

    String name() {
        return name;
    }

    /** Starts it, unless it was stopped before its turn came. @throws IllegalStateException with the cause its log tells */
    synchronized void start() {
        if (stopped) {
            return;
        }
        startedAt = System.nanoTime();
        logBytesBefore = size(log);
        try {
            running = starter.get();
        } catch (RuntimeException failed) {
            throw Thread.currentThread().isInterrupted()
                    ? failed
                    : new IllegalStateException(doesNotStart(failed.getMessage()), failed);
        }
        wasUp = managementPort == 0;
    }

    /** From now on it is started again as often as it is gone. */
    synchronized void up() {
        wasUp = true;
    }

    /** Why this part will not get up, if it ended too often before it was up once. */
    synchronized Optional<String> whyNotUp() {
        return givenUp() ? Optional.of(doesNotStart("ended " + ends + " times")) : Optional.empty();
    }

    private boolean givenUp() {
        return !wasUp && ends >= ENDS_MAX;
    }

    private String doesNotStart(@Nullable String what) {
        return name + " does not start (" + what + ": " + LogCause.of(log, logBytesBefore) + "); see ./run logs " + name
                + ", mend that and start again with ./run";
    }

    /**
     * Starts it again if it is gone: at once the first time, then with a pause that doubles as long as it does not stay up.
     * A failed attempt is told and made again.
     */
    synchronized void watch(Consumer<String> tell) {
        long up = System.nanoTime() - startedAt;
        if (stopped || keptAway || isAlive() || givenUp() || up < pauseNanos) {
            return;
        }
        ends++;
        if (givenUp()) {
            return;
        }
        restarts++;
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

    synchronized PartStatus status() {
        boolean alive = isAlive();
        String state = stopped ? "stopped" : !alive ? "gone" : wasUp ? "up" : "starting";
        return new PartStatus(name, state, alive ? pid() : -1, port, managementPort, restarts, log);
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

    /** Ends it the hard way; it is not started again before it may come back. */
    synchronized void keepAway() {
        keptAway = true;
        kill9();
    }

    synchronized void mayComeBack() {
        keptAway = false;
    }

    synchronized void stop() {
        stopped = true;
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private static long size(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
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
