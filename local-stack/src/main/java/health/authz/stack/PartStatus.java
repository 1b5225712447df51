package health.authz.stack;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a part of the stack is, for {@code ./run status} and {@code ./run logs}.
 *
 * @param state {@code starting}, {@code up}, {@code gone} (it will be started again), {@code stopped}, or {@code yours}
 *     for a store that is run elsewhere
 * @param pid process id; -1 if there is none here
 * @param port where it is to be found; 0 if its address tells none
 * @param managementPort where a service tells whether it is ready; 0 for a store
 * @param restarts how often it was started again
 * @param log its log; null if that is kept elsewhere
 */
record PartStatus(
        String name,
        String state,
        long pid,
        int port,
        int managementPort,
        int restarts,
        @Nullable Path log) {

    static PartStatus elsewhere(String name, int port) {
        return new PartStatus(name, "yours", -1, port, 0, 0, null);
    }

    /** Seven fields between tabs; a dash for what there is not, because a shell skips empty fields. */
    String line() {
        return String.join(
                "\t",
                name,
                state,
                pid < 0 ? "-" : Long.toString(pid),
                port <= 0 ? "-" : Integer.toString(port),
                managementPort <= 0 ? "-" : Integer.toString(managementPort),
                Integer.toString(restarts),
                log == null ? "-" : log.toString());
    }
}
