package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A local stack has logins without passwords, so nobody on another machine, and no other user of this one, gets at it. */
class OnThisMachineAloneTest {
    @TempDir
    Path folder;

    @BeforeEach
    void logs() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
    }

    @ParameterizedTest
    @MethodSource("health.authz.stack.Service#all")
    void every_port_of_a_service_is_this_machines_alone(Service service) {
        Map<String, String> environment = environment(service, null);

        assertThat(environment)
                .containsEntry("SERVER_ADDRESS", "127.0.0.1")
                .containsEntry("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        String port = environment.get("SERVER_PORT");
        assertThat(environment.get("AUTHZ_DEMO_HOSTS").split(","))
                .containsExactly("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port);
    }

    @Test
    void who_names_a_host_opens_the_gateway_and_nothing_else() {
        Map<String, String> gateway = environment(Service.API_GATEWAY, "clinic.local");

        assertThat(gateway)
                .containsEntry("SERVER_ADDRESS", "0.0.0.0")
                .containsEntry("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        assertThat(gateway.get("AUTHZ_DEMO_HOSTS")).endsWith(",clinic.local:" + gateway.get("SERVER_PORT"));
        assertThat(environment(Service.AUTH_COMMAND, "clinic.local")).containsEntry("SERVER_ADDRESS", "127.0.0.1");
    }

    private Map<String, String> environment(Service service, String host) {
        LocalStackOptions options = new LocalStackOptions(Path.of(".."), folder, 0, false).withHost(host);
        StackPorts ports = new StackPorts(folder);
        return new StackParts(options, ports, StackAddresses.of(options, ports)).environment(service);
    }

    @Test
    void the_data_is_closed_to_other_users_also_where_an_older_stack_left_it_open() throws IOException {
        Path made = folder.resolve("made/data");
        PrivateFolder.make(made);
        assertThat(permissions(made)).isEqualTo("rwx------");

        Path older = Files.createDirectory(folder.resolve("older"));
        Files.setPosixFilePermissions(older, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(older.resolve("cursor-secret"), "x");
        PrivateFolder.make(older);
        assertThat(permissions(older)).isEqualTo("rwx------");
    }

    @Test
    void a_folder_of_somebodys_other_things_is_left_as_it_is() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("letter.txt"), "x");

        PrivateFolder.make(home);

        assertThat(permissions(home)).isEqualTo("rwxr-xr-x");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
