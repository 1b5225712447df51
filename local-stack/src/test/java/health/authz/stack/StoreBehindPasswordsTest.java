package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another user of the machine reaches the port of a stack's PostgreSQL, and comes no further. */
class StoreBehindPasswordsTest {
    private static final String WRONG_PASSWORD = "28P01";
    private static final String NO_PASSWORD_GIVEN = "08004";

    @TempDir
    Path data;

    private StorePasswords passwords;
    private Path folder;
    private int port;

    @BeforeEach
    void stack() {
        passwords = new StorePasswords(data);
        folder = data.resolve("postgres");
        port = Ports.free();
    }

    @Test
    void a_new_stack_takes_nobody_without_the_password_of_its_own() throws Exception {
        try (PostgresPart part = PostgresPart.startClosed(folder, port, passwords)) {
            takesPasswordsAlone(part);
        }
        assertThat(everyRole().map(passwords::kept).toList())
                .doesNotHaveDuplicates()
                .allMatch(password -> password.length() == 36);
        try (PostgresPart again = PostgresPart.startClosed(folder, port, passwords)) {
            takesPasswordsAlone(again);
        }
    }

    @Test
    void the_passwords_are_in_files_that_their_owner_alone_reads() throws Exception {
        Files.createDirectories(data.resolve("logs"));
        Path older = Files.writeString(data.resolve("ids-key"), "of an older stack, which left it to all");
        Files.setPosixFilePermissions(older, PosixFilePermissions.fromString("rw-r--r--"));
        environment(Service.AUTH_COMMAND, null);
        try (PostgresPart part = PostgresPart.startClosed(folder, port, passwords)) {
            assertThat(part.port()).isEqualTo(port);
        }

        Stream<Path> secrets = Stream.concat(
                everyRole().map(role -> data.resolve("passwords").resolve(role)),
                Stream.of(older, data.resolve("cursor-secret")));

        assertThat(secrets)
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
        assertThat(older).hasContent("of an older stack, which left it to all");
    }

    @Test
    void the_folder_of_an_older_stack_is_closed_at_its_next_start_and_keeps_its_rows() throws Exception {
        try (PostgresPart open = PostgresPart.start(folder, port);
                Connection anybody = DriverManager.getConnection(open.url(), "auth_command", "");
                Statement statement = anybody.createStatement();
                Connection admin = open.admin();
                Statement superuser = admin.createStatement()) {
            statement.execute("create table kept as select n from generate_series(1, 1000) n");
            superuser.execute("create role visitor superuser login password 'visitor'");
        }

        try (PostgresPart closed = PostgresPart.startClosed(folder, port, passwords)) {
            takesPasswordsAlone(closed);
            assertThatThrownBy(() -> connect(closed, "visitor", "visitor")).isInstanceOf(SQLException.class);
            assertThat(texts(closed, "auth_command", "select count(*)::text from kept"))
                    .containsExactly("1000");
        }
    }

