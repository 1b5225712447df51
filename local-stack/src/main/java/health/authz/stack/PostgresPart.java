package health.authz.stack;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL 18 in a folder of its own, durable (fsync on), with a role and a schema for each service.
 *
 * <p>Started again on the same folder it has the same data. A stack's own asks for passwords; one that is started for a test
 * and thrown away with it takes whoever connects on 127.0.0.1, under any password.
 */
public final class PostgresPart implements AutoCloseable {
    private static final String DATABASE = "authz";
    private final Path folder;
    private final int port;
    private final EmbeddedPostgres server;
    private final @Nullable StorePasswords passwords;

    private PostgresPart(Path folder, int port, EmbeddedPostgres server, @Nullable StorePasswords passwords) {
        this.folder = folder;
        this.port = port;
        this.server = server;
        this.passwords = passwords;
    }

    /**
     * One that takes whoever connects from this machine; for a test, which throws it away.
     *
     * @throws UncheckedIOException if it does not start
     */
    public static PostgresPart start(Path folder, int port) {
        return start(folder, port, Map.of());
    }

    /**
     * One that takes whoever connects from this machine, with settings of the server's beside the usual ones.
     *
     * @throws UncheckedIOException if it does not start
     */
    public static PostgresPart start(Path folder, int port, Map<String, String> settings) {
        return start(folder, port, settings, null);
    }

    /**
     * One that takes nobody without their role's password. A folder that was open is closed before anybody can connect.
     *
     * @throws UncheckedIOException if it does not start or cannot be closed
     */
    static PostgresPart startClosed(Path folder, int port, StorePasswords passwords) {
        return start(folder, port, Map.of(), passwords);
    }

    private static PostgresPart start(
            Path folder, int port, Map<String, String> settings, @Nullable StorePasswords passwords) {
        try {
            Files.createDirectories(folder);
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(folder.resolve("data"))
                    .setOverrideWorkingDirectory(folder.resolve("bin").toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setLocaleConfig("locale-provider", "builtin") // ids compare as bytes, not by a language's rules
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "256MB")
                    .setServerConfig("max_wal_size", "2GB")
                    .setServerConfig("min_wal_size", "512MB") // segments are used again, not made anew
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("postgres.log").toFile()))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("postgres.log").toFile()))
                    .setPGStartupWait(Duration.ofMinutes(3));
            settings.forEach(builder::setServerConfig);
            if (passwords != null) {
                PostgresDoor door = new PostgresDoor(folder, passwords);
                builder.setPgBinaryResolver(new OwnBinaries(folder))
                        .setConnectConfig("password", door.superuserPassword())
                        .setDataDirectoryCustomizer(made -> door.close());
            }
            return provisioned(new PostgresPart(folder, port, builder.start(), passwords));
        } catch (IOException failed) {
            throw new UncheckedIOException("PostgreSQL did not start in " + folder, failed);
        } catch (SQLException failed) {
            throw new IllegalStateException("PostgreSQL did not take its roles and schemas", failed);
        }
    }

    /**
     * Unpacks the programs into the folder whose data they serve. By the library's own they would be those of whichever folder this
     * process started a server in first, which may be gone by then.
     */
    private record OwnBinaries(Path folder) implements PgBinaryResolver {
        @Override
        public InputStream getPgBinary(String system, String machine) throws IOException {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        }
    }

    /** A server that cannot be provisioned is not left behind. */
    private static PostgresPart provisioned(PostgresPart part) throws SQLException, IOException {
        try {
            part.provision();
            return part;
        } catch (SQLException | IOException | RuntimeException failed) {
            part.close();
            throw failed;
        }
    }

    /** Every time: whoever was cut off between the database and its roles finds them made at the next start. */
    private void provision() throws SQLException, IOException {
        try (Connection admin = admin("postgres");
                Statement statement = admin.createStatement()) {
            boolean missing;
            try (ResultSet found =
                    statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                missing = !found.next();
            }
            if (missing) {
                statement.execute("create database " + DATABASE);
            }
        }
        try (Connection admin = admin(DATABASE);
                Statement statement = admin.createStatement();
                var script = PostgresPart.class.getResourceAsStream("/postgres/init.sql")) {
            if (script == null) {
                throw new IllegalStateException("init.sql is missing from the class path");
            }
            // at once with the script, so that nobody ever comes in with the passwords that it gives
            admin.setAutoCommit(false);
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            if (passwords != null) {
                for (String role : StorePasswords.roles()) {
                    statement.execute("alter role " + role + " password "
                            + PostgresDoor.literal(PostgresDoor.verifier(passwords.of(role))));
                }
            }
            admin.commit();
        }
    }

    private String adminUrl(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    /** A connection as superuser, for tests that look behind the services. */
    public Connection admin() throws SQLException {
        return admin(DATABASE);
    }

    private Connection admin(String database) throws SQLException {
        return DriverManager.getConnection(
                adminUrl(database),
                StorePasswords.SUPERUSER,
                passwords == null ? "" : passwords.of(StorePasswords.SUPERUSER));
    }

    /** JDBC address of the services' database. */
    public String url() {
        return adminUrl(DATABASE);
    }

    public int port() {
        return port;
    }

    /** Process id of the postmaster. */
    public long pid() {
        try {
            return Long.parseLong(
                    Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
