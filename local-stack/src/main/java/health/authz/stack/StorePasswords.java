package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The passwords of a stack's own PostgreSQL: a random one for each role, in files {@code passwords/ROLE} of the stack's data
 * folder that nobody but their owner reads.
 */
final class StorePasswords {
    static final String SUPERUSER = "postgres";

    private final Path folder;

    StorePasswords(Path dataDir) {
        this.folder = dataDir.resolve("passwords");
    }

    /** The roles of the services; the superuser is none of them. */
    static List<String> roles() {
        return Arrays.stream(Service.values())
                .map(Service::role)
                .filter(role -> !role.isEmpty())
                .distinct()
                .toList();
    }

    boolean has(String role) {
        return Files.exists(file(role));
    }

    /** The role's password, made now if it has none. */
    String of(String role) {
        return KeptSecret.in(file(role));
    }

    /** The password of a role of a stack that runs. @throws IllegalStateException if this role has none there */
    String kept(String role) {
        if (!has(role)) {
            throw new IllegalStateException("this stack has no password for the role " + role + " in " + folder);
        }
        try {
            return Files.readString(file(role));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Path file(String role) {
        return folder.resolve(role);
    }
}
