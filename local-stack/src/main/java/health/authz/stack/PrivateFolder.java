package health.authz.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of a stack's data: names, tokens' key and secrets in it concern whoever started it, and no other user of the machine. */
final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    /** What every stack writes; a folder with it is a stack's own and is no home or temporary folder of somebody. */
    private static final String OURS = "cursor-secret";

    private PrivateFolder() {}

    /** Makes it, or closes the one of an earlier stack; leaves a folder alone that holds something else. */
    static void make(Path folder) throws IOException {
        boolean isOurs = !Files.exists(folder) || isEmpty(folder) || Files.exists(folder.resolve(OURS));
        Files.createDirectories(folder);
        PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (isOurs && view != null) {
            view.setPermissions(OWNER_ALONE);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }
}
