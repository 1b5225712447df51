package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Failed and unprocessed rows that are asked for again, on a real PostgreSQL. */
class BulkRetryTest extends RunningBulk {
    private static final Map<String, Object> GROUNDS = Map.of("reason", "CORRECTION", "comment", "once more");

    @BeforeAll
    static void smallChunks() {
        restart("--authz.bulk.chunk-rows=10");
    }

    @AfterEach
    void leaveNothing() {
        empty();
    }

    @AfterAll
    static void nothingSpecial() {
        restart();
    }

    @Test
    void of_an_add_only_the_rows_that_failed_are_taken_up_one_code_at_a_time() {
        world(12, 3);
        jdbc.update("update billing_code_copy set active = false where code = 'B2'");
        jdbc.update(
                "update directory_record set version = version + 1, value = replace(value, '\"active\":true', '\"active\":false') where id = 'c-00003'");
        JsonNode first = confirmed(previewOfAll());
        assertThat(first.path("progress").path("failed").longValue()).isEqualTo(14);
        assertThat(first.path("links").has("retry-failed")).isTrue();
        jdbc.update("update billing_code_copy set active = true");

        JsonNode retried = done(idOf(retry(first, null, 202)));

        assertThat(retried.path("kind").stringValue()).isEqualTo("ADD");
        assertThat(retried.path("progress").path("total").longValue()).isEqualTo(14);
        assertThat(retried.path("progress").path("succeeded").longValue()).isEqualTo(11);
        assertThat(retried.path("retryOf")).isEqualTo(first.path("id"));
        assertThat(retried.path("comment").stringValue()).isEqualTo("once more");
        JsonNode before = get("/bulk-operations/" + first.path("id").stringValue());
        assertThat(before.path("retriedBy")).isEqualTo(retried.path("id"));
        assertThat(before.path("links").has("retry-failed")).isFalse();
        assertThat(events("AuthAdded")).isEqualTo(33);
        List<String> failed = rows(first, "REJECTED");
        assertThat(Stream.concat(rows(retried, "ADDED").stream(), rows(retried, "REJECTED").stream()))
                .containsExactlyInAnyOrderElementsOf(failed);
        assertThat(jdbc.queryForObject(
                        "select count(*) from domain_event_entry where payload_type = 'BulkOperationRetried'"
                                + " and aggregate_identifier = ?",
                        Long.class,
                        first.path("id").stringValue()))
                .isEqualTo(1);

        jdbc.update(
                "update directory_record set version = version + 1, value = replace(value, '\"active\":false', '\"active\":true')");
        JsonNode last = done(idOf(retry(retried, null, 202)));
        assertThat(last.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(events("AuthAdded")).isEqualTo(36);
        assertThat(slug(retry(last, null, 422))).isEqualTo("nothing-to-retry");
    }

    @Test
    void stale_rows_are_decided_on_the_state_at_the_retry() {
        world(5, 2);
        confirmed(previewOfAll());
        JsonNode preview = post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 201);
        confirmed(post("/bulk-previews", update(Map.of("payerReference", "call 9")), 201));
        JsonNode stale = confirmed(preview);
        assertThat(rows(stale, "STALE")).hasSize(10);

        JsonNode retried = done(idOf(retry(stale, null, 202)));

        assertThat(retried.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(rows(retried, "CHANGED")).isEqualTo(rows(stale, "STALE"));
    }

    @Test
    void what_nobody_got_to_is_taken_up_and_still_held_against_what_was_seen() {
        world(25, 1);
        confirmed(previewOfAll());
        JsonNode preview = ready(post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 201, 202));
        setting("bulk.four-eyes-above", 20);
        String id = idOf(confirm(preview));
        JsonNode cancelled = send("POST", "/bulk-operations/" + id + "/cancel", null, null, 202);
        assertThat(cancelled.path("progress").path("notProcessed").longValue()).isEqualTo(25);
        jdbc.update("delete from setting_copy");
        String moved = rows(cancelled, "NOT_PROCESSED").get(7).split(" ")[2];
        assertThat(exchange(
                                "PATCH",
                                "/authorizations/" + moved,
                                "{\"payerReference\":\"x\"}",
                                null,
                                biller(),
                                "If-Match",
                                "\"0\"")
                        .statusCode())
                .isEqualTo(200);

        JsonNode retried = done(idOf(retry(cancelled, null, 202)));

        assertThat(retried.path("progress").path("succeeded").longValue()).isEqualTo(24);
        assertThat(rows(retried, "STALE")).singleElement().asString().contains(moved);
        JsonNode again = done(idOf(retry(retried, null, 202)));
        assertThat(again.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(rows(again, "CHANGED")).singleElement().asString().contains(moved);
    }

    @Test
    void it_happens_once_and_the_same_key_answers_the_same() {
        world(3, 2);
        jdbc.update("update billing_code_copy set active = false where code = 'B2'");
        JsonNode first = confirmed(previewOfAll());

        List<HttpResponse<String>> together = Stream.of("k-1", "k-1", "k-2", "k-3")
                .map(key -> CompletableFuture.supplyAsync(() -> retry(first, key)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        List<String> made = together.stream()
                .filter(answer -> answer.statusCode() == 202)
                .map(BulkRetryTest::idOf)
                .distinct()
                .toList();
        assertThat(made).hasSize(1);
        assertThat(together.stream().filter(answer -> answer.statusCode() == 409))
                .isNotEmpty()
                .allSatisfy(answer -> {
                    assertThat(slug(answer)).isEqualTo("already-retried");
                    assertThat(json(answer).path("operationId").stringValue()).isEqualTo(made.getFirst());
                });
        assertThat(jdbc.queryForObject("select count(*) from bulk_operation", Long.class))
                .isEqualTo(2);
    }

    @Test
    void a_key_that_was_sent_with_other_words_is_refused() {
        world(3, 2);
        jdbc.update("update billing_code_copy set active = false where code = 'B2'");
        JsonNode first = confirmed(previewOfAll());
        String id = idOf(retry(first, "k-1", 202));
        assertThat(idOf(retry(first, "k-1", 202))).isEqualTo(id);
        HttpResponse<String> other = exchange(
                "POST",
                "/bulk-operations/" + first.path("id").stringValue() + "/retry-failed",
                "{\"reason\":\"OTHER\"}",
                "k-1",
                biller());
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(slug(other)).isEqualTo("idempotency-key-reused");
    }

    @Test
    void the_limits_of_the_organisation_are_measured_on_the_rows_retried() {
        world(6, 2);
        jdbc.update("update billing_code_copy set active = false where code = 'B2'");
        JsonNode first = confirmed(previewOfAll());
        setting("bulk.confirm-count-above", 5);
        setting("bulk.four-eyes-above", 5);
        assertThat(slug(retry(first, null, 422))).isEqualTo("typed-count");
        HttpResponse<String> accepted = exchange(
                "POST",
                "/bulk-operations/" + first.path("id").stringValue() + "/retry-failed",
                "{\"reason\":\"CORRECTION\",\"typedCount\":6}",
                null,
                biller());

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(json(accepted).path("state").stringValue()).isEqualTo("AWAITING_APPROVAL");
        send("POST", "/bulk-operations/" + idOf(accepted) + "/cancel", null, null, 202);
        assertThat(rows(json(accepted), "NOT_PROCESSED"))
                .as("who they are is known of rows that were never previewed")
                .isEqualTo(rows(first, "REJECTED"));
    }

    @Test
    void what_is_under_way_and_what_succeeded_is_refused() {
        world(3, 2);
        JsonNode done = confirmed(previewOfAll());
        assertThat(slug(retry(done, null, 422))).isEqualTo("nothing-to-retry");
        JsonNode preview = post("/bulk-previews", add(Map.of("all", true), "2027-12-01", "2028-05-31"), 201);
        restart("--authz.bulk.workers=0", "--authz.bulk.chunk-rows=10");
        JsonNode queued = json(confirm(preview));
        assertThat(slug(retry(queued, null, 409))).isEqualTo("operation-not-ended");
        send("POST", "/bulk-operations/" + UUID.randomUUID() + "/retry-failed", "{\"reason\":\"OTHER\"}", null, 404);
        restart("--authz.bulk.chunk-rows=10");
    }

    private static void setting(String key, int value) {
        jdbc.update("insert into setting_copy (tenant, key, value) values ('abc', ?, ?)", key, Integer.toString(value));
    }

    private static JsonNode previewOfAll() {
        return ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202));
    }

    private static HttpResponse<String> confirm(JsonNode preview) {
        Map<String, Object> body =
                new HashMap<>(confirmation(preview, preview.path("count").longValue()));
        HttpResponse<String> answer = exchange(
                "POST",
                "/bulk-operations",
                Json.mapper().writeValueAsString(body),
                UUID.randomUUID().toString(),
                biller());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer;
    }

    private static HttpResponse<String> retry(JsonNode operation, String key) {
        return exchange(
                "POST",
                "/bulk-operations/" + operation.path("id").stringValue() + "/retry-failed",
                Json.mapper().writeValueAsString(GROUNDS),
                key,
                biller());
    }

    private static HttpResponse<String> retry(JsonNode operation, String key, int expected) {
        HttpResponse<String> answer = retry(operation, key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        return answer;
    }

    /** Client, code and authorization of the rows with an outcome, in their order. */
    private static List<String> rows(JsonNode operation, String outcome) {
        return get("/bulk-operations/" + operation.path("id").stringValue() + "/results?limit=500&outcome=" + outcome)
                .path("items")
                .valueStream()
                .map(row -> row.path("clientId").asString("") + " "
                        + row.path("billingCode").asString("") + " "
                        + (row.path("outcome").stringValue().equals("ADDED")
                                ? ""
                                : row.path("authorizationId").asString("")))
                .toList();
    }

    private static String idOf(HttpResponse<String> accepted) {
        return json(accepted).path("id").stringValue();
    }

    private static String slug(HttpResponse<String> answer) {
        String type = json(answer).path("type").stringValue();
        return type.substring(type.lastIndexOf('/') + 1);
    }
}
