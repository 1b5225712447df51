package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processes of a stack, written beside its data: when the supervisor itself is killed, the next one finds what was left
 * running and ends it before it starts its own.
 */
final class Leftovers {
    private static final String SUPERVISOR = "supervisor";
    private static final Set<String> STORES = Set.of("postgres", "kafka", MongoPart.NAME);
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(20);
    private final Path file;
    private String written = "";

    private Leftovers(Path file) {
        this.file = file;
    }

    static Leftovers of(Path dataDir) {
        return new Leftovers(dataDir.resolve("processes"));
    }

    /** Ends what an earlier supervisor left. @throws IllegalStateException if that one still runs */
    void end() {
        List<String[]> lines = read();
        for (String[] line : lines) {
            if (line[0].equals(SUPERVISOR) && ours(line).findAny().isPresent()) {
                throw new IllegalStateException("a stack runs already on " + file.getParent() + " (process " + line[1]
                        + "). Stop it, or choose another folder: ./run --data DIR");
            }
        }
        // the services first: a store that somebody is still connected to would wait for them
        end(lines.stream().filter(line -> !STORES.contains(line[0])).toList());
        end(lines.stream().filter(line -> STORES.contains(line[0])).toList());
    }

    private static void end(List<String[]> lines) {
        List<ProcessHandle> left = lines.stream().flatMap(Leftovers::ours).toList();
        left.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + TIME_TO_STOP.toNanos();
        while (left.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() > end) {
                left.forEach(ProcessHandle::destroyForcibly);
            }
            Waiting.pause(100);
        }
    }

    /** Parts by name that run although their supervisor does not; none while it does. */
    Map<String, ProcessHandle> orphans() {
        Map<String, ProcessHandle> orphans = new LinkedHashMap<>();
        for (String[] line : read()) {
            ours(line).forEach(process -> orphans.put(line[0], process));
        }
        return orphans.containsKey(SUPERVISOR) ? Map.of() : orphans;
    }

    /** Written only when it changed. */
    synchronized void remember(Map<String, Long> processes) {
        StringBuilder text = new StringBuilder();
        line(text, SUPERVISOR, ProcessHandle.current());
        processes.forEach((name, pid) -> ProcessHandle.of(pid).ifPresent(process -> line(text, name, process)));
        if (!text.toString().equals(written)) {
            written = text.toString();
            write();
        }
    }

    /** After everything was stopped. */
    synchronized void forget() {
        written = "";
        write();
    }

    private void write() {
        try {
            Files.writeString(file, written);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<String[]> read() {
        try (Stream<String> lines = Files.exists(file) ? Files.readString(file).lines() : Stream.empty()) {
            return lines.map(line -> line.split(" "))
                    .filter(line -> line.length == 3)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A process id alone may belong to somebody else by now; with the time of its start it does not. */
    private static Stream<ProcessHandle> ours(String[] line) {
        return ProcessHandle.of(Long.parseLong(line[1]))
                .filter(process -> startOf(process).equals(line[2]))
                .filter(ProcessHandle::isAlive)
                .stream();
    }

    private static void line(StringBuilder text, String name, ProcessHandle process) {
        text.append(name)
                .append(' ')
                .append(process.pid())
                .append(' ')
                .append(startOf(process))
                .append('\n');
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Object::toString).orElse("-");
    }
}
