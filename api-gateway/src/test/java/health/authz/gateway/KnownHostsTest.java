package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of somebody else's cannot point a name of its own at the demo on this machine. */
class KnownHostsTest {
    @TempDir
    Path folder;

    @Test
    void only_known_names_are_answered_whatever_is_asked() throws Exception {
        try (RunningGateway gateway = new RunningGateway(
                folder, "--authz.demo.hosts=localhost:1234,127.0.0.1:1234,[::1]:1234,clinic.local:1234")) {
            for (String path : List.of("/", "/api/v1/authorizations", "/docs", "/assets/door.css")) {
                for (String host : List.of("evil.example:1234", "localhost", "localhost:1235", "localhost.evil:1234")) {
                    assertThat(ask(gateway, path, host))
                            .as("%s of %s", path, host)
                            .startsWith("HTTP/1.1 400")
                            .contains("/problems/unknown-host");
                }
            }
            for (String host : List.of("localhost:1234", "LOCALHOST:1234", "127.0.0.1:1234", "[::1]:1234")) {
                assertThat(ask(gateway, "/docs", host)).as(host).startsWith("HTTP/1.1 200");
            }
            assertThat(ask(gateway, "/docs", "clinic.local:1234")).startsWith("HTTP/1.1 200");
        }
    }

    private static String ask(RunningGateway gateway, String path, String host) throws Exception {
        URI to = URI.create(gateway.base);
        try (Socket caller = new Socket(to.getHost(), to.getPort())) {
            caller.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
