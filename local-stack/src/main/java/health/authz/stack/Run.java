package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code ./run} starts: the stack, its demo data, and a state file that the other subcommands read. Ends at SIGINT or
 * SIGTERM, after everything was stopped in order.
 */
public final class Run {
    private Run() {}

    /** @param arguments {@code --name value} pairs: checkout, data, port, state and, if wanted, host, mongodb-uri, kafka, postgres */
    public static void main(String[] arguments) {
        Map<String, String> given = pairs(arguments);
        Path state = Path.of(given.get("state"));
        Path data = Path.of(given.get("data"));
        int port = Integer.parseInt(given.getOrDefault("port", "8080"));
        LocalStackOptions options = new LocalStackOptions(
                        Path.of(given.get("checkout")),
                        data,
                        port,
                        true,
                        given.get("postgres"),
                        given.get("kafka"),
                        given.get("mongodb-uri"),
                        Run::say)
                .withHost(given.get("host"));
        String elsewhere = Stream.of("postgres", "kafka", "mongodb-uri")
                .filter(given::containsKey)
                .map(store -> store + "=" + given.get(store) + "\n")
                .collect(Collectors.joining());
        CountDownLatch startEnded = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        LocalStack[] running = new LocalStack[1];
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            main.interrupt();
            // a start that was cut off stops what it had started; this JVM must not end before
            Waiting.quietly(startEnded);
            LocalStack stack = running[0];
            if (stack != null) {
                stack.close();
            }
            write(state, line("stopped", data, port));
            stopped.countDown();
        }));
        try {
            write(state, line("starting", data, port) + elsewhere);
            running[0] = LocalStack.start(options);
            startEnded.countDown();
        } catch (RuntimeException failed) {
            startEnded.countDown();
            if (!main.isInterrupted()) {
                fail(String.valueOf(failed.getMessage()));
            }
            Waiting.quietly(stopped);
        }
        write(state, line("ready", data, port) + elsewhere);
        say("ready");
        Waiting.quietly(stopped);
    }

    private static String line(String state, Path data, int port) {
        String pid = state.equals("stopped")
                ? ""
                : Long.toString(ProcessHandle.current().pid());
        return "state=" + state + "\npid=" + pid + "\ndata=" + data.toAbsolutePath() + "\nport=" + port + "\n";
    }

    private static void write(Path state, String text) {
        try {
            Files.writeString(state, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void say(String step) {
        System.out.println(step);
    }

    private static void fail(String why) {
        System.err.println("FAILED: " + why);
        System.exit(1);
    }

    private static Map<String, String> pairs(String[] arguments) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            pairs.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
        }
        return pairs;
    }
}
