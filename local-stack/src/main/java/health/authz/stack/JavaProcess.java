package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM of its own, with a log file, that ends when it is told to. */
final class JavaProcess implements AutoCloseable {
    private static final Path NICE = Path.of("/usr/bin/nice");
    /** Enough to make the archive of classes, too. */
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(40);

    private final String name;
    private final Process process;
    private final Path log;

    private JavaProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static Builder of(String name) {
        return new Builder(name);
    }

    /** How a process is to be started. */
    static final class Builder {
        private final String name;
        private final List<String> jvm = new ArrayList<>();
        private final List<String> program = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private @Nullable Path log;
        private boolean yielding;

        private Builder(String name) {
            this.name = name;
        }

        Builder jvm(String... options) {
            jvm.addAll(List.of(options));
            return this;
        }

        /** A main class on this JVM's own class path. */
        Builder main(String mainClass, String... arguments) {
            program.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
            program.addAll(List.of(arguments));
            return this;
        }

        Builder jar(Path jar, String... arguments) {
            program.addAll(List.of("-jar", jar.toString()));
            program.addAll(List.of(arguments));
            return this;
        }

        Builder environment(Map<String, String> values) {
            environment.putAll(values);
            return this;
        }

        Builder log(Path file) {
            log = file;
            return this;
        }

        /** Lets others have the processor first, where the system knows how. */
        Builder yielding() {
            yielding = Files.isExecutable(NICE);
            return this;
        }

        JavaProcess start() {
            List<String> command = new ArrayList<>();
            if (yielding) {
                command.addAll(List.of(NICE.toString(), "-n", "10"));
            }
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvm);
            command.addAll(program);
            Path file = java.util.Objects.requireNonNull(log, "log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));
            builder.environment().keySet().removeIf(key -> key.startsWith("AUTHZ_") || key.startsWith("SPRING_"));
            builder.environment().putAll(environment);
            try {
                return new JavaProcess(name, builder.start(), file);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " did not end, see " + log);
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** @throws IllegalStateException if it ends first, or does not listen in time */
    void awaitPort(int port, Duration atMost) {
        Waiting.until(
                atMost,
                () -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(name + " ended while starting");
                    }
                    return listens(port);
                },
                name + " does not listen on port " + port);
    }

    /** As {@link #awaitPort}, but a process that does not get so far is not left behind. */
    void awaitPortOrClose(int port, Duration atMost) {
        try {
            awaitPort(port, atMost);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TIME_TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
