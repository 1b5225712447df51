package health.authz.stack;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each store that is killed comes back on its port, with what was acknowledged. */
class StackPartsTest {
    @TempDir
    Path folder;

    private StackAddresses addresses;
    private List<Part> stores;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("logs"));
        LocalStackOptions options = new LocalStackOptions(Path.of(".."), folder, 0, false);
        StackPorts ports = new StackPorts(folder);
        addresses = StackAddresses.of(options, ports);
        stores = new StackParts(options, ports, addresses).stores();
        stores.forEach(Part::start);
    }

    @AfterEach
    void stop() {
        stores.forEach(Part::stop);
    }

    @Test
    void every_store_comes_back_after_kill_9() throws SQLException {
        run("create table kept (n int)");
        run("insert into kept values (7)");

        stores.forEach(part -> {
            long before = part.pid();
            part.kill9();
            eventually(Duration.ofMinutes(5), () -> {
                part.watch(said -> {});
                assertThat(part.isAlive()).as(part.name()).isTrue();
                assertThat(part.pid()).isNotEqualTo(before);
            });
        });

        run("insert into kept select n + 1 from kept");
        assertThat(JavaProcess.listens(
                        Integer.parseInt(addresses.kafkaBootstrap().replaceAll(".*:", ""))))
                .isTrue();
    }

    @Test
    void a_store_that_was_stopped_stays_stopped() {
        stores.forEach(Part::stop);

        stores.forEach(part -> part.watch(said -> {}));

        assertThat(stores).noneMatch(Part::isAlive);
    }

    private void run(String sql) throws SQLException {
        try (Connection database = DriverManager.getConnection(
                        addresses.postgresUrl(), "postgres", new StorePasswords(folder).kept("postgres"));
                var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
