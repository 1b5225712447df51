package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    private static final int BYTES_MAX = 100;

    @TempDir
    Path folder;

    @Test
    void whoever_writes_on_finds_an_empty_file_and_a_few_old_ones_are_kept() throws Exception {
        Path log = folder.resolve("service.log");
        LogFiles files = new LogFiles(BYTES_MAX);
        try (OutputStream writing = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int round = 1; round <= 6; round++) {
                writing.write(("round " + round + "x".repeat(BYTES_MAX) + "\n").getBytes(StandardCharsets.UTF_8));
                files.keepBounded(List.of(log, folder.resolve("of-a-part-that-has-not-started.log")));
            }
            writing.write("last\n".getBytes(StandardCharsets.UTF_8));
            files.keepBounded(List.of(log));
        }

        assertThat(log).content().isEqualTo("last\n");
        assertThat(folder.resolve("service.log.1")).content().startsWith("round 6");
        assertThat(folder.resolve("service.log.3")).content().startsWith("round 4");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).hasSize(4);
        }
    }
}
