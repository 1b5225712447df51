package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a person leaves out before they ask for a change: kept, theirs alone, and never taken for nothing. */
class SelectionDraftTest extends RunningBulk {
    private static final String ONE = "0199d2c4-5a00-8a11-9c3e-2f6b1d7a4e01";
    private static final String TWO = "0199d2c4-5a00-8a11-9c3e-2f6b1d7a4e02";

    @BeforeEach
    void none() {
        jdbc.execute("truncate bulk_draft");
    }

    private static String path(UUID id) {
        return "/bulk-drafts/" + id;
    }

    private static String change(Map<String, Object> filter, List<String> leaveOut, List<String> takeIn) {
        return Json.mapper()
                .writeValueAsString(
                        Map.of("list", "AUTHORIZATIONS", "filter", filter, "leaveOut", leaveOut, "takeIn", takeIn));
    }

    private static JsonNode leaveOut(UUID id, String... rows) {
        return send("POST", path(id), change(Map.of("payerId", "bcbs"), List.of(rows), List.of()), null, 200);
    }

    private static List<String> leftOut(JsonNode draft) {
        return draft.path("leftOut").valueStream().map(JsonNode::stringValue).toList();
    }

    @Test
    void a_draft_begins_with_its_first_row_and_goes_on_with_every_other() {
        UUID id = UUID.randomUUID();
        send("GET", path(id), null, null, 404);

        assertThat(leftOut(leaveOut(id, ONE))).containsExactly(ONE);
        assertThat(leftOut(leaveOut(id, TWO, ONE.toUpperCase(java.util.Locale.ROOT))))
                .containsExactly(ONE, TWO);
        send("POST", path(id), change(Map.of("payerId", "bcbs"), List.of(), List.of(ONE)), null, 200);

        JsonNode draft = get(path(id));
        assertThat(leftOut(draft)).containsExactly(TWO);
        assertThat(draft.path("list").stringValue()).isEqualTo("AUTHORIZATIONS");
        assertThat(draft.at("/filter/payerId").stringValue()).isEqualTo("bcbs");
    }

    @Test
    void rows_of_several_filters_stay_left_out_and_the_draft_says_that_there_were_several() {
        UUID id = UUID.randomUUID();
        leaveOut(id, ONE);

        JsonNode draft = send("POST", path(id), change(Map.of("payerId", "aetna"), List.of(TWO), List.of()), null, 200);

        assertThat(leftOut(draft)).containsExactly(ONE, TWO);
        assertThat(draft.path("filter").isNull()).isTrue();
    }

    @Test
    void ticks_at_once_are_all_kept() {
        UUID id = UUID.randomUUID();
        List<String> rows = IntStream.range(0, 24)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();

        List<CompletableFuture<JsonNode>> all = rows.stream()
                .map(row -> CompletableFuture.supplyAsync(() -> leaveOut(id, row)))
                .toList();
        all.forEach(CompletableFuture::join);

        assertThat(leftOut(get(path(id)))).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void it_is_its_makers_alone() {
        UUID id = UUID.randomUUID();
        leaveOut(id, ONE);
        String other = neighbours.token("abc", "other", List.of("*"), BILLER);
        String elsewhere = neighbours.token("other-org", "biller", List.of("*"), BILLER);
        String reader = neighbours.token("abc", "reader", List.of("*"), List.of("auth:read"));
        String body = change(Map.of(), List.of(TWO), List.of());

        for (String token : List.of(other, elsewhere)) {
            assertThat(exchange("GET", path(id), null, null, token).statusCode())
                    .isEqualTo(404);
            assertThat(leftOut(json(exchange("POST", path(id), body, null, token))))
                    .containsExactly(TWO);
        }
        assertThat(leftOut(get(path(id)))).containsExactly(ONE);
        assertThat(exchange("GET", path(id), null, null, reader).statusCode()).isEqualTo(403);
        assertThat(exchange("POST", path(id), body, null, reader).statusCode()).isEqualTo(403);
    }

    @Test
    void the_oldest_of_more_than_twenty_is_dropped_and_never_taken_for_one_that_leaves_nothing_out() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            UUID id = UUID.randomUUID();
            ids.add(id);
            leaveOut(id, ONE);
        }

        JsonNode dropped = send("GET", path(ids.getFirst()), null, null, 410);
        assertThat(dropped.path("type").stringValue()).endsWith("/draft-dropped");
        send("POST", path(ids.getFirst()), change(Map.of(), List.of(TWO), List.of()), null, 410);
        ids.subList(1, 21).forEach(id -> assertThat(leftOut(get(path(id)))).containsExactly(ONE));
    }

    @Test
    void what_is_no_change_of_a_draft_is_refused_by_its_field() {
        UUID id = UUID.randomUUID();
        for (String wrong : List.of(
                "{}",
                "{\"list\":\"NOTES\"}",
                "{\"list\":\"AUTHORIZATIONS\",\"leaveOut\":[\"c-1\"]}",
                "{\"list\":\"AUTHORIZATIONS\",\"leaveOut\":\"" + ONE + "\"}",
                "{\"list\":\"CLIENTS\",\"filter\":[]}",
                "{\"list\":\"CLIENTS\",\"rows\":[]}")) {
            HttpResponse<String> answer = exchange("POST", path(id), wrong, null, biller());
            assertThat(answer.statusCode()).as(wrong + answer.body()).isEqualTo(400);
            assertThat(json(answer).path("errors").isEmpty()).isFalse();
        }
        send("GET", path(id), null, null, 404);
        leaveOut(id, ONE);
        send("POST", path(id), "{\"list\":\"CLIENTS\",\"leaveOut\":[\"c-1\"]}", null, 400);
        assertThat(leftOut(get(path(id)))).containsExactly(ONE);
    }

    @Test
    void a_draft_holds_ten_thousand_rows_at_most() {
        UUID id = UUID.randomUUID();
        for (int i = 0; i < 20; i++) {
            leaveOut(
                    id,
                    IntStream.range(0, 500)
                            .mapToObj(each -> UUID.randomUUID().toString())
                            .toArray(String[]::new));
        }

        JsonNode refused = send("POST", path(id), change(Map.of(), List.of(ONE), List.of()), null, 422);

        assertThat(refused.path("type").stringValue()).endsWith("/too-many-left-out");
        assertThat(get(path(id)).path("leftOut")).hasSize(10_000);
    }

    @Test
    void a_preview_says_which_rows_it_was_asked_for_and_how_many_were_left_out() {
        world(3, 1);
        confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201));
        String some =
                jdbc.queryForObject("select authorization_id::text from authorization_window limit 1", String.class);

        JsonNode preview = post(
                "/bulk-previews",
                Map.of(
                        "kind",
                        "UPDATE",
                        "selection",
                        Map.of("all", true, "except", List.of(some)),
                        "patch",
                        Map.of("payerReference", "call 1")),
                201,
                202);

        JsonNode selected =
                get("/bulk-previews/" + preview.path("id").stringValue()).path("selected");
        assertThat(selected.path("of").stringValue()).isEqualTo("AUTHORIZATIONS");
        assertThat(selected.path("all").booleanValue()).isTrue();
        assertThat(selected.at("/leftOut/count").intValue()).isEqualTo(1);
        assertThat(selected.at("/leftOut/first/0").stringValue()).isEqualTo(some);
    }
}
