package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack may be told how many rows an organisation previews and confirms in an hour; the gateway alone counts them. */
class RowsPerHourTest {
    private static final String BOUND = "AUTHZ_LIMITS_ROWS_PER_HOUR";

    @TempDir
    Path folder;

    @Test
    void the_gateway_hears_of_it_and_keeps_its_own_bound_where_nothing_is_said() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        LocalStackOptions usual = new LocalStackOptions(Path.of(".."), folder, 0, false);
        LocalStackOptions told =
                usual.withRowsPerHour(7_000_000).withSecondCommandService().withHost(null);

        assertThat(environment(told, Service.API_GATEWAY)).containsEntry(BOUND, "7000000");
        assertThat(environment(told, Service.AUTH_COMMAND)).doesNotContainKey(BOUND);
        assertThat(environment(usual, Service.API_GATEWAY)).doesNotContainKey(BOUND);
    }

    private Map<String, String> environment(LocalStackOptions options, Service service) {
        StackPorts ports = new StackPorts(folder);
        return new StackParts(options, ports, StackAddresses.of(options, ports)).environment(service);
    }
}
