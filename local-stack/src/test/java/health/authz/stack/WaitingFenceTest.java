package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of all modules wait by {@link Eventually} alone, so that a look which throws is <em>not yet</em> everywhere. */
class WaitingFenceTest {
    private static final Pattern WAITS_OTHERWISE =
            Pattern.compile("org\\.awaitility|Thread\\.sleep|\\.sleep\\(|parkNanos|onSpinWait");

    @Test
    void nobody_waits_in_a_way_of_their_own(@TempDir Path planted) throws IOException {
        Path modules = DeployFiles.ROOT;
        assertThat(sources(modules)).as("tests that were looked at").hasSizeGreaterThan(200);
        assertThat(waitingOtherwise(modules)).isEmpty();

        plant(planted, "Steady", "import static health.authz.stack.Eventually.eventually;");
        plant(planted, "Hasty", "import static org.awaitility.Awaitility.await;");
        plant(planted, "Sleepy", "class Sleepy { void rest() { Thread.sleep(100); } }");
        assertThat(waitingOtherwise(planted))
                .extracting(source -> source.getFileName().toString())
                .containsExactlyInAnyOrder("Hasty.java", "Sleepy.java");
    }

    private static void plant(Path root, String name, String line) throws IOException {
        Path folder = Files.createDirectories(root.resolve("some-service/src/test/java"));
        Files.writeString(folder.resolve(name + ".java"), line);
    }

    private static List<Path> waitingOtherwise(Path root) throws IOException {
        return sources(root).stream()
                .filter(source -> WAITS_OTHERWISE.matcher(read(source)).find())
                .toList();
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(WaitingFenceTest::javaFiles)
                    .filter(source -> !source.endsWith(WaitingFenceTest.class.getSimpleName() + ".java"))
                    .toList();
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
