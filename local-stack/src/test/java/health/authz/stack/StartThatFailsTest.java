package health.authz.stack;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part that cannot start is told in one sentence, soon, and everything that was started is ended. */
class StartThatFailsTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void everyServiceLives() throws IOException {
        data = folder.resolve("data");
        for (Service service : Service.all()) {
            module(service, NeverReady.class);
        }
    }

    @Test
    void a_service_that_ends_three_times_is_named_with_its_cause_and_everything_is_ended() throws IOException {
        module(Service.ALERT, EndsAtOnce.class);

        assertThatThrownBy(() -> LocalStack.start(storesElsewhere()))
                .hasMessage("alert-service does not start (ended 3 times: ERROR " + EndsAtOnce.WHY
                        + "); see ./run logs alert-service, mend that and start again with ./run");

        assertThat(stillRunning()).isEmpty();
        assertThat(data.resolve("processes")).isEmptyFile();
        assertThat(Files.readString(data.resolve("logs/alert-service.log")).lines())
                .hasSize(Part.ENDS_MAX);
    }

    @Test
    void the_parts_are_listed_with_state_port_restarts_and_log() throws IOException {
        module(Service.ALERT, EndsAtOnce.class);

        assertThatThrownBy(() -> LocalStack.start(storesElsewhere())).hasMessageContaining("alert-service");

        List<String[]> lines = Files.readAllLines(data.resolve("parts")).stream()
                .map(line -> line.split("\t"))
                .toList();
        assertThat(lines)
                .extracting(line -> line[0])
                .containsExactly(
                        "postgres",
                        "kafka",
                        "mongodb",
                        "api-gateway",
                        "auth-command-service",
                        "auth-query-service",
                        "alert-service",
                        "billing-group-service");
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSize(7));
        assertThat(lines.getFirst())
                .containsExactly(
                        "postgres",
                        "yours",
                        "-",
                        String.valueOf(TestParts.postgres().port()),
                        "-",
                        "0",
                        "-");
        String[] alert = lines.get(6);
        assertThat(alert[1]).isEqualTo("stopped");
        assertThat(alert[5]).isEqualTo("2");
        assertThat(Path.of(alert[6])).isRegularFile();
    }

    @Test
    void a_store_that_cannot_start_is_named_with_its_cause_and_everything_is_ended() throws IOException {
        Files.createDirectories(data.resolve("kafka/data"));
        Files.writeString(data.resolve("kafka/data/meta.properties"), "version=nonsense\n");
        LocalStackOptions options = new LocalStackOptions(
                folder, data, 0, false, TestParts.postgres().url(), null, null, step -> {});

        assertThatThrownBy(() -> LocalStack.start(options))
                .hasMessageStartingWith("kafka does not start (kafka ended while starting: ")
                .hasMessageContaining("No readable meta.properties files found")
                .hasMessageEndingWith("see ./run logs kafka, mend that and start again with ./run");

        assertThat(stillRunning()).isEmpty();
    }

    /** What a program does that starts a stack and is ended meanwhile. */
    static final class Starts {
        private Starts() {}

        public static void main(String[] arguments) {
            LocalStack.start(new LocalStackOptions(
                    Path.of(arguments[0]),
                    Path.of(arguments[1]),
                    0,
                    false,
                    arguments[2],
                    arguments[3],
                    arguments[4],
                    step -> {}));
        }
    }

    @Test
    void a_program_that_is_ended_while_it_starts_a_stack_leaves_nothing_running() throws Exception {
        Process program = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starts.class.getName(),
                        folder.toString(),
                        data.toString(),
                        TestParts.postgres().url(),
                        TestParts.kafka().bootstrapServers(),
                        TestParts.mongo().uri())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("program.log").toFile())
                .start();
        Path started = data.resolve("processes");
        List<ProcessHandle> services = List.of();
        try {
            eventually(() -> Files.exists(started)
                    && Files.readAllLines(started).size() > Service.all().size());
            services = program.descendants().toList();
            assertThat(services).hasSizeGreaterThanOrEqualTo(Service.all().size());

            program.destroy();
            program.waitFor();

            assertThat(services).noneMatch(ProcessHandle::isAlive);
        } finally {
            program.destroyForcibly();
            services.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private LocalStackOptions storesElsewhere() {
        return new LocalStackOptions(
                folder,
                data,
                0,
                false,
                TestParts.postgres().url(),
                TestParts.kafka().bootstrapServers(),
                TestParts.mongo().uri(),
                step -> {});
    }

    /** Command lines of what still runs from this test's folder. */
    private List<String> stillRunning() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.info().commandLine())
                .flatMap(Optional::stream)
                .filter(command -> command.contains(folder.toString()))
                .toList();
    }

    private void module(Service service, Class<?> main) throws IOException {
        String name = service.processName();
        FakeJar.write(folder.resolve(name).resolve("target/" + name + "-1-app.jar"), main);
    }
}
