package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** While the list is rebuilt nothing is previewed on it, and what was previewed before goes on. */
class BulkListRebuiltTest extends RunningBulk {
    @Test
    void a_preview_by_filter_says_so_and_when_to_come_again_and_one_that_was_frozen_before_is_confirmed() {
        world(4, 2);
        JsonNode frozen = post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);
        neighbours.rebuildTheList(true);
        try {
            String body = Json.mapper().writeValueAsString(add(Map.of("all", true), "2028-01-01", "2028-05-31"));
            HttpResponse<String> asked =
                    exchange("POST", "/bulk-previews", body, UUID.randomUUID().toString(), biller());

            assertThat(asked.statusCode()).as(asked.body()).isEqualTo(503);
            assertThat(json(asked).path("type").stringValue()).isEqualTo("/problems/list-is-being-rebuilt");
            assertThat(json(asked).path("detail").stringValue()).contains("3 of 10");
            assertThat(asked.headers().firstValue("Retry-After")).contains("5");
            assertThat(confirmed(frozen).path("progress").path("succeeded").longValue())
                    .isEqualTo(8);
        } finally {
            neighbours.rebuildTheList(false);
        }
        assertThat(post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 201)
                        .path("count")
                        .longValue())
                .isEqualTo(8);
    }
}
