package health.authz.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/files-and-recipes.md}, as they stand, on the demo data. */
class FilesPageIT {
    private static final String TOKEN = """
            #!/usr/bin/env bash
            curl -sf -H 'Content-Type: application/json' -d '{ "login": "'$2'" }' GATEWAY/demo-issuer/token |
              grep -o '"access_token":"[^"]*' | cut -d'"' -f4
            """;

    private final Stack stack = Stack.running();

    @TempDir
    private Path folder;

    @Test
    void the_page_s_commands_run_as_they_stand() throws Exception {
        String gateway = stack.gateway().toString();
        assertThat(Files.writeString(folder.resolve("run"), TOKEN.replace("GATEWAY", gateway))
                        .toFile()
                        .setExecutable(true))
                .isTrue();
        String page = Files.readString(
                Path.of(System.getProperty("authz.checkout", "..")).resolve("docs/files-and-recipes.md"));
        String commands = page.lines()
                .filter(line -> line.startsWith("    "))
                .map(line -> line.substring(4) + "\n")
                .reduce("set -eu\n", String::concat)
                .replace("http://localhost:8080", gateway);
        Path answers = folder.resolve("answers");
        Process bash = new ProcessBuilder("bash", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(answers.toFile())
                .start();
        try {
            boolean ended = bash.waitFor(10, TimeUnit.MINUTES);
            String said = Files.readString(answers);
            assertThat(ended).as(said).isTrue();
            assertThat(bash.exitValue()).as(said).isZero();
            assertThat(said)
                    .contains("\"badLines\":0", "\"WOULD_CHANGE\":3", "\"recipe\":{\"name\":\"blue-cross-half-year\"")
                    .doesNotContain("\"status\":4", "\"status\":5");
            assertThat(Files.readString(folder.resolve("failed.csv")))
                    .startsWith("line,")
                    .hasLineCount(1);
        } finally {
            bash.destroyForcibly();
        }
    }
}
