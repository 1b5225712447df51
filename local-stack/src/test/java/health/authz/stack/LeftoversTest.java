package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir
    Path folder;

    private MongoPart part;

    @BeforeEach
    void start() {
        part = MongoPart.start(folder, Ports.free());
    }

    @AfterEach
    void stop() throws Exception {
        part.close();
    }

    @Test
    void what_a_killed_supervisor_left_is_ended() throws IOException {
        Leftovers.of(folder).remember(Map.of("mongodb", part.pid()));
        asIfTheSupervisorHadGone();

        Leftovers.of(folder).end();

        assertThat(ProcessHandle.of(part.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void what_a_killed_supervisor_left_is_listed_by_name_and_nothing_while_it_lives() throws IOException {
        Leftovers.of(folder).remember(Map.of("mongodb", part.pid()));
        assertThat(Leftovers.of(folder).orphans()).isEmpty();

        asIfTheSupervisorHadGone();

        assertThat(Leftovers.of(folder).orphans())
                .containsOnlyKeys("mongodb")
                .allSatisfy((name, process) -> assertThat(process.pid()).isEqualTo(part.pid()));
    }

    @Test
    void what_a_killed_supervisor_left_is_stopped_on_demand() throws IOException {
        Leftovers.of(folder).remember(Map.of("mongodb", part.pid()));
        asIfTheSupervisorHadGone();

        Orphans.main(new String[] {"stop", folder.toString()});

        assertThat(ProcessHandle.of(part.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(Leftovers.of(folder).orphans()).isEmpty();
        assertThat(folder.resolve("processes")).isEmptyFile();
    }

    @Test
    void a_process_id_that_somebody_else_has_by_now_is_left_alone() throws IOException {
        Files.writeString(folder.resolve("processes"), "mongodb " + part.pid() + " 2001-01-01T00:00:00Z\n");

        Leftovers.of(folder).end();

        assertThat(ProcessHandle.of(part.pid()).filter(ProcessHandle::isAlive)).isPresent();
    }

    @Test
    void data_in_use_by_a_living_supervisor_is_refused() {
        Leftovers.of(folder).remember(Map.of("mongodb", part.pid()));

        assertThatThrownBy(() -> Leftovers.of(folder).end()).hasMessageContaining("a stack runs already");
        assertThat(ProcessHandle.of(part.pid()).filter(ProcessHandle::isAlive)).isPresent();
    }

    private void asIfTheSupervisorHadGone() throws IOException {
        Path file = folder.resolve("processes");
        Files.writeString(file, Files.readString(file).replaceFirst("supervisor [0-9]+ \\S+\n", ""));
    }
}
