package health.authz.acceptance.browser;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Stack;
import health.authz.stack.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A second gateway before the services of the running stack, whose sessions end soon. People sign in at the first one's issuer. */
final class ImpatientGateway implements AutoCloseable {
    private static final Duration STARTED_WITHIN = Duration.ofMinutes(5);
    private final Process process;
    private final URI address;

    private ImpatientGateway(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * @param idle a session without a deed ends after so long
     * @param warning so long before that its pages warn
     */
    static ImpatientGateway start(Duration idle, Duration warning, Path folder) {
        Stack stack = Stack.running();
        String issuer = stack.gateway().toString().replaceAll("/$", "") + "/demo-issuer";
        int port = Ports.free();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-jar",
                jar().toString(),
                "--spring.profiles.active=demo",
                "--server.port=" + port,
                "--management.server.port=0",
                "--authz.security.issuer=" + issuer,
                "--authz.security.jwk-set-uri=" + issuer + "/jwks",
                "--authz.sign-in.same-origin=false",
                "--authz.sign-in.idle=" + idle.toSeconds() + "s",
                "--authz.sign-in.warning=" + warning.toSeconds() + "s",
                "--authz.demo.key-file=" + folder.resolve("demo-key.json")));
        for (List<String> each : List.of(
                List.of("command", "auth-command-service"),
                List.of("query", "auth-query-service"),
                List.of("alert", "alert-service"),
                List.of("billing", "billing-group-service"))) {
            command.add("--authz.services." + each.getFirst() + "="
                    + stack.service(each.getLast()).toString().replaceAll("/$", ""));
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("gateway.log").toFile())
                    .start();
            // another name of the same machine, so that the sessions of both keep their cookies apart
            ImpatientGateway started = new ImpatientGateway(process, URI.create("http://127.0.0.1:" + port));
            eventually(STARTED_WITHIN, started::answers);
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void answers() throws InterruptedException {
        assertThat(process.isAlive()).isTrue();
        try (HttpClient http = HttpClient.newHttpClient()) {
            int status = http.send(
                            HttpRequest.newBuilder(address.resolve("/session")).build(), BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isEqualTo(200);
        } catch (IOException notYet) {
            throw new UncheckedIOException(notYet);
        }
    }

    private static Path jar() {
        Path target = Path.of(System.getProperty("authz.checkout", "..")).resolve("api-gateway/target");
        try (DirectoryStream<Path> found = Files.newDirectoryStream(target, "api-gateway-*-app.jar")) {
            return found.iterator().next().toAbsolutePath();
        } catch (IOException notBuilt) {
            throw new UncheckedIOException(notBuilt);
        }
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
