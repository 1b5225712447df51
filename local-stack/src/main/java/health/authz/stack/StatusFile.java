package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/** One line for each part of the stack, beside its data, where {@code ./run} reads it. */
final class StatusFile {
    private final Path file;
    private String written = "";

    StatusFile(Path dataDir) {
        file = dataDir.resolve("parts");
    }

    /** Written only when it changed, and never seen half. */
    synchronized void write(List<PartStatus> parts) {
        String text = parts.stream().map(part -> part.line() + "\n").collect(Collectors.joining());
        if (text.equals(written)) {
            return;
        }
        Path next = file.resolveSibling("parts.next");
        try {
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        written = text;
    }
}
