package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Taking operations back, over HTTP, on a real PostgreSQL. */
class BulkRevertTest extends RunningBulk {
    private static JsonNode added() {
        return confirmed(ready(post("/bulk-previews", add(Map.of("all", true), "2026-11-01", "2027-05-31"), 201, 202)));
    }

    private static JsonNode changed(Map<String, Object> patch) {
        return confirmed(ready(post("/bulk-previews", update(patch), 201, 202)));
    }

    private static String id(JsonNode operation) {
        return operation.path("id").stringValue();
    }

    private static JsonNode revert(JsonNode operation) {
        return send("POST", "/bulk-operations/" + id(operation) + "/revert", null, null, 201);
    }

    private static JsonNode revert(JsonNode operation, String usedRows) {
        return post("/bulk-operations/" + id(operation) + "/revert", Map.of("usedRows", usedRows), 201);
    }

    private static String refused(JsonNode operation, int status) {
        JsonNode problem = send("POST", "/bulk-operations/" + id(operation) + "/revert", null, null, status);
        String type = problem.path("type").stringValue();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    private static long would(JsonNode preview, String outcome) {
        return preview.path("outcomes").path(outcome).longValue();
    }

    private static long progress(JsonNode operation, String name) {
        return operation.path("progress").path(name).longValue();
    }

    private static List<String> authorizations() {
        return jdbc.queryForList(
                "select authorization_id::text from authorization_window order by authorization_id", String.class);
    }

    private static List<String> windows() {
        return jdbc.queryForList(
                "select state || ' ' || end_date || ' ' || coalesce(authorization_number, '')"
                        + " from authorization_window order by authorization_id",
                String.class);
    }

    private static void patched(String path, String patch) {
        HttpResponse<String> answer = exchange("PATCH", path, patch, null, biller(), "If-Match", "*");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void note(String authorization, String note, int units, String date) {
        send(
                "PUT",
                "/authorizations/" + authorization + "/notes/" + note,
                Json.mapper().writeValueAsString(Map.of("serviceDate", date, "units", units, "state", "DRAFT")),
                null,
                204);
    }

    @Test
    void a_change_goes_back_in_a_previewed_and_confirmed_operation_of_its_own() {
        world(40, 3);
        added();
        List<String> before = windows();
        JsonNode change = changed(Map.of("endDate", "2027-03-31", "authorizationNumber", "PA-1"));

        JsonNode preview = revert(change);
        assertThat(preview.path("kind").stringValue()).isEqualTo("REVERT");
        assertThat(preview.path("reverts").stringValue()).isEqualTo(id(change));
        assertThat(preview.path("usedRows").stringValue()).isEqualTo("LEAVE");
        assertThat(preview.path("count").longValue()).isEqualTo(120);
        assertThat(would(preview, "WOULD_CHANGE")).isEqualTo(120);
        assertThat(preview.path("digest").stringValue()).hasSize(64);
        assertThat(preview.path("changes")
                        .valueStream()
                        .map(each -> each.path("field").stringValue() + " "
                                + each.path("from").asString("") + " "
                                + each.path("to").asString("")))
                .containsExactlyInAnyOrder("endDate 2027-03-31 2027-05-31", "authorizationNumber PA-1 ");
        assertThat(get("/bulk-previews/" + id(preview) + "/items?limit=1")
                        .at("/items/0/after/endDate")
                        .stringValue())
                .isEqualTo("2027-05-31");
        assertThat(events("AuthFieldsPatched")).as("a preview stores nothing").isEqualTo(120);

        JsonNode undone = confirmed(preview);
        assertThat(undone.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(undone.path("kind").stringValue()).isEqualTo("REVERT");
        assertThat(undone.path("reverts").stringValue()).isEqualTo(id(change));
        assertThat(undone.at("/links/reverts").stringValue()).endsWith(id(change));
        assertThat(progress(undone, "succeeded")).isEqualTo(120);
        assertThat(windows()).isEqualTo(before);
        JsonNode original = get("/bulk-operations/" + id(change));
        assertThat(original.path("revertedBy").stringValue()).isEqualTo(id(undone));
        assertThat(original.at("/links/revertedBy").stringValue()).endsWith(id(undone));
        assertThat(get("/bulk-operations/" + id(undone) + "/results?outcome=CHANGED")
                        .path("count")
                        .longValue())
                .isEqualTo(120);
        assertThat(jdbc.queryForList(
                        "select payload_type from domain_event_entry where aggregate_identifier = ? order by sequence_number",
                        String.class,
                        id(change)))
                .containsExactly("BulkOperationSubmitted", "BulkOperationCompleted", "BulkOperationReverted");
    }

    @Test
    void added_rows_are_voided_and_come_back_and_go_again() {
        world(20, 2);
        JsonNode adding = added();
        List<String> before = windows();

        JsonNode undo = confirmed(revert(adding));
        assertThat(progress(undo, "succeeded")).isEqualTo(40);
        assertThat(windows()).hasSize(40).allMatch(window -> window.startsWith("VOIDED"));
        assertThat(events("AuthVoided")).isEqualTo(40);

        JsonNode redo = confirmed(revert(undo));
        assertThat(windows()).isEqualTo(before);
        assertThat(events("AuthRestored")).isEqualTo(40);
        assertThat(get("/bulk-operations/" + id(adding)).has("revertedBy")).isFalse();
        assertThat(get("/bulk-operations/" + id(undo)).path("revertedBy").stringValue())
                .isEqualTo(id(redo));

        JsonNode again = confirmed(revert(adding));
        assertThat(progress(again, "succeeded")).isEqualTo(40);
        assertThat(windows()).allMatch(window -> window.startsWith("VOIDED"));
        assertThat(get("/bulk-operations/" + id(adding)).path("revertedBy").stringValue())
                .isEqualTo(id(again));
    }

    @Test
    void voided_rows_stay_voided_beside_what_was_added_since() {
        world(5, 2);
        JsonNode adding = added();
        JsonNode undo = confirmed(revert(adding));
        JsonNode others = confirmed(post(
                "/bulk-previews", add(Map.of("ids", List.of("c-00001", "c-00002")), "2026-12-01", "2027-03-31"), 201));
        assertThat(progress(others, "succeeded")).isEqualTo(4);

        JsonNode preview = revert(undo);
        assertThat(would(preview, "WOULD_CHANGE")).isEqualTo(6);
        assertThat(would(preview, "REJECTED")).isEqualTo(4);
        assertThat(preview.at("/rejectedByReason/0/type").stringValue()).endsWith("overlapping-authorization");
        JsonNode redo = confirmed(preview);
        assertThat(redo.path("state").stringValue()).isEqualTo("PARTIALLY_SUCCEEDED");
        assertThat(progress(redo, "succeeded")).isEqualTo(6);
    }

    @Test
    void voided_rows_come_back_beside_what_stood_there_before() {
        world(1, 1);
        JsonNode adding = added();
        JsonNode older = post(
                "/authorizations",
                Map.of(
                        "clientId", "c-00001",
                        "billingCode", "B1",
                        "allottedUnits", 5,
                        "startDate", "2028-01-01",
                        "endDate", "2028-05-31"),
                201);
        patched("/authorizations/" + older.path("authorizationId").stringValue(), "{\"startDate\":\"2027-01-01\"}");
        JsonNode undo = confirmed(revert(adding));

        assertThat(would(revert(undo), "WOULD_CHANGE")).isEqualTo(1);
        assertThat(progress(confirmed(revert(undo)), "succeeded")).isEqualTo(1);
    }

    @Test
    void used_rows_are_left_or_end_on_their_last_service() {
        world(3, 2);
        JsonNode adding = added();
        String used = authorizations().getFirst();
        note(used, "n-1", 2, "2026-11-10");
        note(used, "n-2", 2, "2026-11-12");

        JsonNode left = revert(adding);
        assertThat(would(left, "SKIPPED")).isEqualTo(1);
        assertThat(would(left, "WOULD_CHANGE")).isEqualTo(5);
        JsonNode item =
                get("/bulk-previews/" + id(left) + "/items?outcome=SKIPPED").at("/items/0");
        assertThat(item.path("authorizationId").stringValue()).isEqualTo(used);
        assertThat(item.at("/problem/type").stringValue()).endsWith("row-used");

        JsonNode undo = confirmed(revert(adding, "END_AFTER_LAST_SERVICE"));
        assertThat(progress(undo, "succeeded")).isEqualTo(6);
        assertThat(windows().getFirst()).isEqualTo("USABLE 2026-11-12 ");
        assertThat(windows().stream().filter(window -> window.startsWith("VOIDED")))
                .hasSize(5);
        assertThat(post("/bulk-operations/" + id(adding) + "/revert", Map.of("usedRows", "KEEP"), 400)
                        .path("detail")
                        .stringValue())
                .contains("usedRows", "LEAVE", "END_AFTER_LAST_SERVICE");
        assertThat(post("/bulk-operations/" + id(adding) + "/revert", Map.of("used", "LEAVE"), 400)
                        .path("detail")
                        .stringValue())
                .contains("used");
    }

    @Test
    void rows_that_somebody_changed_since_are_listed_with_who_and_when() {
        world(3, 2);
        added();
        JsonNode change = changed(Map.of("endDate", "2027-03-31"));
        String touched = authorizations().getFirst();
        patched("/authorizations/" + touched, "{\"endDate\":\"2027-02-28\"}");
        note(authorizations().getLast(), "n-1", 2, "2026-11-10");

        JsonNode preview = revert(change);
        assertThat(would(preview, "STALE")).isEqualTo(1);
        assertThat(would(preview, "WOULD_CHANGE")).isEqualTo(5);
        JsonNode undo = confirmed(preview);

        assertThat(undo.path("state").stringValue()).isEqualTo("PARTIALLY_SUCCEEDED");
        JsonNode row =
                get("/bulk-operations/" + id(undo) + "/results?outcome=STALE").at("/items/0");
        assertThat(row.path("authorizationId").stringValue()).isEqualTo(touched);
        assertThat(row.at("/problem/type").stringValue()).endsWith("changed-since");
        assertThat(row.at("/problem/field").stringValue()).isEqualTo("endDate");
        assertThat(row.at("/problem/changedBy").stringValue()).isEqualTo("biller");
        assertThat(row.at("/problem/changedAt").stringValue()).matches("\\d{4}-.*Z");
        assertThat(windows().getFirst()).contains("2027-02-28");
        assertThat(windows().getLast()).contains("2027-05-31");
    }

    @Test
    void rows_whose_window_or_units_would_not_cover_the_notes_are_listed() {
        world(2, 1);
        added();
        JsonNode longer = changed(Map.of("startDate", "2026-10-01", "allottedUnits", 20));
        note(authorizations().getFirst(), "n-1", 1, "2026-10-05");
        note(authorizations().getLast(), "n-2", 13, "2026-11-05");

        JsonNode preview = revert(longer);

        assertThat(would(preview, "REJECTED")).isEqualTo(2);
        assertThat(preview.path("rejectedByReason").valueStream().map(each -> each.path("type")
                        .stringValue()))
                .allMatch(type -> type.endsWith("service-left-out") || type.endsWith("units-below-use"))
                .hasSize(2);
        assertThat(get("/bulk-previews/" + id(preview) + "/items").path("items").valueStream())
                .allSatisfy(item -> {
                    assertThat(item.at("/problem/changedBy").stringValue()).isEqualTo("biller");
                    assertThat(item.at("/problem/changedAt").isString()).isTrue();
                });
        assertThat(confirmed(preview).path("state").stringValue()).isEqualTo("FAILED");
        assertThat(get("/bulk-operations/" + id(longer)).has("revertedBy"))
                .as("nothing was taken back")
                .isFalse();
        assertThat(would(revert(longer), "REJECTED"))
                .as("so it may be tried again")
                .isEqualTo(2);
    }

    @Test
    void an_operation_is_taken_back_once_at_a_time() {
        world(3, 2);
        added();
        JsonNode change = changed(Map.of("endDate", "2027-03-31"));
        List<JsonNode> previews =
                IntStream.range(0, 4).mapToObj(i -> revert(change)).toList();

        List<HttpResponse<String>> answers = previews.stream()
                .map(preview -> CompletableFuture.supplyAsync(() -> exchange(
                        "POST",
                        "/bulk-operations",
                        Json.mapper().writeValueAsString(confirmation(preview, 6)),
                        UUID.randomUUID().toString(),
                        biller())))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(202, 409, 409, 409);
        JsonNode accepted = json(answers.stream()
                .filter(answer -> answer.statusCode() == 202)
                .findFirst()
                .orElseThrow());
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 409).map(RunningBulk::json))
                .allSatisfy(problem -> {
                    assertThat(problem.path("type").stringValue()).matches(".*/(revert-in-work|already-reverted)");
                    assertThat(problem.path("operationId").stringValue()).isEqualTo(id(accepted));
                });
        done(id(accepted));
        assertThat(refused(change, 409)).isEqualTo("already-reverted");
        assertThat(events("AuthFieldsPatched")).isEqualTo(12);
        assertThat(events("BulkOperationReverted")).isEqualTo(1);
    }

    @Test
    void what_cannot_be_taken_back_says_why() {
        world(3, 2);
        JsonNode adding = added();
        JsonNode nothing = added();
        assertThat(refused(nothing, 422)).isEqualTo("nothing-to-revert");
        UUID running = new RowsOfOperations(jdbc).confirmedSecondsAgo(5, 1);
        assertThat(send("POST", "/bulk-operations/" + running + "/revert", null, null, 409)
                        .path("type")
                        .stringValue())
                .endsWith("operation-not-ended");
        send("POST", "/bulk-operations/" + UUID.randomUUID() + "/revert", null, null, 404);
        String foreign = neighbours.token("other", "biller", List.of("*"), BILLER);
        assertThat(exchange("POST", "/bulk-operations/" + id(adding) + "/revert", null, null, foreign)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void it_needs_its_own_permission_to_preview_and_to_confirm() {
        world(3, 2);
        JsonNode adding = added();
        String path = "/bulk-operations/" + id(adding) + "/revert";
        List<String> plain = BILLER.stream()
                .filter(permission -> !permission.equals("auth:bulk-revert"))
                .toList();
        String without = neighbours.token("abc", "biller", List.of("*"), plain);
        assertThat(exchange("POST", path, null, null, without).statusCode()).isEqualTo(403);
        JsonNode preview = revert(adding);
        String body = Json.mapper().writeValueAsString(confirmation(preview, 6));
        HttpResponse<String> refused = exchange("POST", "/bulk-operations", body, "k-1", without);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(refused.body()).contains("auth:bulk-revert");

        JsonNode accepted = send("POST", "/bulk-operations", body, "k-1", 202);
        assertThat(progress(done(accepted.path("id").stringValue()), "succeeded"))
                .isEqualTo(6);
    }

    @Test
    void rows_out_of_the_callers_sight_are_refused_one_by_one() {
        world(4, 2);
        JsonNode adding = added();
        jdbc.update(
                "update directory_record set version = version + 1, value = replace(value, 'adult', 'youth') where id = 'c-00002'");
        String adult = neighbours.token("abc", "biller", List.of("adult"), BILLER);

        JsonNode preview = json(exchange("POST", "/bulk-operations/" + id(adding) + "/revert", null, null, adult));

        assertThat(preview.path("count").longValue()).isEqualTo(8);
        assertThat(would(preview, "WOULD_CHANGE")).isEqualTo(6);
        assertThat(would(preview, "REJECTED")).isEqualTo(2);
        assertThat(preview.at("/rejectedByReason/0/type").stringValue()).endsWith("unknown-authorization");
    }

    @Test
    void what_was_allowed_once_can_be_taken_back_whatever_is_allowed_now() {
        world(4, 2);
        JsonNode adding = added();
        jdbc.update("insert into setting_copy (tenant, key, value) values ('abc', 'bulk.rows-max', '7')");

        assertThat(confirmed(revert(adding)).at("/progress/succeeded").longValue())
                .isEqualTo(8);
    }

    @Test
    void several_thousand_rows_with_long_histories_go_back() {
        world(300, 10);
        added();
        for (int i = 0; i < 4; i++) {
            changed(Map.of("endDate", "2027-0" + (i + 1) + "-28"));
        }
        JsonNode change = changed(Map.of("endDate", "2027-06-30"));
        assertThat(jdbc.queryForObject("select count(*) from authorization_snapshot", Long.class))
                .isZero();
        changed(Map.of("authorizationNumber", "PA-1"));
        changed(Map.of("authorizationNumber", "PA-2"));
        assertThat(jdbc.queryForObject("select count(*) from authorization_snapshot", Long.class))
                .isEqualTo(3_000);

        JsonNode undo =
                confirmed(ready(send("POST", "/bulk-operations/" + id(change) + "/revert", null, null, 201, 202)));

        assertThat(progress(undo, "succeeded")).isEqualTo(3_000);
        assertThat(windows()).allMatch(window -> window.equals("USABLE 2027-04-28 PA-2"));
    }
}