    @Test
    void a_start_that_was_cut_off_before_it_had_closed_the_folder_is_made_good() throws Exception {
        try (PostgresPart closed = PostgresPart.startClosed(folder, port, passwords)) {
            assertThat(closed.port()).isEqualTo(port);
        }
        Files.writeString(folder.resolve("data/pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");

        try (PostgresPart again = PostgresPart.startClosed(folder, port, passwords)) {
            takesPasswordsAlone(again);
        }
    }

    @Test
    void two_stacks_of_one_process_have_each_their_own() throws Exception {
        StorePasswords others = new StorePasswords(data.resolve("other"));
        try (PostgresPart one = PostgresPart.startClosed(folder, port, passwords);
                PostgresPart other = PostgresPart.startClosed(data.resolve("other/postgres"), Ports.free(), others)) {
            takesPasswordsAlone(one);
            assertThatThrownBy(() -> connect(other, "alert", passwords.kept("alert")))
                    .isInstanceOf(SQLException.class);
            try (Connection taken = connect(other, "alert", others.kept("alert"))) {
                assertThat(taken.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void who_lost_the_files_of_the_passwords_gets_others_and_keeps_the_rows() throws Exception {
        List<String> lost;
        try (PostgresPart part = PostgresPart.startClosed(folder, port, passwords);
                Connection service = connect(part, "alert", passwords.kept("alert"));
                Statement statement = service.createStatement()) {
            statement.execute("create table kept as select 7 n");
            lost = everyRole().map(passwords::kept).toList();
        }
        for (String role : everyRole().toList()) {
            Files.delete(data.resolve("passwords").resolve(role));
        }

        try (PostgresPart again = PostgresPart.startClosed(folder, port, passwords)) {
            takesPasswordsAlone(again);
            assertThat(everyRole().map(passwords::kept)).doesNotContainAnyElementsOf(lost);
            assertThat(texts(again, "alert", "select n::text from kept")).containsExactly("7");
        }
    }

    @Test
    void each_service_and_each_tool_has_the_password_of_its_own_role() throws Exception {
        Files.createDirectories(data.resolve("logs"));
        for (Service service : Service.values()) {
            Map<String, String> environment = environment(service, null);
            if (service.role().isEmpty()) {
                assertThat(environment).doesNotContainKeys("AUTHZ_POSTGRES_USER", "AUTHZ_POSTGRES_PASSWORD");
            } else {
                assertThat(environment)
                        .containsEntry("AUTHZ_POSTGRES_USER", service.role())
                        .containsEntry("AUTHZ_POSTGRES_PASSWORD", passwords.kept(service.role()));
                assertThat(new KeptAddresses(data, null, null, null).postgresPassword(service.role()))
                        .isEqualTo(passwords.kept(service.role()));
            }
        }
        assertThat(new HashSet<>(StorePasswords.roles())).hasSize(3);
    }

    @Test
    void a_server_that_is_run_elsewhere_is_asked_as_before() throws Exception {
        Files.createDirectories(data.resolve("logs"));
        String elsewhere = "jdbc:postgresql://db.example.org/authz?user=clinic&password=own";

        assertThat(environment(Service.ALERT, elsewhere))
                .containsEntry("AUTHZ_POSTGRES_URL", elsewhere)
                .containsEntry("AUTHZ_POSTGRES_USER", "alert")
                .containsEntry("AUTHZ_POSTGRES_PASSWORD", "alert");
        assertThat(new KeptAddresses(data, elsewhere, null, null).postgresPassword("alert"))
                .isEqualTo("alert");
        assertThat(data.resolve("passwords")).doesNotExist();
    }

    @Test
    void a_tool_that_finds_no_password_says_so() {
        assertThatThrownBy(() -> new KeptAddresses(data, null, null, null).postgresPassword("alert"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("no password for the role alert", data.toString());
    }

    private void takesPasswordsAlone(PostgresPart part) throws SQLException, IOException {
        for (String role : everyRole().toList()) {
            String right = passwords.kept(role);
            assertThat(refusal(part, role, "")).as(role).isIn(WRONG_PASSWORD, NO_PASSWORD_GIVEN);
            assertThat(refusal(part, role, role)).as(role).isEqualTo(WRONG_PASSWORD);
            assertThat(refusal(part, role, right + "x")).as(role).isEqualTo(WRONG_PASSWORD);
            try (Connection taken = connect(part, role, right)) {
                assertThat(taken.isValid(5)).as(role).isTrue();
            }
            String another =
                    everyRole().filter(other -> !other.equals(role)).findFirst().orElseThrow();
            assertThat(refusal(part, role, passwords.kept(another))).as(role).isEqualTo(WRONG_PASSWORD);
        }
        assertThat(texts(part, StorePasswords.SUPERUSER, "select type || ' ' || auth_method from pg_hba_file_rules"))
                .contains("local scram-sha-256", "host scram-sha-256")
                .allMatch(line -> line.endsWith(" scram-sha-256"));
    }

    private static Stream<String> everyRole() {
        return Stream.concat(StorePasswords.roles().stream(), Stream.of(StorePasswords.SUPERUSER));
    }

    private static String refusal(PostgresPart part, String role, String password) {
        try (Connection taken = connect(part, role, password)) {
            return role + " was taken in " + taken.getCatalog();
        } catch (SQLException refused) {
            return refused.getSQLState();
        }
    }

    private static Connection connect(PostgresPart part, String role, String password) throws SQLException {
        return DriverManager.getConnection(part.url(), role, password);
    }

    private List<String> texts(PostgresPart part, String role, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection database = connect(part, role, passwords.kept(role));
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private Map<String, String> environment(Service service, String postgresUrl) {
        LocalStackOptions options = new LocalStackOptions(
                        Path.of(".."), data, 0, false, postgresUrl, null, null, step -> {})
                .withSecondCommandService();
        StackPorts ports = new StackPorts(data);
        return new StackParts(options, ports, StackAddresses.of(options, ports)).environment(service);
    }
}
