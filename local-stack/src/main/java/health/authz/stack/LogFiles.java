package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/**
 * Logs of bounded size. Whoever writes one holds it open for appending and knows nothing of this: a log that is full is copied to the first of
 * a few old ones and emptied in its place. A line that comes in between the two is lost.
 */
final class LogFiles {
    private static final int OLD_ONES = 3;
    private final long bytesMax;

    /** @param bytesMax of each file */
    LogFiles(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Looks at each; those that are not there, or not full, stay as they are. @throws UncheckedIOException if there is no room */
    void keepBounded(Collection<Path> logs) {
        logs.forEach(this::keepBounded);
    }

    private void keepBounded(Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > bytesMax) {
                roll(log);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void roll(Path log) throws IOException {
        for (int n = OLD_ONES - 1; n >= 1; n--) {
            if (Files.exists(old(log, n))) {
                Files.move(old(log, n), old(log, n + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.copy(log, old(log, 1), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
    }

    private static Path old(Path log, int number) {
        return log.resolveSibling(log.getFileName() + "." + number);
    }
}
