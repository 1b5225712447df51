package health.authz.bulk;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an organisation wants to be asked before many rows change: a number typed, a second person. */
class BulkApprovalTest extends RunningBulk {
    private static final Map<String, Object> GROUNDS =
            Map.of("reason", "PAYER_LETTER", "comment", "as the letter says");

    @AfterEach
    void leaveNothing() {
        empty();
    }

    @Test
    void above_the_limit_the_count_is_typed() {
        world(3, 2);
        setting("bulk.confirm-count-above", 5);
        JsonNode preview = previewOfAll();
        assertThat(preview.path("confirm").path("typedCount").booleanValue()).isTrue();
        assertThat(preview.path("confirm").path("fourEyes").booleanValue()).isFalse();
        assertThat(preview.path("confirm").path("rows").longValue()).isEqualTo(6);

        for (Long typed : new Long[] {null, 7L}) {
            JsonNode problem = json(confirm(preview, typed, "k-" + typed, 422));
            assertThat(problem.path("type").stringValue()).endsWith("/typed-count");
            assertThat(problem.path("errors").get(0).path("field").stringValue())
                    .isEqualTo("typedCount");
            assertThat(problem.path("detail").stringValue()).contains("6");
        }
        assertThat(done(idOf(confirm(preview, 6L, "k-null", 202))).path("state").stringValue())
                .as("a refused confirmation uses neither the preview nor its key up")
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void at_the_limit_or_without_one_nothing_is_asked_but_a_wrong_number_is_refused() {
        world(3, 2);
        JsonNode preview = previewOfAll();
        assertThat(preview.path("confirm").path("typedCount").booleanValue()).isFalse();
        confirm(preview, 5L, "k-1", 422);
        setting("bulk.confirm-count-above", 6);
        assertThat(done(idOf(confirm(preview, null, "k-2", 202))).path("state").stringValue())
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void an_update_of_remaining_units_asks_at_any_size_and_shows_the_sums() {
        world(1, 2);
        confirmed(previewOfAll());
        setting("bulk.confirm-count-above", 1_000);
        JsonNode other = post("/bulk-previews", update(Map.of("endDate", "2027-01-31")), 201);
        assertThat(other.path("confirm").path("typedCount").booleanValue()).isFalse();
        assertThat(other.has("units")).isFalse();

        JsonNode preview = post("/bulk-previews", update(Map.of("remainingUnits", 5)), 201);

        assertThat(preview.path("confirm").path("typedCount").booleanValue()).isTrue();
        JsonNode units = preview.path("units");
        assertThat(units.path("before").path("remainingUnits").intValue()).isEqualTo(24);
        assertThat(units.path("after").path("remainingUnits").intValue()).isEqualTo(10);
        assertThat(units.path("after").path("allottedUnits").intValue()).isEqualTo(24);
        confirm(preview, null, "k-3", 422);
        confirm(preview, 2L, "k-4", 202);
        assertThat(post("/bulk-previews", update(Map.of("unmanaged", true)), 201)
                        .path("confirm")
                        .path("typedCount")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void a_second_person_lets_it_go_and_nothing_happens_before() {
        world(3, 2);
        String id = awaiting();
        JsonNode waiting = get("/bulk-operations/" + id);
        assertThat(waiting.path("done").booleanValue()).isFalse();
        assertThat(waiting.path("approval").path("rows").longValue()).isEqualTo(6);
        assertThat(waiting.path("approval").path("decision").isNull()).isTrue();
        assertThat(waiting.path("links").has("approve")).as("for its requester").isFalse();
        assertThat(waiting.path("links").has("cancel")).isTrue();
        assertThat(json(exchange("GET", "/bulk-operations/" + id, null, null, colleague()))
                        .path("links")
                        .has("approve"))
                .isTrue();
        assertThat(events("AuthAdded")).isZero();
        eventually(() -> gauge("authz.bulk.awaiting.approval") == 1);
        assertThat(gauge("authz.bulk.queue.depth")).isZero();

        assertThat(slug(decide("approve", id, biller(), 403))).isEqualTo("own-operation");
        assertThat(slug(decide("approve", id, token("reader", "*", "auth:read"), 403)))
                .isEqualTo("missing-permission");
        assertThat(slug(decide("approve", id, token("child", "child", "auth:read", "auth:bulk"), 404)))
                .as("who sees none of its rows")
                .isEqualTo("not-found");
        assertThat(exchange("POST", "/bulk-operations/" + id + "/approve", "{\"reason\":\"WHY\"}", null, colleague())
                        .statusCode())
                .isEqualTo(400);
        JsonNode approved = json(decide("approve", id, colleague(), 202));

        assertThat(approved.path("approval").path("decidedBy").stringValue()).isEqualTo("colleague");
        assertThat(done(id).path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(slug(decide("approve", id, colleague(), 409))).isEqualTo("not-awaiting-approval");
        assertThat(slug(decide("decline", id, colleague(), 409))).isEqualTo("not-awaiting-approval");
        assertThat(events("AuthAdded")).isEqualTo(6);
        assertThat(storyOf(id))
                .containsExactly(
                        "BulkOperationSubmitted",
                        "BulkApprovalRequested",
                        "BulkOperationApproved",
                        "BulkOperationCompleted");
    }

    @Test
    void who_lets_it_go_is_asked_for_no_reason_again() {
        world(3, 2);
        String approved = awaiting();
        HttpResponse<String> answer =
                exchange("POST", "/bulk-operations/" + approved + "/approve", null, null, colleague());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(json(answer).path("approval").path("reason").stringValue())
                .isEqualTo(get("/bulk-operations/" + approved).path("reason").stringValue());
        assertThat(done(approved).path("state").stringValue()).isEqualTo("SUCCEEDED");
    }

    @Test
    void what_waits_is_listed_for_whoever_may_decide_and_for_nobody_else() {
        world(3, 2);
        String id = awaiting();

        assertThat(awaitingOf(colleague())).containsExactly(id);
        assertThat(awaitingOf(biller())).as("its requester").isEmpty();
        assertThat(awaitingOf(token("reader", "*", "auth:read"))).isEmpty();
        assertThat(awaitingOf(token("child", "child", "auth:read", "auth:bulk")))
                .as("who sees none of its rows")
                .isEmpty();
        decide("decline", id, colleague(), 202);
        assertThat(awaitingOf(colleague())).isEmpty();
    }

    private static List<String> awaitingOf(String token) {
        JsonNode page = json(exchange("GET", "/bulk-operations?awaitingMe=true", null, null, token));
        assertThat(page.path("count").intValue()).isEqualTo(page.path("items").size());
        return page.path("items")
                .valueStream()
                .map(each -> each.path("id").stringValue())
                .toList();
    }

    @Test
    void what_waits_goes_on_waiting_whatever_the_limit_becomes() {
        world(3, 2);
        String id = awaiting();
        jdbc.update("update setting_copy set value = '1000000' where key = 'bulk.four-eyes-above'");
        JsonNode other = confirmed(
                post("/bulk-previews", add(Map.of("ids", List.of("c-00001")), "2028-12-01", "2029-05-31"), 201));
        assertThat(other.path("state").stringValue())
                .as("made, executed and ended meanwhile")
                .isEqualTo("SUCCEEDED");
        jdbc.update("delete from setting_copy where key = 'bulk.four-eyes-above'");
        JsonNode another = confirmed(
                post("/bulk-previews", add(Map.of("ids", List.of("c-00002")), "2028-12-01", "2029-05-31"), 201));
        assertThat(another.path("state").stringValue()).isEqualTo("SUCCEEDED");

        assertThat(get("/bulk-operations/" + id).path("state").stringValue()).isEqualTo("AWAITING_APPROVAL");
        assertThat(events("AuthAdded")).as("those of the others").isEqualTo(4);
        assertThat(slug(decide("approve", id, biller(), 403))).isEqualTo("own-operation");
        decide("approve", id, colleague(), 202);
        assertThat(done(id).path("state").stringValue()).isEqualTo("SUCCEEDED");
    }

    @Test
    void declined_it_is_over_and_its_rows_are_listed() {
        world(3, 2);
        String id = awaiting();
        assertThat(slug(decide("decline", id, biller(), 403))).isEqualTo("own-operation");

        JsonNode declined = json(decide("decline", id, colleague(), 202));

        assertThat(declined.path("state").stringValue()).isEqualTo("DECLINED");
        assertThat(declined.path("done").booleanValue()).isTrue();
        assertThat(declined.path("approval").path("comment").stringValue()).isEqualTo("as the letter says");
        assertThat(declined.path("progress").path("notProcessed").longValue()).isEqualTo(6);
        assertThat(get("/bulk-operations/" + id + "/results?outcome=NOT_PROCESSED")
                        .path("count")
                        .longValue())
                .isEqualTo(6);
        assertThat(events("AuthAdded")).isZero();
        assertThat(storyOf(id)).endsWith("BulkOperationDeclined");
        assertThat(slug(decide("approve", id, colleague(), 409))).isEqualTo("not-awaiting-approval");
        send("POST", "/bulk-operations/" + id + "/cancel", null, null, 409);
    }

    @Test
    void it_is_over_in_time_though_nobody_looks() {
        restart("--authz.bulk.approval-for=0s");
        world(3, 2);
        String id = awaiting();

        JsonNode over = done(id);

        assertThat(over.path("state").stringValue()).isEqualTo("EXPIRED");
        assertThat(over.path("progress").path("notProcessed").longValue()).isEqualTo(6);
        assertThat(slug(decide("approve", id, colleague(), 410))).isEqualTo("approval-expired");
        assertThat(storyOf(id)).endsWith("BulkOperationExpired");
        restart();
    }

    @Test
    void too_late_is_too_late_also_before_anybody_swept() {
        world(3, 2);
        JsonNode preview = previewOfAll();
        restart("--authz.bulk.workers=0");
        setting("bulk.four-eyes-above", 5);
        String id = idOf(confirm(preview, null, "k-late", 202));
        jdbc.update("update bulk_approval set expires_at = now() - interval '1 hour'");

        assertThat(slug(decide("approve", id, colleague(), 410))).isEqualTo("approval-expired");
        assertThat(slug(decide("decline", id, colleague(), 410))).isEqualTo("approval-expired");
        restart();
        assertThat(done(id).path("state").stringValue()).isEqualTo("EXPIRED");
    }

    @Test
    void whoever_asked_and_is_inactive_now_is_not_helped() {
        world(3, 2);
        String id = awaiting();
        jdbc.update("""
                insert into directory_record (tenant, kind, id, value) values ('abc', 'user', 'biller',
                '{"name":"Casey","active":false,"userGroupIds":[],"divisionIds":["*"],"supervises":[]}')""");

        assertThat(slug(decide("approve", id, colleague(), 409))).isEqualTo("requester-inactive");

        assertThat(json(decide("decline", id, colleague(), 202)).path("state").stringValue())
                .isEqualTo("DECLINED");
    }

    @Test
    void its_requester_withdraws_it_by_cancelling() {
        world(3, 2);
        String id = awaiting();

        JsonNode cancelled = send("POST", "/bulk-operations/" + id + "/cancel", null, null, 202);

        assertThat(cancelled.path("state").stringValue()).isEqualTo("CANCELLED");
        assertThat(cancelled.path("progress").path("notProcessed").longValue()).isEqualTo(6);
        assertThat(slug(decide("approve", id, colleague(), 409))).isEqualTo("not-awaiting-approval");
    }

    @Test
    void whoever_decides_can_look_at_what_it_would_do() {
        world(3, 2);
        String id = awaiting();
        String preview = "/bulk-previews/"
                + get("/bulk-operations/" + id).path("previewId").stringValue();

        assertThat(json(exchange("GET", preview, null, null, colleague()))
                        .path("outcomes")
                        .path("WOULD_ADD")
                        .longValue())
                .isEqualTo(6);
        assertThat(json(exchange("GET", preview + "/items", null, null, colleague()))
                        .path("items")
                        .size())
                .isEqualTo(6);
        assertThat(exchange("GET", preview, null, null, token("child", "child", "auth:bulk"))
                        .statusCode())
                .isEqualTo(404);
        String stranger = neighbours.token("other", "colleague", List.of("*"), BILLER);
        assertThat(exchange("GET", preview, null, null, stranger).statusCode()).isEqualTo(404);
        decide("approve", id, stranger, 404);
    }

    @Test
    void who_watches_sees_it_wait_and_end() {
        world(3, 2);
        String id = awaiting();
        CompletableFuture<List<String>> watched = CompletableFuture.supplyAsync(() -> exchange(
                        "GET",
                        "/bulk-operations/" + id + "/events",
                        null,
                        null,
                        biller(),
                        "Accept",
                        "text/event-stream")
                .body()
                .lines()
                .toList());
        eventually(() -> gauge("authz.bulk.watchers") == 1);

        decide("approve", id, colleague(), 202);

        List<String> lines = watched.join();
        assertThat(lines).anyMatch(line -> line.contains("\"state\":\"AWAITING_APPROVAL\""));
        assertThat(lines).contains("event:done").anyMatch(line -> line.contains("\"state\":\"SUCCEEDED\""));
    }

    private static void setting(String key, int value) {
        jdbc.update("insert into setting_copy (tenant, key, value) values ('abc', ?, ?)", key, Integer.toString(value));
    }

    private static JsonNode previewOfAll() {
        return post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);
    }

    private static String awaiting() {
        setting("bulk.four-eyes-above", 5);
        JsonNode preview = previewOfAll();
        assertThat(preview.path("confirm").path("fourEyes").booleanValue()).isTrue();
        JsonNode accepted = json(confirm(preview, null, UUID.randomUUID().toString(), 202));
        assertThat(accepted.path("state").stringValue()).isIn("AWAITING_APPROVAL", "EXPIRED");
        return accepted.path("id").stringValue();
    }

    private static HttpResponse<String> confirm(JsonNode preview, Long typed, String key, int expected) {
        Map<String, Object> body =
                new HashMap<>(confirmation(preview, preview.path("count").longValue()));
        if (typed != null) {
            body.put("typedCount", typed);
        }
        HttpResponse<String> answer =
                exchange("POST", "/bulk-operations", Json.mapper().writeValueAsString(body), key, biller());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        return answer;
    }

    private static HttpResponse<String> decide(String how, String id, String token, int expected) {
        HttpResponse<String> answer = exchange(
                "POST", "/bulk-operations/" + id + "/" + how, Json.mapper().writeValueAsString(GROUNDS), null, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        return answer;
    }

    private static List<String> storyOf(String id) {
        return jdbc.queryForList(
                "select payload_type from domain_event_entry where aggregate_identifier = ? order by sequence_number",
                String.class,
                id);
    }

    private static String idOf(HttpResponse<String> accepted) {
        return json(accepted).path("id").stringValue();
    }

    private static String slug(HttpResponse<String> answer) {
        String type = json(answer).path("type").stringValue();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    private static String colleague() {
        return neighbours.token("abc", "colleague", List.of("*"), BILLER);
    }

    private static String token(String user, String division, String... permissions) {
        return neighbours.token("abc", user, List.of(division), List.of(permissions));
    }

    private static double gauge(String name) {
        return service.getBean(MeterRegistry.class).get(name).gauge().value();
    }
}
