package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports that nobody uses just now, and that no other JVM which asks here is given while this one runs. */
public final class Ports {
    private static final int FIRST = 15_000;
    private static final int BEHIND_LAST = 32_768;
    private static final int ATTEMPTS = 1_000;

    private static final Path TAKEN =
            Path.of(System.getProperty("java.io.tmpdir"), "authz-ports-" + System.getProperty("user.name"));
    /** Kept open: a lock goes with its channel. */
    private static final Map<Integer, FileChannel> OURS = new ConcurrentHashMap<>();

    private Ports() {}

    /**
     * A port of those that systems do not give to outgoing connections (Linux from 32768 on, others from 49152), which would
     * take it before the part that it is for listens, or while that part is started again.
     */
    public static int free() {
        return ThreadLocalRandom.current()
                .ints(FIRST, BEHIND_LAST)
                .limit(ATTEMPTS)
                .filter(port -> whyNot(port).isEmpty() && isOurs(port))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no port from " + FIRST + " to " + (BEHIND_LAST - 1) + " was found free"));
    }

    /**
     * Between the look and the part that listens, another build on this machine may look as well. The file of a port is locked as
     * long as this JVM runs; the system lets go of it however the JVM ends.
     */
    static synchronized boolean isOurs(int port) {
        if (OURS.containsKey(port)) {
            return false;
        }
        try {
            Files.createDirectories(TAKEN);
            FileChannel file = FileChannel.open(
                    TAKEN.resolve(Integer.toString(port)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (file.tryLock() == null) {
                file.close();
                return false;
            }
            OURS.put(port, file);
            return true;
        } catch (IOException failed) {
            throw new UncheckedIOException("ports cannot be told apart from those of others in " + TAKEN, failed);
        }
    }

    /** Why a service could not listen on a port; empty if it could. On some systems only one of the two looks shows. */
    static Optional<String> whyNot(int port) {
        if (JavaProcess.listens(port)) {
            return Optional.of("is in use");
        }
        try (ServerSocket socket = new ServerSocket(port)) {
            return Optional.empty();
        } catch (IOException refused) {
            String why = String.valueOf(refused.getMessage());
            return Optional.of(why.contains("in use") ? "is in use" : "cannot be opened here (" + why + ")");
        }
    }
}
