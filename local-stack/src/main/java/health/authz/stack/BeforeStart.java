package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What would stop a start half way is said before anything starts. */
final class BeforeStart {
    private static final long ROOM_NEEDED_BYTES = 1L << 30;

    private BeforeStart() {}

    /** @throws IllegalStateException with what is in the way, and the way out */
    static void check(LocalStackOptions options) {
        room(options.dataDir(), free(options.dataDir()));
        port(options.gatewayPort());
        StoresElsewhere.check(options);
    }

    /** The other ports are chosen among those that are free. */
    private static void port(int port) {
        if (port != 0) {
            Ports.whyNot(port).ifPresent(why -> {
                throw new IllegalStateException("port " + port + " " + why + ". Choose another: ./run --port N");
            });
        }
    }

    static void room(Path folder, long freeBytes) {
        if (freeBytes < ROOM_NEEDED_BYTES) {
            throw new IllegalStateException("less than 1 GiB is free for " + folder + " (" + (freeBytes >> 20)
                    + " MiB). Make room, or choose another folder: ./run --data DIR");
        }
    }

    private static long free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
