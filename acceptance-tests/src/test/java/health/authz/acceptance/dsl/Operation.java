package health.authz.acceptance.dsl;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A confirmed bulk change, as last looked at. */
public record Operation(Api api, JsonNode json) {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public static Operation of(Api api, Answer accepted) {
        return new Operation(api, accepted.json());
    }

    public String id() {
        return Json.text(json, "id");
    }

    public String state() {
        return Json.text(json, "state");
    }

    public boolean isDone() {
        return json.path("done").asBoolean();
    }

    public long progress(String name) {
        return json.path("progress").path(name).longValue();
    }

    public Operation now() {
        return new Operation(api, api.get("/bulk-operations/" + id()).is(200).json());
    }

    /** Waits until it has ended, also while parts of the stack come and go. */
    public Operation done() {
        Operation[] last = {this};
        eventually(LONGEST, () -> {
            last[0] = now();
            assertThat(last[0].isDone()).as("done: %s", last[0].json()).isTrue();
        });
        return last[0];
    }

    public Operation succeeded() {
        assertThat(state()).as("%s", json).isEqualTo("SUCCEEDED");
        return this;
    }

    /** What taking it back would do; used rows stay. */
    public Preview revert() {
        return Preview.of(api, tryRevert(api));
    }

    public Preview revert(String usedRows) {
        return Preview.of(api, api.post("/bulk-operations/" + id() + "/revert", Json.object("usedRows", usedRows)));
    }

    public Answer tryRevert(Api by) {
        return by.send("POST", "/bulk-operations/" + id() + "/revert", "");
    }

    public List<JsonNode> results(String query) {
        return api
                .get("/bulk-operations/" + id() + "/results?limit=500" + (query.isEmpty() ? "" : "&" + query))
                .is(200)
                .items()
                .stream()
                .peek(each -> ProblemTypes.ofRow(each.path("problem")))
                .toList();
    }
}
