package health.authz.bulk;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Answers that come before the work is done, and work that outlives the process that took it in. */
class BulkWaitingTest extends RunningBulk {
    @ParameterizedTest
    @ValueSource(strings = {"wait=30", "respond-async, wait=30", "wait=999999"})
    void whoever_prefers_to_wait_is_shown_the_end(String prefer) {
        world(3, 2);
        JsonNode preview = post("/bulk-previews", adding(), 201);

        HttpResponse<String> answer = confirm(preview, "Prefer", prefer);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).path("done").booleanValue()).isTrue();
        assertThat(json(answer).path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(json(answer).path("progress").path("succeeded").longValue()).isEqualTo(6);
        assertThat(answer.headers().firstValue("Location"))
                .hasValue("/api/v1/bulk-operations/" + json(answer).path("id").stringValue());
    }

    @Test
    void an_operation_whose_plan_cannot_be_read_bars_no_other() {
        world(3, 2);
        JsonNode preview = post("/bulk-previews", adding(), 201);
        String other = post("/bulk-previews", adding(), 201).path("id").stringValue();
        UUID strange = UUID.randomUUID();
        jdbc.update("""
                insert into bulk_operation (id, tenant, preview_id, kind, state, reason, submitted_by, submitted_at,
                                            correlation_id, plan, total)
                values (?, 'abc', ?, 'ADD', 'QUEUED', 'RENEWAL', 'biller', now() - interval '1 day', 'c', '{"of": "tomorrow"}', 1)""", strange, UUID.fromString(other));

        assertThat(confirmed(preview).path("state").stringValue()).isEqualTo("SUCCEEDED");

        assertThat(get("/bulk-operations/" + strange).path("state").stringValue())
                .isEqualTo("QUEUED");
        assertThat(service.getBean(MeterRegistry.class)
                        .get("authz.bulk.unreadable")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void a_row_that_cannot_be_read_stops_its_own_operation_and_preview_and_no_other() {
        world(3, 2);
        confirmed(ready(post("/bulk-previews", adding(), 201, 202)));
        JsonNode preview = ready(post("/bulk-previews", update(Map.of("authorizationNumber", "PA-1")), 201, 202));
        jdbc.update("""
                insert into domain_event_entry
                    (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type, payload, meta_data)
                select 'of-tomorrow', aggregate_identifier, 1, type, time_stamp, 'OfTomorrow', payload, meta_data
                  from domain_event_entry where payload_type = 'AuthAdded' order by global_index limit 1""");

        String stopped = json(confirm(preview, "Prefer", "wait=0")).path("id").stringValue();
        eventually(() -> assertThat(
                        get("/bulk-operations/" + stopped).path("state").stringValue())
                .isEqualTo("WAITING"));
        assertThat(get("/bulk-operations/" + stopped).path("waitingFor").stringValue())
                .contains("a later version");
        assertThat(problem(post("/bulk-previews", update(Map.of("authorizationNumber", "PA-2")), 503)))
                .isEqualTo("written-by-a-later-version");
        assertThat(confirmed(ready(
                                post("/bulk-previews", add(Map.of("all", true), "2028-12-01", "2029-05-31"), 201, 202)))
                        .path("state")
                        .stringValue())
                .isEqualTo("SUCCEEDED");

        jdbc.update("delete from domain_event_entry where event_identifier = 'of-tomorrow'");
        assertThat(done(stopped).path("state").stringValue()).isEqualTo("SUCCEEDED");
    }

    @Test
    void waiting_ends_with_the_time_asked_for_and_nobody_waits_unasked() throws SQLException {
        world(3, 2);
        JsonNode first = post("/bulk-previews", adding(), 201);
        JsonNode second = post("/bulk-previews", adding(), 201);
        HttpResponse<String> waited;
        HttpResponse<String> notWaited;
        try (Connection admin = TestParts.postgres().admin();
                Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            statement.execute("select id from auth_command.directory_record for update");
            waited = confirm(first, "Prefer", "wait=1");
            notWaited = confirm(second, "Prefer", "wait=soon");
            admin.rollback();
        }

        for (HttpResponse<String> answer : new HttpResponse[] {waited, notWaited}) {
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(json(answer).path("done").booleanValue()).isFalse();
            assertThat(json(answer).path("progress").path("processed").longValue())
                    .isZero();
        }
        assertThat(done(json(waited).path("id").stringValue()).path("state").stringValue())
                .isEqualTo("SUCCEEDED");
        assertThat(done(json(notWaited).path("id").stringValue()).path("done").booleanValue())
                .isTrue();
    }

    @Test
    void a_selection_that_is_slow_to_read_is_answered_as_preparing_and_cannot_be_confirmed_yet() {
        world(3, 2);
        HttpResponse<String> answer;
        neighbours.holdSelections();
        try {
            answer = exchange("POST", "/bulk-previews", Json.mapper().writeValueAsString(adding()), null, biller());
            JsonNode preparing = json(answer);
            String path = "/bulk-previews/" + preparing.path("id").stringValue();
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1" + path);
            assertThat(preparing.path("state").stringValue()).isEqualTo("PREPARING");
            assertThat(preparing.path("progress").path("percent").intValue()).isZero();
            assertThat(preparing.path("expiresAt").isNull()).isTrue();
            assertThat(problem(send("GET", path + "/items", null, null, 409))).isEqualTo("preview-not-ready");
            String early = Json.mapper().writeValueAsString(confirmation(preparing, 0));
            assertThat(problem(send("POST", "/bulk-operations", early, "early", 409)))
                    .isEqualTo("preview-not-ready");
        } finally {
            neighbours.answerSelections();
        }

        JsonNode ready = ready(json(answer));
        assertThat(ready.path("count").longValue()).isEqualTo(6);
        assertThat(ready.path("expiresAt").isNull()).isFalse();
        assertThat(ready.has("progress")).isFalse();
        assertThat(confirmed(ready).path("progress").path("succeeded").longValue())
                .isEqualTo(6);
    }

    @Test
    void the_chunks_of_a_preview_are_decided_by_whoever_runs_after_a_restart() {
        world(300, 10);
        restart("--authz.bulk.workers=0");
        JsonNode preparing = post("/bulk-previews", adding(), 202);
        assertThat(preparing.path("state").stringValue()).isEqualTo("PREPARING");
        assertThat(preparing.path("count").longValue()).isEqualTo(3_000);
        assertThat(preparing.path("digest").stringValue()).hasSize(64);

        restart();

        JsonNode ready = ready(preparing);
        assertThat(ready.path("count").longValue()).isEqualTo(3_000);
        assertThat(ready.path("digest")).isEqualTo(preparing.path("digest"));
        assertThat(ready.path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(3_000);
        assertThat(confirmed(ready).path("progress").path("succeeded").longValue())
                .isEqualTo(3_000);
    }

    @Test
    void a_preview_whose_selection_was_being_read_when_the_service_ended_fails_and_says_so() {
        world(3, 2);
        JsonNode preparing;
        neighbours.holdSelections();
        try {
            preparing = post("/bulk-previews", adding(), 202);
            restart();
        } finally {
            neighbours.answerSelections();
        }
        jdbc.update("update bulk_preview set touched_at = touched_at - interval '3 minutes'");

        String path = "/bulk-previews/" + preparing.path("id").stringValue();
        eventually(() -> get(path).path("state").stringValue().equals("FAILED"));
        assertThat(problem(get(path).path("problem")))
                .as("whether the ending service could still say so or the next one did")
                .isIn("list-unavailable", "preview-interrupted");
        String late = Json.mapper().writeValueAsString(confirmation(preparing, 6));
        assertThat(problem(send("POST", "/bulk-operations", late, "late", 409))).isEqualTo("preview-failed");
    }

    private static Map<String, Object> adding() {
        return add(Map.of("all", true), "2026-12-01", "2027-05-31");
    }

    private static HttpResponse<String> confirm(JsonNode preview, String... headers) {
        return exchange(
                "POST",
                "/bulk-operations",
                Json.mapper()
                        .writeValueAsString(
                                confirmation(preview, preview.path("count").longValue())),
                UUID.randomUUID().toString(),
                biller(),
                headers);
    }

    private static String problem(JsonNode problem) {
        String type = problem.path("type").stringValue();
        return type.substring(type.lastIndexOf('/') + 1);
    }
}
