package health.authz.acceptance.dsl;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** What a bulk change would do, before anybody confirmed it. */
public record Preview(Api api, JsonNode json) {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    static Preview of(Api api, Answer answer) {
        answer.is(201, 202);
        String id = answer.text("id");
        Preview[] ready = {new Preview(api, answer.json())};
        eventually(LONGEST, () -> {
            if (ready[0].state().equals("PREPARING")) {
                ready[0] =
                        new Preview(api, api.get("/bulk-previews/" + id).is(200).json());
            }
            assertThat(ready[0].state()).as("%s", ready[0].json()).isNotEqualTo("PREPARING");
        });
        assertThat(ready[0].state()).as("%s", ready[0].json()).isEqualTo("READY");
        return ready[0];
    }

    public String id() {
        return Json.text(json, "id");
    }

    public String state() {
        return Json.text(json, "state");
    }

    public long count() {
        return json.path("count").longValue();
    }

    /** Rows with this outcome; their sum is the count. */
    public long outcome(String name) {
        return json.path("outcomes").path(name).asLong(0);
    }

    public List<JsonNode> list(String field) {
        return json.path(field).valueStream().toList();
    }

    /** Rows refused for this reason. */
    public long refused(String reason) {
        return countOf("rejectedByReason", reason);
    }

    public long warned(String warning) {
        return countOf("warnings", warning);
    }

    public List<JsonNode> items(String query) {
        return api
                .get("/bulk-previews/" + id() + "/items?limit=500" + (query.isEmpty() ? "" : "&" + query))
                .is(200)
                .items()
                .stream()
                .peek(each -> ProblemTypes.ofRow(each.path("problem")))
                .toList();
    }

    /** Confirms it for its own count and waits until all rows were looked at. */
    public Operation confirmed() {
        return Operation.of(api, tryConfirm(UUID.randomUUID().toString()).is(202))
                .done();
    }

    public Answer tryConfirm(String idempotencyKey) {
        return tryConfirm(api, idempotencyKey, count());
    }

    public Answer tryConfirm(Api by, String idempotencyKey, long expectedCount) {
        return by.post("/bulk-operations", confirmation(expectedCount), "Idempotency-Key", idempotencyKey);
    }

    public Object confirmation(long expectedCount) {
        return object("previewId", id(), "expectedCount", expectedCount, "reason", "PAYER_LETTER");
    }

    private long countOf(String list, String type) {
        return list(list).stream()
                .filter(entry -> Json.text(entry, "type").endsWith(type))
                .mapToLong(entry -> entry.path("count").longValue())
                .sum();
    }
}
