package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** A secret of a stack's own, made once, so that what was made with it stays good when the stack is started again. */
final class KeptSecret {
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

    private KeptSecret() {}

    /** The secret in this file, which nobody but its owner reads; a random one of 122 bits where there is none yet. */
    static String in(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            close(file);
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("the secret in " + file + " can be neither made nor read", failed);
        }
    }

    /** Closed before there is something to read, and under its name only when it is whole. */
    private static void make(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next);
        close(next);
        Files.writeString(next, UUID.randomUUID().toString());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void close(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(OWNER_ALONE);
        }
    }
}
