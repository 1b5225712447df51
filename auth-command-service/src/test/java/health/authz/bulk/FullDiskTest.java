package health.authz.bulk;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A store that cannot take rows for a while: operations wait, say so, and go on by themselves. */
class FullDiskTest extends RunningBulk {
    private static final int CLIENTS = 600;
    private static final int CODES = 5;
    private static final int ROWS = CLIENTS * CODES;
    private static final int KILLS = 5;

    @Test
    void with_a_full_disk_the_operation_waits_and_says_so_and_goes_on_when_there_is_room() throws Exception {
        Path disk = Files.createTempDirectory("authz-small-disk");
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString());
        if (!mounted) {
            Files.delete(disk);
        }
        assumeTrue(mounted, "no small disk can be mounted here, which takes root");
        try (Connection admin = TestParts.postgres().admin();
                Statement statement = admin.createStatement()) {
            Path place = Files.createDirectory(disk.resolve("events"));
            statement.execute("create tablespace small location '" + place + "'");
            statement.execute("truncate auth_command.domain_event_entry");
            statement.execute("alter table auth_command.domain_event_entry set tablespace small");
            try {
                waitsAndGoesOn(admin, statement, disk.resolve("filler"));
            } finally {
                statement.execute("alter table auth_command.domain_event_entry set tablespace pg_default");
                statement.execute("drop tablespace small");
            }
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
            Files.delete(disk);
        }
    }

    private static void waitsAndGoesOn(Connection admin, Statement statement, Path filler) throws Exception {
        world(CLIENTS, CODES);
        JsonNode preview = ready(post("/bulk-previews", adding(), 201, 202));
        admin.setAutoCommit(false);
        String operation;
        try {
            statement.execute("select id from auth_command.directory_record for update");
            operation = submitted(preview);
            fill(filler);
        } finally {
            admin.rollback();
            admin.setAutoCommit(true);
        }

        eventually(() ->
                get("/bulk-operations/" + operation).path("state").asString().equals("WAITING"));
        JsonNode waiting = get("/bulk-operations/" + operation);
        assertThat(waiting.path("waitingFor").asString()).isEqualTo("disk full");
        assertThat(waiting.path("done").booleanValue()).isFalse();
        JsonNode health = Json.mapper().readTree(actuator("health"));
        assertThat(health.path("status").asString()).isEqualTo("UP");
        assertThat(health.at("/components/bulk/details/waiting").asString()).isEqualTo("disk full");
        assertThat(actuator("prometheus")).contains("authz_bulk_waiting 1.0");
        assertThat(events("AuthAdded")).isLessThan(ROWS);

        Files.delete(filler);
        JsonNode done = done(operation);
        assertThat(done.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(done.has("waitingFor")).isFalse();
        assertThat(done.at("/progress/succeeded").longValue()).isEqualTo(ROWS);
        assertThat(events("AuthAdded")).isEqualTo(ROWS);
        eventually(() -> {
            assertThat(Json.mapper()
                            .readTree(actuator("health"))
                            .at("/components/bulk/details")
                            .isEmpty())
                    .isTrue();
            assertThat(actuator("prometheus")).contains("authz_bulk_waiting 0.0");
        });
    }

    @Test
    void connections_that_are_cut_in_the_middle_of_chunks_cost_no_row_and_double_none() throws Exception {
        world(CLIENTS, CODES);
        String operation = submitted(ready(post("/bulk-previews", adding(), 201, 202)));
        try (Connection admin = TestParts.postgres().admin();
                Statement statement = admin.createStatement()) {
            for (int i = 0; i < KILLS; i++) {
                eventually(() -> ended(statement) || cut(statement) > 0);
            }
            eventually(() -> ended(statement));
        }

        eventually(() -> assertThat(done(operation).at("/progress/succeeded").longValue())
                .isEqualTo(ROWS));
        assertThat(events("AuthAdded")).isEqualTo(ROWS);
        assertThat(jdbc.queryForObject("select count(*) from authorization_window", Long.class))
                .isEqualTo(ROWS);
    }

    /** Ends the sessions that are just writing a chunk. */
    private static long cut(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                 where usename = 'auth_command' and backend_xid is not null""")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static boolean ended(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("select bool_and(ended_at is not null) from auth_command.bulk_operation")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static Map<String, Object> adding() {
        return add(Map.of("all", true), "2026-01-01", "2026-12-31");
    }

    private static String submitted(JsonNode preview) {
        String confirmation = Json.mapper()
                .writeValueAsString(confirmation(preview, preview.path("count").longValue()));
        return send("POST", "/bulk-operations", confirmation, UUID.randomUUID().toString(), 202)
                .path("id")
                .asString();
    }

    private static void fill(Path filler) throws IOException {
        byte[] page = new byte[8_192];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static String actuator(String endpoint) throws IOException, InterruptedException {
        String port = service.getEnvironment().getProperty("local.management.port");
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + endpoint))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
