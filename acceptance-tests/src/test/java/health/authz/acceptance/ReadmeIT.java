package health.authz.acceptance;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The use case by curl, exactly as the README tells it: its own lines are run. */
class ReadmeIT {
    private static final Duration AT_MOST = Duration.ofMinutes(10);
    /** What {@code ./run} does for the README, on the stack of this test. */
    private static final String RUN = """
            #!/usr/bin/env bash
            case "$1" in
              token) curl -sf -H 'Content-Type: application/json' -d '{ "login": "'$2'" }' GATEWAY/demo-issuer/token |
                grep -o '"access_token":"[^"]*' | cut -d'"' -f4 ;;
              next-day) touch asked; until [ -e moved ]; do sleep 0.1; done ;;
              stop) touch stopped ;;
              *) echo "the README asks for ./run $1" >&2; exit 1 ;;
            esac
            """;

    private final Stack stack = Stack.running();

    @TempDir
    private Path folder;

    @Test
    void the_use_case_runs_as_the_readme_tells_it() throws Exception {
        script("run", RUN.replace("GATEWAY", stack.gateway().toString()));
        script("use-case", "set -eu\n" + useCase());
        Path answers = folder.resolve("answers");
        Process bash = new ProcessBuilder("bash", "use-case")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(answers.toFile())
                .start();
        try {
            eventually(AT_MOST, () -> assertThat(!bash.isAlive() || Files.exists(folder.resolve("asked")))
                    .as(end(Files.readString(answers)))
                    .isTrue());
            if (bash.isAlive()) {
                stack.nextDay();
                Files.createFile(folder.resolve("moved"));
            }
            boolean ended = bash.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS);
            String said = Files.readString(answers);
            assertThat(ended).as(said).isTrue();
            assertThat(bash.exitValue()).as(said).isZero();
            assertThat(said)
                    .contains("\"WOULD_ADD\":", "\"authorizationNumber\":\"PA-881\"", "LOW_UNITS", "EXPIRING")
                    .contains("\"kind\":\"REVERT\"", "\"revertedBy\":", "\"percent\":100")
                    .doesNotContain("\"FAILED\"", "application/problem", "\"status\":4", "\"status\":5");
            assertThat(said.split("\"state\":\"SUCCEEDED\"", -1)).as(said).hasSize(5);
            assertThat(said.stripTrailing())
                    .as("the other organisation sees none")
                    .contains("{\"items\":[],\"count\":0");
            assertThat(folder.resolve("stopped")).exists();
        } finally {
            bash.destroyForcibly();
        }
    }

    /** The indented lines of the README's section, with the address of this stack. */
    private String useCase() throws IOException {
        String readme = Files.readString(
                Path.of(System.getProperty("authz.checkout", "..")).resolve("README.md"));
        String section = readme.substring(readme.indexOf("## Try this"), readme.indexOf("## Where things are"));
        String lines = section.lines()
                .filter(line -> line.startsWith("    "))
                .map(line -> line.substring(4) + "\n")
                .reduce("", String::concat);
        assertThat(lines).contains("API=http://localhost:8080/api/v1", "./run next-day");
        return lines.replace("http://localhost:8080", stack.gateway().toString());
    }

    private static String end(String said) {
        return said.substring(Math.max(0, said.length() - 1_000));
    }

    private void script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
