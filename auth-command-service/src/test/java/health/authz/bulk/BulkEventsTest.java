package health.authz.bulk;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Progress as a client is told it while it listens. */
@Timeout(60)
class BulkEventsTest extends RunningBulk {
    private RowsOfOperations rows;

    @BeforeAll
    static void withoutWorkers() {
        restart("--authz.bulk.workers=0", "--authz.bulk.events-heartbeat=300ms");
    }

    /** No worker of another test can read these plans. */
    @AfterEach
    void leaveNothing() {
        empty();
    }

    @BeforeEach
    void rows() {
        rows = new RowsOfOperations(jdbc);
    }

    /** One event as it came; a comment has no name. */
    private record Event(String name, String id, String data) {}

    @Test
    void every_step_is_told_once_in_order_and_the_end_ends_it() throws IOException {
        UUID operation = rows.confirmedSecondsAgo(1, 2);
        try (BufferedReader events = listen(operation, null)) {
            assertThat(next(events).id()).isEqualTo("0");
            rows.doneSecondsAgo(operation, 0, 0);
            Event half = next(events);
            assertThat(half.name()).isEqualTo("progress");
            assertThat(half.id()).isEqualTo("1000");
            JsonNode told = Json.mapper().readTree(half.data());
            assertThat(told.path("id").stringValue()).isEqualTo(operation.toString());
            assertThat(told.path("progress").path("percent").longValue()).isEqualTo(50);
            assertThat(told.propertyNames())
                    .containsExactlyElementsOf(
                            get("/bulk-operations/" + operation).propertyNames());
            rows.doneSecondsAgo(operation, 1, 0);
            assertThat(next(events).id()).isEqualTo("2000");
            rows.ended(operation);
            Event end = next(events);
            assertThat(end.name()).isEqualTo("done");
            assertThat(end.id()).isEqualTo("2001");
            assertThat(Json.mapper().readTree(end.data())).isEqualTo(get("/bulk-operations/" + operation));
            assertThat(events.readLine()).isNull();
        }
        awaitWatchers(0);
    }

    @Test
    void who_comes_again_is_told_nothing_twice() throws IOException {
        UUID operation = rows.confirmedSecondsAgo(1, 3);
        rows.doneSecondsAgo(operation, 0, 0);
        rows.doneSecondsAgo(operation, 1, 0);
        try (BufferedReader events = listen(operation, "1000")) {
            assertThat(next(events).id()).isEqualTo("2000");
        }
        try (BufferedReader events = listen(operation, "2000")) {
            assertThat(events.readLine()).as("a heartbeat, before anything new").startsWith(":");
            rows.doneSecondsAgo(operation, 2, 0);
            assertThat(next(events).id()).isEqualTo("3000");
        }
        rows.ended(operation);
        try (BufferedReader events = listen(operation, "3000")) {
            assertThat(next(events).name()).isEqualTo("done");
            assertThat(events.readLine()).isNull();
        }
        assertThat(ask(operation, "3001", biller()).statusCode()).isEqualTo(204);
        try (BufferedReader events = listen(operation, "not a number")) {
            assertThat(next(events).id()).isEqualTo("3000");
        }
    }

    @Test
    void one_who_leaves_is_forgotten_and_does_not_disturb_the_others() throws IOException {
        UUID operation = rows.confirmedSecondsAgo(1, 1);
        try (BufferedReader stays = listen(operation, null)) {
            try (BufferedReader leaves = listen(operation, null)) {
                assertThat(next(leaves).id()).isEqualTo("0");
                awaitWatchers(2);
            }
            awaitWatchers(1);
            assertThat(next(stays).id()).isEqualTo("0");
            rows.doneSecondsAgo(operation, 0, 0);
            rows.ended(operation);
            assertThat(next(stays).id()).isEqualTo("1000");
            assertThat(next(stays).name()).isEqualTo("done");
        }
        awaitWatchers(0);
    }

    @Test
    void many_who_listen_hold_no_connection_of_the_store() throws IOException {
        UUID operation = rows.confirmedSecondsAgo(1, 1);
        BufferedReader[] all = new BufferedReader[40];
        for (int i = 0; i < all.length; i++) {
            all[i] = listen(operation, null);
        }
        awaitWatchers(all.length);
        assertThat(get("/bulk-operations/" + operation).path("done").booleanValue())
                .isFalse();
        rows.doneSecondsAgo(operation, 0, 0);
        rows.ended(operation);
        for (BufferedReader each : all) {
            try (each) {
                assertThat(next(each).id()).isEqualTo("0");
                assertThat(next(each).id()).isEqualTo("1000");
                assertThat(next(each).name()).isEqualTo("done");
            }
        }
    }

    @Test
    void a_service_that_ends_lets_its_listeners_go() throws IOException {
        UUID operation = rows.confirmedSecondsAgo(1, 1);
        try (BufferedReader events = listen(operation, null)) {
            assertThat(next(events).id()).isEqualTo("0");
            restart("--authz.bulk.workers=0", "--authz.bulk.events-heartbeat=300ms");
            assertThat(events.lines().filter(line -> line.startsWith("event:"))).isEmpty();
        }
    }

    @Test
    void strangers_hear_nothing() {
        UUID operation = rows.confirmedSecondsAgo(1, 1);

        assertThat(ask(operation, null, neighbours.token("xyz", "biller", List.of("*"), BILLER))
                        .statusCode())
                .isEqualTo(404);
        assertThat(ask(operation, null, neighbours.token("abc", "clerk", List.of("*"), List.of("note:write")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(ask(operation, null, "none").statusCode()).isEqualTo(401);
        assertThat(ask(UUID.randomUUID(), null, biller()).statusCode()).isEqualTo(404);
    }

    @Test
    void an_operation_of_the_engine_is_told_to_its_end() throws IOException {
        restart();
        world(300, 10);
        JsonNode preview =
                ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202));
        String body = Json.mapper().writeValueAsString(confirmation(preview, 3_000));
        String id =
                send("POST", "/bulk-operations", body, "told", 202).path("id").stringValue();

        long last = -1;
        try (BufferedReader events = listen(UUID.fromString(id), null)) {
            Event event = next(events);
            while (event.name().equals("progress")) {
                assertThat(Long.parseLong(event.id())).isGreaterThan(last);
                last = Long.parseLong(event.id());
                event = next(events);
            }
            assertThat(event.name()).isEqualTo("done");
            assertThat(last).isEqualTo(3_000);
        } finally {
            withoutWorkers();
        }
    }

    private static BufferedReader listen(UUID operation, String lastEventId) {
        HttpResponse<InputStream> answer = ask(operation, lastEventId, biller());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static HttpResponse<InputStream> ask(UUID operation, String lastEventId, String token) {
        String port = service.getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/api/v1/bulk-operations/" + operation + "/events"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The next event, past heartbeats. */
    private static Event next(BufferedReader events) throws IOException {
        String name = "";
        String id = "";
        String data = "";
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            if (line.startsWith("event:")) {
                name = line.substring(6).strip();
            } else if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                data = line.substring(5);
            } else if (line.isEmpty() && !name.isEmpty()) {
                return new Event(name, id, data);
            }
        }
        throw new AssertionError("the events ended");
    }

    private static void awaitWatchers(int count) {
        eventually(() -> service.getBean(MeterRegistry.class)
                        .get("authz.bulk.watchers")
                        .gauge()
                        .value()
                == count);
    }
}
