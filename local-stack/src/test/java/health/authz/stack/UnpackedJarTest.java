package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service starts from its unpacked jar, which is always that of the last build. */
class UnpackedJarTest {
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void a_jar_is_taken_apart_once() throws IOException {
        Path jar = FakeJar.write(folder.resolve("a-app.jar"), NeverReady.class);
        UnpackedJar first = UnpackedJar.of(jar);
        Files.writeString(first.classes(), "made when it ended");

        UnpackedJar second = UnpackedJar.of(jar);

        assertThat(second).isEqualTo(first);
        assertThat(second.jar()).isRegularFile().isNotEqualTo(jar);
        assertThat(second.classes()).exists();
    }

    @Test
    void another_build_of_the_same_date_is_taken_apart_anew_and_the_last_one_is_gone() throws IOException {
        Path jar = FakeJar.write(folder.resolve("a-app.jar"), NeverReady.class);
        FileTime date = Files.getLastModifiedTime(jar);
        UnpackedJar before = UnpackedJar.of(jar);
        FakeJar.write(jar, EndsAtOnce.class);
        Files.setLastModifiedTime(jar, date);

        UnpackedJar after = UnpackedJar.of(jar);

        assertThat(after.jar()).hasSameBinaryContentAs(jar);
        assertThat(before.jar()).doesNotExist();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(jar, after.jar().getParent());
        }
    }

    @Test
    void a_process_leaves_the_archive_of_its_classes_for_the_next_one() throws IOException {
        UnpackedJar unpacked = UnpackedJar.of(FakeJar.write(folder.resolve("a-app.jar"), EndsAtOnce.class));

        ends(unpacked);
        assertThat(unpacked.classes()).isRegularFile();

        List<String> said = ends(unpacked, "-Xlog:class+load=info");
        assertThat(said).anyMatch(line -> line.contains(EndsAtOnce.class.getName() + " source: shared objects file"));
    }

    @Test
    void what_cannot_be_taken_apart_is_named_and_leaves_nothing() throws IOException {
        Path jar = FakeJar.write(folder.resolve("a-app.jar"), UnpackedJar.class);

        assertThatThrownBy(() -> UnpackedJar.of(jar))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a-app.jar cannot be taken apart: ");

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(jar);
        }
    }

    private List<String> ends(UnpackedJar unpacked, String... more) throws IOException {
        Path log = folder.resolve("log");
        try (JavaProcess process = JavaProcess.of("fake")
                .jvm(unpacked.options())
                .jvm(more)
                .jar(unpacked.jar())
                .log(log)
                .start()) {
            assertThat(process.awaitExit(AT_MOST)).isEqualTo(1);
        }
        return Files.readAllLines(log);
    }
}
