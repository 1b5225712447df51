package health.authz.bulk;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A preview leaves out no row that its organisation had before: it waits for the list, or says that it could not. */
class BulkListBehindTest extends RunningBulk {
    @AfterEach
    void theListIsUpToDate() {
        neighbours.listIsBehind(false, false);
    }

    @Test
    void it_waits_until_the_list_has_what_was_committed_before_and_is_ready_then_without_a_warning() {
        world(4, 2);
        confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201));
        neighbours.listIsBehind(true, false);

        JsonNode waiting = post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 202);

        assertThat(waiting.path("state").stringValue()).isEqualTo("PREPARING");
        assertThat(waiting.path("waitingFor").stringValue()).isEqualTo("LIST");
        assertThat(neighbours.awaited()).as("its own records").contains("auth-events-");
        neighbours.listIsBehind(false, false);
        JsonNode ready = ready(waiting);
        assertThat(ready.path("count").longValue()).isEqualTo(8);
        assertThat(ready.has("waitingFor")).isFalse();
        assertThat(ready.path("warnings").toString()).doesNotContain("LIST_MAY_BE_BEHIND");
    }

    @Test
    void while_kafka_is_away_it_is_made_on_the_list_as_it_is_and_warns_until_it_is_confirmed() {
        world(4, 2);
        neighbours.listIsBehind(true, true);

        JsonNode ready = post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);

        assertThat(ready.path("warnings").valueStream())
                .contains(Json.mapper().valueToTree(Map.of("type", "LIST_MAY_BE_BEHIND", "count", 8)));
        assertThat(get("/bulk-previews/" + ready.path("id").stringValue())
                        .path("warnings")
                        .toString())
                .contains("LIST_MAY_BE_BEHIND");
        assertThat(confirmed(ready).path("progress").path("succeeded").longValue())
                .isEqualTo(8);
    }

    @Test
    void a_token_that_is_none_is_refused_before_anything_is_made() {
        world(1, 1);
        String body = Json.mapper().writeValueAsString(add(Map.of("all", true), "2026-12-01", "2027-05-31"));
        HttpResponse<String> refused = exchange("POST", "/bulk-previews?consistentWith=mine", body, null, biller());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).path("type").stringValue()).isEqualTo("/problems/bad-consistency-token");
        assertThat(jdbc.queryForObject("select count(*) from bulk_preview", Long.class))
                .isZero();
    }

    @Test
    void an_operation_says_how_far_to_read_once_it_has_ended_and_not_when_it_was_taken_in() {
        world(4, 2);
        JsonNode preview = post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);
        String body = Json.mapper().writeValueAsString(confirmation(preview, 8));
        HttpResponse<String> accepted =
                exchange("POST", "/bulk-operations", body, UUID.randomUUID().toString(), biller());
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.headers().firstValue("Authz-Consistency").isPresent())
                .isEqualTo(json(accepted).path("done").booleanValue());
        String path = "/bulk-operations/" + json(accepted).path("id").stringValue();
        eventually(() -> {
            HttpResponse<String> now = exchange("GET", path, null, null, biller());
            assertThat(json(now).path("done").booleanValue()).isTrue();
            assertThat(now.headers().firstValue("Authz-Consistency")).isPresent();
        });
    }
}
