package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bulk changes over HTTP, on a real PostgreSQL. */
class BulkEngineTest extends RunningBulk {
    @Test
    void adds_previews_and_counts_then_the_same_again_skips_every_row() {
        world(30, 4);

        JsonNode preview = post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);
        assertThat(preview.path("state").stringValue()).isEqualTo("READY");
        assertThat(preview.path("count").longValue()).isEqualTo(120);
        assertThat(preview.path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(120);
        assertThat(get("/bulk-previews/" + preview.path("id").stringValue() + "/items?limit=50&outcome=WOULD_ADD")
                        .path("items")
                        .size())
                .isEqualTo(50);
        assertThat(events("AuthAdded")).isZero();

        JsonNode done = confirmed(preview);
        assertThat(done.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(120);
        assertThat(events("AuthAdded")).isEqualTo(120);
        assertThat(events("BulkOperationCompleted")).isEqualTo(1);

        JsonNode again = confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201));
        assertThat(again.path("progress").path("skipped").longValue()).isEqualTo(120);
        assertThat(events("AuthAdded")).isEqualTo(120);
        JsonNode results =
                get("/bulk-operations/" + again.path("id").stringValue() + "/results?outcome=SKIPPED&limit=7");
        assertThat(results.path("count").longValue()).isEqualTo(120);
        assertThat(results.path("items").size()).isEqualTo(7);
        assertThat(get("/bulk-operations").path("count").longValue()).isEqualTo(2);
    }

    @Test
    void two_adds_of_the_same_rows_confirmed_together_add_each_row_once() {
        world(300, 10);
        JsonNode one = post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);
        JsonNode two = post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);

        CompletableFuture<JsonNode> first = CompletableFuture.supplyAsync(() -> confirmed(one));
        CompletableFuture<JsonNode> second = CompletableFuture.supplyAsync(() -> confirmed(two));

        List<JsonNode> done = List.of(first.join(), second.join());
        assertThat(events("AuthAdded")).isEqualTo(3_000);
        assertThat(done.stream()
                        .mapToLong(
                                each -> each.path("progress").path("succeeded").longValue())
                        .sum())
                .isEqualTo(3_000);
        assertThat(done.stream()
                        .mapToLong(each -> each.path("progress").path("skipped").longValue())
                        .sum())
                .isEqualTo(3_000);
    }

    @Test
    void two_updates_of_the_same_rows_confirmed_together_change_each_row_once() {
        world(250, 10);
        confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201));
        JsonNode one = post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 201);
        JsonNode two = post("/bulk-previews", update(Map.of("endDate", "2026-12-20")), 201);
        assertThat(one.path("outcomes").path("WOULD_CHANGE").longValue()).isEqualTo(2_500);

        CompletableFuture<JsonNode> first = CompletableFuture.supplyAsync(() -> confirmed(one));
        CompletableFuture<JsonNode> second = CompletableFuture.supplyAsync(() -> confirmed(two));

        assertThat(first.join().path("progress").path("succeeded").longValue()
                        + second.join().path("progress").path("succeeded").longValue())
                .isEqualTo(2_500);
        assertThat(first.join().path("progress").path("failed").longValue()
                        + second.join().path("progress").path("failed").longValue())
                .isEqualTo(2_500);
        assertThat(events("AuthFieldsPatched")).isEqualTo(2_500);
    }

    @Test
    void an_update_counts_what_moves_and_what_is_so_already() {
        world(5, 2);
        confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201));

        JsonNode preview = post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 201);
        JsonNode change = preview.path("changes").get(0);
        assertThat(change.path("field").stringValue()).isEqualTo("endDate");
        assertThat(change.path("from").stringValue()).isEqualTo("2027-05-31");
        assertThat(change.path("to").stringValue()).isEqualTo("2026-12-15");
        assertThat(change.path("count").longValue()).isEqualTo(10);
        confirmed(preview);

        JsonNode again = confirmed(post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 201));
        assertThat(again.path("progress").path("unchanged").longValue()).isEqualTo(10);
        assertThat(events("AuthFieldsPatched")).isEqualTo(10);
    }

    @Test
    void one_key_is_one_operation_and_one_preview_too() {
        world(3, 2);
        JsonNode preview = post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);
        String body = Json.mapper().writeValueAsString(confirmation(preview, 6));

        JsonNode first = send("POST", "/bulk-operations", body, "k-1", 202);
        assertThat(send("POST", "/bulk-operations", body, "k-1", 202).path("id"))
                .isEqualTo(first.path("id"));
        send("POST", "/bulk-operations", Json.mapper().writeValueAsString(confirmation(preview, 7)), "k-1", 422);
        JsonNode refused = send("POST", "/bulk-operations", body, "k-2", 409);
        assertThat(refused.path("operationId")).isEqualTo(first.path("id"));
        send("POST", "/bulk-operations", body, null, 400);
    }

    @Test
    void a_count_that_differs_is_refused_and_uses_nothing_up() {
        world(3, 2);
        JsonNode preview = post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);

        send("POST", "/bulk-operations", Json.mapper().writeValueAsString(confirmation(preview, 5)), "k-3", 409);

        assertThat(confirmed(preview).path("state").stringValue()).isEqualTo("SUCCEEDED");
    }

    @Test
    void what_selects_everything_by_leaving_out_is_refused() {
        world(3, 2);
        post("/bulk-previews", add(Map.of("filter", Map.of()), "2026-12-01", "2027-05-31"), 400);
        post("/bulk-previews", add(Map.of(), "2026-12-01", "2027-05-31"), 400);
        post("/bulk-previews", update(Map.of()), 400);
        assertThat(post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 422)
                        .path("type")
                        .stringValue())
                .endsWith("nothing-selected");
    }

    @Test
    void a_number_on_several_clients_is_warned_of_with_the_count_of_the_clients() {
        world(3, 400);
        Map<String, Object> letter = new HashMap<>(add(Map.of("all", true), "2026-12-01", "2027-05-31"));
        letter.put("values", Map.of("startDate", "2026-12-01", "endDate", "2027-05-31", "authorizationNumber", "PA-1"));
        assertThat(clientsWithOneNumber(post("/bulk-previews", letter, 201))).isEqualTo(3);
        letter.put("clients", Map.of("ids", List.of("c-00002")));
        assertThat(clientsWithOneNumber(post("/bulk-previews", letter, 201)))
                .as("several codes of one client are the normal case")
                .isZero();

        confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201));
        JsonNode update = post("/bulk-previews", update(Map.of("authorizationNumber", "PA-2")), 201);
        assertThat(update.path("count").longValue())
                .as("more than a chunk, so that every client stands in several")
                .isEqualTo(1_200);
        assertThat(clientsWithOneNumber(update)).isEqualTo(3);
    }

    private static long clientsWithOneNumber(JsonNode preview) {
        return preview.path("warnings")
                .valueStream()
                .filter(warning -> warning.path("type").stringValue().equals("SAME_NUMBER_MANY_CLIENTS"))
                .mapToLong(warning -> warning.path("count").longValue())
                .sum();
    }

    @Test
    void a_preview_belongs_to_its_maker() {
        world(3, 2);
        JsonNode preview = post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);
        String other = neighbours.token("abc", "colleague", List.of("*"), BILLER);
        assertThat(exchange("GET", "/bulk-previews/" + preview.path("id").stringValue(), null, null, other)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void rows_of_a_client_who_left_the_callers_divisions_are_refused() {
        world(4, 2);
        String adult = neighbours.token("abc", "biller", List.of("adult"), BILLER);
        JsonNode preview = json(exchange(
                "POST",
                "/bulk-previews",
                Json.mapper().writeValueAsString(add(Map.of("all", true), "2026-12-01", "2027-05-31")),
                null,
                adult));
        jdbc.update(
                "update directory_record set version = version + 1, value = replace(value, 'adult', 'youth') where id = 'c-00002'");

        JsonNode accepted = json(exchange(
                "POST", "/bulk-operations", Json.mapper().writeValueAsString(confirmation(preview, 8)), "k-4", adult));
        JsonNode done = done(accepted.path("id").stringValue());

        assertThat(done.path("state").stringValue()).isEqualTo("PARTIALLY_SUCCEEDED");
        assertThat(done.path("progress").path("failed").longValue()).isEqualTo(2);
        assertThat(events("AuthAdded")).isEqualTo(6);
    }

    @Test
    void twenty_thousand_rows() {
        world(2_000, 10);
        long begun = System.nanoTime();
        JsonNode preview =
                ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202));
        long previewed = System.nanoTime();
        JsonNode done = confirmed(preview);
        long executed = System.nanoTime();
        JsonNode moved = confirmed(ready(post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 201, 202)));

        System.out.printf(
                "bulk: preview of 20,000 in %.2f s, add %.0f rows/s%n",
                (previewed - begun) / 1e9, 20_000 / ((executed - previewed) / 1e9));
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(20_000);
        assertThat(moved.path("progress").path("succeeded").longValue()).isEqualTo(20_000);
        assertThat(events("AuthAdded")).isEqualTo(20_000);
        assertThat(jdbc.queryForObject("select count(*) from authorization_window", Long.class))
                .isEqualTo(20_000);
    }
}
