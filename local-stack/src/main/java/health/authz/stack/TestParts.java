package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts for tests: started at first use, shared by all tests of the JVM, stopped and removed at its end. */
public final class TestParts {
    private static final Deque<AutoCloseable> TO_CLOSE = new ArrayDeque<>();
    /** Others on the same server may prepare transactions, so tests can. */
    private static final Map<String, String> PREPARED = Map.of("max_prepared_transactions", "8");

    private static @Nullable PostgresPart postgres;
    private static @Nullable KafkaPart kafka;
    private static @Nullable MongoPart mongo;

    private TestParts() {}

    /** It takes whoever connects on 127.0.0.1, under any password: it has a test's rows alone, and goes with this JVM. */
    public static synchronized PostgresPart postgres() {
        if (postgres == null) {
            postgres = kept(PostgresPart.start(folder("postgres"), Ports.free(), PREPARED));
        }
        return postgres;
    }

    public static synchronized KafkaPart kafka() {
        if (kafka == null) {
            kafka = kept(KafkaPart.start(folder("kafka"), Ports.free(), Ports.free()));
        }
        return kafka;
    }

    public static synchronized MongoPart mongo() {
        if (mongo == null) {
            mongo = kept(MongoPart.startInProcess(Ports.free()));
        }
        return mongo;
    }

    private static <T extends AutoCloseable> T kept(T part) {
        if (TO_CLOSE.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(TestParts::closeAll));
        }
        TO_CLOSE.push(part);
        return part;
    }

    private static Path folder(String name) {
        try {
            Path folder = Files.createTempDirectory("authz-" + name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                closeAll();
                remove(folder);
            }));
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static synchronized void closeAll() {
        while (!TO_CLOSE.isEmpty()) {
            try {
                TO_CLOSE.pop().close();
            } catch (Exception failed) {
                System.err.println("a part did not stop: " + failed);
            }
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException left) {
            System.err.println("left behind: " + folder);
        }
    }
}
