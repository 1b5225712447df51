package health.authz.stack;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports that nobody uses just now. */
public final class Ports {
    private static final int FIRST = 15_000;
    private static final int BEHIND_LAST = 32_768;
    private static final int ATTEMPTS = 1_000;

    private Ports() {}

    /**
     * A port of those that systems do not give to outgoing connections (Linux from 32768 on, others from 49152), which would
     * take it before the part that it is for listens, or while that part is started again.
     */
    public static int free() {
        return ThreadLocalRandom.current()
                .ints(FIRST, BEHIND_LAST)
                .limit(ATTEMPTS)
                .filter(port -> whyNot(port).isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no port from " + FIRST + " to " + (BEHIND_LAST - 1) + " was found free"));
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
