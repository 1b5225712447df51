package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack for measures is held up by no limit of its gateway; every other stack has the gateway's own. */
class StackWithoutLimitsTest {
    private static final List<String> LIMITS =
            List.of("AUTHZ_LIMITS_REQUESTS_PER_SECOND", "AUTHZ_LIMITS_BURST", "AUTHZ_LIMITS_ROWS_PER_HOUR");

    @TempDir
    Path folder;

    @Test
    void the_gateway_alone_is_told_and_reads_it() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        LocalStackOptions usual = new LocalStackOptions(Path.of(".."), folder, 0, false);
        LocalStackOptions measured =
                usual.withoutLimits().withSecondCommandService().withHost(null);

        assertThat(environment(measured, Service.API_GATEWAY)).containsKeys(LIMITS.toArray(String[]::new));
        assertThat(environment(measured, Service.AUTH_COMMAND)).doesNotContainKeys(LIMITS.toArray(String[]::new));
        assertThat(environment(usual, Service.API_GATEWAY)).doesNotContainKeys(LIMITS.toArray(String[]::new));
        String read = Files.readString(DeployFiles.ROOT.resolve("api-gateway/src/main/resources/application.yaml"));
        assertThat(LIMITS).allSatisfy(limit -> assertThat(read).contains("${" + limit + ":"));
    }

    private Map<String, String> environment(LocalStackOptions options, Service service) {
        StackPorts ports = new StackPorts(folder);
        return new StackParts(options, ports, StackAddresses.of(options, ports)).environment(service);
    }
}
