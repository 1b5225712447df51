package health.authz.stack;

import java.io.UncheckedIOException;
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

    private final String name;
    private final Supplier<Running> starter;
    private @Nullable Running running;
    private boolean stopped;

    Part(String name, Supplier<Running> starter) {
        this.name = name;
        this.starter = starter;
    }

    String name() {
        return name;
    }

    synchronized void start() {
        running = starter.get();
    }

    /** Starts it again if it is gone. A failed attempt is told, and made again at the next look. */
    synchronized void watch(Consumer<String> tell) {
        if (stopped || isAlive()) {
            return;
        }
        tell.accept(name + " is gone, starting it again");
        try {
            if (running != null) {
                running.close();
            }
            running = starter.get();
        } catch (IllegalStateException | UncheckedIOException failed) {
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
