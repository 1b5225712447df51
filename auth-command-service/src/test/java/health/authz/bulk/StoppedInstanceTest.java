package health.authz.bulk;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.command.AuthCommandService;
import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.JsonNode;

/** An instance that stands still in the middle of a chunk: its process lives, its connections are open, and nothing comes of it. */
class StoppedInstanceTest extends RunningBulk {
    /** Long enough to be seen waiting on a machine that is busy. */
    private static final String STANDS_STILL_FOR = "25s";

    private static final String OF_THE_OTHER = "the-other-instance";

    @TempDir
    Path folder;

    private Process other;
    private int management;

    @AfterEach
    void end() throws Exception {
        if (other != null) {
            signal("CONT");
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void its_chunk_is_waited_for_by_name_and_done_by_others_and_it_does_no_harm_when_it_wakes() throws Exception {
        world(3, 2);
        startOther();
        workers().stop();
        JsonNode preview =
                ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202));
        String operation;
        try (Connection admin = TestParts.postgres().admin();
                Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            statement.execute("select id from auth_command.directory_record for update");
            operation = json(confirm(preview)).path("id").stringValue();
            eventually(() -> sessions("wait_event_type = 'Lock'") > 0);
            signal("STOP");
            admin.rollback();
        }
        eventually(() -> sessions("state = 'idle in transaction'") > 0);
        workers().start();

        eventually(() -> assertThat(
                        get("/bulk-operations/" + operation).path("waitingFor").asString(""))
                .contains("another instance"));
        JsonNode done = done(operation);

        assertThat(done.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(6);
        signal("CONT");
        eventually(() -> isReady());
        JsonNode next = post("/bulk-previews", add(Map.of("all", true), "2028-12-01", "2029-05-31"), 201, 202);
        assertThat(confirmed(ready(next)).path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(jdbc.queryForObject(
                        "select count(*) from domain_event_entry where payload_type = 'AuthAdded'", Long.class))
                .isEqualTo(12);
        assertThat(get("/bulk-operations/" + operation).path("progress"))
                .as("as it was before the other one woke")
                .isEqualTo(done.path("progress"));
    }

    /** Those of the instance that goes on. */
    private static SmartLifecycle workers() {
        return service.getBean("bulkWorkers", SmartLifecycle.class);
    }

    private void startOther() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            management = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AuthCommandService.class.getName()));
        command.addAll(List.of(instance(
                "--management.server.port=" + management,
                "--authz.store.idle-in-transaction=" + STANDS_STILL_FOR,
                "--authz.store.lock=" + "30s",
                "--spring.datasource.hikari.data-source-properties.ApplicationName=" + OF_THE_OTHER)));
        command.removeIf("--management.server.port=0"::equals);
        Path log = folder.resolve("other.log");
        other = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        eventually(() -> {
            assertThat(other.isAlive()).as(() -> text(log)).isTrue();
            assertThat(isReady()).isTrue();
        });
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException gone) {
            return gone.toString();
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(
                                                    "http://localhost:" + management + "/actuator/health/readiness"))
                                            .timeout(Duration.ofSeconds(20))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(other.pid()))
                .start()
                .waitFor();
    }

    private static long sessions(String condition) throws Exception {
        try (Connection admin = TestParts.postgres().admin();
                Statement statement = admin.createStatement();
                var found = statement.executeQuery("select count(*) from pg_stat_activity where application_name = '"
                        + OF_THE_OTHER + "' and " + condition)) {
            found.next();
            return found.getLong(1);
        }
    }

    private static HttpResponse<String> confirm(JsonNode preview) {
        return exchange(
                "POST",
                "/bulk-operations",
                Json.mapper()
                        .writeValueAsString(
                                confirmation(preview, preview.path("count").longValue())),
                UUID.randomUUID().toString(),
                biller(),
                "Prefer",
                "wait=0");
    }
}
