package health.authz.stack;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PasswordUtil;

/**
 * Who comes into a stack's own PostgreSQL: whoever has the password of a role, by scram-sha-256, over the network and over
 * local sockets alike.
 *
 * <p>A folder that takes anybody (new, or of an older stack) is closed before its server listens: in single-user mode the
 * passwords of all roles are taken away and the superuser gets its own, and then {@code pg_hba.conf} is written. Whoever is
 * cut off in between begins again at the next start, as {@code pg_hba.conf} comes last.
 */
final class PostgresDoor {
    private static final String CLOSED = """
            # Written by the local stack: nobody comes in without a password, and nobody for replication.
            local all all scram-sha-256
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    /** One line, as single-user mode ends a statement at its line's end. */
    private static final String NO_OTHER_PASSWORDS =
            "do $$ declare other name; begin for other in select rolname from pg_roles"
                    + " where rolname !~ '^pg_' loop execute format('alter role %I password null', other); end loop; end $$";

    private final Path folder;
    private final StorePasswords passwords;

    /** @param folder of the server: with {@code bin}, {@code data} and its log */
    PostgresDoor(Path folder, StorePasswords passwords) {
        this.folder = folder;
        this.passwords = passwords;
    }

    /** The superuser's password. One that was lost is made anew, and the server gets it when it is closed again. */
    String superuserPassword() throws IOException {
        if (!passwords.has(StorePasswords.SUPERUSER)) {
            Files.deleteIfExists(hba());
        }
        return passwords.of(StorePasswords.SUPERUSER);
    }

    /** Closes it if it is open. The server does not run. */
    void close() {
        try {
            if (isClosed()) {
                return;
            }
            Path next = hba().resolveSibling("pg_hba.conf.next");
            inSingleUserMode(List.of(
                    NO_OTHER_PASSWORDS,
                    "alter role " + StorePasswords.SUPERUSER + " password "
                            + literal(verifier(passwords.of(StorePasswords.SUPERUSER)))));
            Files.writeString(next, CLOSED);
            Files.move(next, hba(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("PostgreSQL in " + folder + " could not be closed", failed);
        }
    }

    private boolean isClosed() throws IOException {
        if (!Files.exists(hba())) {
            return false;
        }
        List<String> lines = Files.readAllLines(hba()).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        return !lines.isEmpty() && lines.stream().allMatch(line -> line.endsWith(" scram-sha-256"));
    }

    private Path hba() {
        return folder.resolve("data/pg_hba.conf");
    }

    private void inSingleUserMode(List<String> statements) throws IOException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL does not run as root, and is started by the embedding library in the same way
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(
                program().toString(), "--single", "-D", folder.resolve("data").toString(), "postgres"));
        Process single = new ProcessBuilder(command).redirectErrorStream(true).start();
        @Nullable IOException unread = null;
        try (var in = single.outputWriter(StandardCharsets.UTF_8)) {
            in.write(String.join("\n", statements) + "\n");
        } catch (IOException endedBefore) {
            unread = endedBefore; // what it said tells why
        }
        String said = new String(single.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int ended;
        try {
            ended = single.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL got its passwords", stopped);
        }
        if (unread != null || ended != 0 || said.contains("ERROR:") || said.contains("FATAL:")) {
            throw new IOException(
                    "PostgreSQL did not take its passwords (ended with " + ended + "): "
                            + said.lines()
                                    .filter(line -> line.contains("ERROR:") || line.contains("FATAL:"))
                                    .findFirst()
                                    .orElse("no reason told"),
                    unread);
        }
    }

    /** Of the version that was unpacked last. */
    private Path program() throws IOException {
        try (Stream<Path> versions = Files.list(folder.resolve("bin"))) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/postgres")))
                    .max(Comparator.comparing(version -> version.toFile().lastModified()))
                    .map(version -> version.resolve("bin/postgres"))
                    .orElseThrow(() -> new IOException("PostgreSQL is not unpacked in " + folder));
        }
    }

    /** What the server keeps of a password, so that the password itself is in no statement and no log. */
    static String verifier(String password) {
        return PasswordUtil.encodeScramSha256(password.toCharArray());
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
