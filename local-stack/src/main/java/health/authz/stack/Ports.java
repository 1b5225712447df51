package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** TCP ports that nobody uses just now. */
public final class Ports {
    private Ports() {}

    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
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
