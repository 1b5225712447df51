package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.stack.AtOnce;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bulk forms with names: kept, shared, and run on whatever day it is. */
class RecipeTest extends RunningBulk {
    private static final String PACKAGE = """
            {"kind":"ADD","description":"Blue Cross half year","timeZone":"America/New_York",
             "clients":{"all":true},"billingCodeGroupId":"%s",
             "values":{"startDate":{"firstOfMonth":1},"endDate":{"monthsFromStart":6},"allottedUnits":48},
             "perCode":{"B1":{"endDate":{"daysFromStart":30}}},"onOverlap":"SKIP"}""".formatted(GROUP);

    @BeforeEach
    void none() {
        jdbc.execute("truncate bulk_recipe");
    }

    private static HttpResponse<String> put(String name, String body, String token, String... headers) {
        return exchange("PUT", "/bulk-recipes/" + name, body, null, token, headers);
    }

    private static String somebodyElse() {
        return neighbours.token("abc", "other", List.of("*"), BILLER);
    }

    private static LocalDate firstOfNextMonth() {
        return YearMonth.now(ZoneId.of("America/New_York")).plusMonths(1).atDay(1);
    }

    @Test
    void a_recipe_is_kept_as_it_was_sent_and_runs_on_the_day_that_it_is() {
        world(2, 2);

        HttpResponse<String> made = put("BCBS-half-year", PACKAGE, biller());

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("ETag")).contains("\"1\"");
        JsonNode kept = get("/bulk-recipes/bcbs-half-YEAR");
        assertThat(kept.path("name").stringValue()).isEqualTo("BCBS-half-year");
        assertThat(kept.path("owner").stringValue()).isEqualTo("biller");
        assertThat(kept.path("values").path("startDate").path("firstOfMonth").intValue())
                .isEqualTo(1);

        JsonNode preview = send("POST", "/bulk-recipes/BCBS-half-year/previews", null, null, 201);

        assertThat(preview.path("recipe").path("timeZone").stringValue()).isEqualTo("America/New_York");
        assertThat(preview.path("count").longValue()).isEqualTo(4);
        assertThat(confirmed(preview).path("state").stringValue()).isEqualTo("SUCCEEDED");
        LocalDate start = firstOfNextMonth();
        assertThat(jdbc.queryForList(
                        "select distinct billing_code || ' ' || start_date || ' ' || end_date from authorization_window order by 1",
                        String.class))
                .containsExactly(
                        "B1 " + start + " " + start.plusDays(29),
                        "B2 " + start + " " + start.plusMonths(6).minusDays(1));
    }

    @Test
    void whoever_runs_it_may_say_for_which_rows() {
        world(3, 1);
        put("p", PACKAGE.replace("\"clients\":{\"all\":true},", ""), biller());

        JsonNode missing = send("POST", "/bulk-recipes/p/previews", null, null, 400);
        JsonNode some = send("POST", "/bulk-recipes/p/previews", "{\"clients\":{\"ids\":[\"c-00002\"]}}", null, 201);
        JsonNode wrong = send("POST", "/bulk-recipes/p/previews", "{\"values\":{}}", null, 400);

        assertThat(missing.path("detail").stringValue()).contains("clients");
        assertThat(some.path("count").longValue()).isEqualTo(1);
        assertThat(wrong.path("errors").get(0).path("field").stringValue()).isEqualTo("values");
    }

    @Test
    void everybody_reads_and_runs_it_and_its_owner_alone_changes_it() {
        world(1, 1);
        put("p", PACKAGE, biller());

        assertThat(exchange("GET", "/bulk-recipes/p", null, null, somebodyElse())
                        .statusCode())
                .isEqualTo(200);
        assertThat(exchange("POST", "/bulk-recipes/p/previews", null, null, somebodyElse())
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> taken = put("P", PACKAGE, somebodyElse());
        HttpResponse<String> removed =
                exchange("DELETE", "/bulk-recipes/p", null, null, somebodyElse(), "If-Match", "\"1\"");

        assertThat(List.of(taken.statusCode(), removed.statusCode())).containsOnly(409);
        assertThat(json(taken).path("type").stringValue()).endsWith("/recipe-of-somebody-else");
        assertThat(json(taken).path("detail").stringValue()).contains("biller");
        String elsewhere = neighbours.token("other-org", "biller", List.of("*"), BILLER);
        assertThat(exchange("GET", "/bulk-recipes/p", null, null, elsewhere).statusCode())
                .isEqualTo(404);
        assertThat(put("p", PACKAGE, elsewhere).statusCode()).isEqualTo(201);
        String reader = neighbours.token("abc", "reader", List.of("*"), List.of("auth:read"));
        assertThat(exchange("GET", "/bulk-recipes/p", null, null, reader).statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_change_says_what_it_was_made_from() {
        put("p", PACKAGE, biller());

        assertThat(put("p", PACKAGE, biller()).statusCode()).isEqualTo(428);
        assertThat(put("p", PACKAGE, biller(), "If-Match", "\"7\"").statusCode())
                .isEqualTo(412);
        HttpResponse<String> read = exchange("GET", "/bulk-recipes/p", null, null, biller());
        HttpResponse<String> sentBack = put("p", read.body(), biller(), "If-Match", "\"1\"");
        assertThat(sentBack.statusCode()).as(sentBack.body()).isEqualTo(200);
        assertThat(sentBack.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(exchange("DELETE", "/bulk-recipes/p", null, null, biller()).statusCode())
                .isEqualTo(428);
        assertThat(exchange("DELETE", "/bulk-recipes/p", null, null, biller(), "If-Match", "\"2\"")
                        .statusCode())
                .isEqualTo(204);
        send("GET", "/bulk-recipes/p", null, null, 404);
        assertThat(put("p", PACKAGE, biller(), "If-Match", "\"2\"").statusCode())
                .isEqualTo(412);
    }

    @Test
    void only_if_there_is_none_makes_and_never_changes() {
        assertThat(put("p", PACKAGE, biller(), "If-None-Match", "*").statusCode())
                .isEqualTo(201);
        HttpResponse<String> again = put("p", PACKAGE, biller(), "If-None-Match", "*");

        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(json(again).path("type").stringValue()).endsWith("/exists-already");
        assertThat(exchange("GET", "/bulk-recipes/p", null, null, biller())
                        .headers()
                        .firstValue("ETag"))
                .contains("\"1\"");
    }

    @Test
    void of_many_who_make_a_recipe_at_once_one_makes_it_whoever_they_are() {
        for (int round = 0; round < 20; round++) {
            String name = "package-" + round;

            List<HttpResponse<String>> answers = AtOnce.each(
                    6,
                    n -> put(
                            n % 2 == 0 ? name : name.toUpperCase(Locale.ROOT),
                            PACKAGE,
                            neighbours.token("abc", "biller-" + n % 3, List.of("*"), BILLER)));

            assertThat(answers.stream().map(HttpResponse::statusCode))
                    .containsOnlyOnce(201)
                    .isSubsetOf(201, 428, 409);
            assertThat(exchange("GET", "/bulk-recipes/" + name, null, null, biller())
                            .headers()
                            .firstValue("ETag"))
                    .contains("\"1\"");
        }
    }

    @Test
    void recipes_come_in_pages_by_name() {
        for (String name : List.of("b", "A", "c")) {
            put(name, PACKAGE, biller());
        }
        List<String> names = new ArrayList<>();
        String query = "?limit=2";
        do {
            JsonNode page = get("/bulk-recipes" + query);
            assertThat(page.path("count").longValue()).isEqualTo(3);
            page.path("items").forEach(item -> names.add(item.path("name").stringValue()));
            query = page.path("nextCursor").isNull()
                    ? null
                    : "?limit=2&cursor=" + page.path("nextCursor").stringValue();
        } while (query != null);

        assertThat(names).containsExactly("A", "b", "c");
    }

    @Test
    void a_recipe_whose_group_is_gone_says_so_when_it_is_run() {
        world(1, 1);
        put("p", PACKAGE, biller());
        jdbc.update("update billing_code_group_copy set removed = true");

        JsonNode removed = send("POST", "/bulk-recipes/p/previews", null, null, 422);
        jdbc.update("update billing_code_group_copy set removed = false, members = '[{\"code\":\"B9\"}]'");
        jdbc.update("insert into billing_code_copy values ('abc', 'B9', true, false, 12)");
        JsonNode without = send("POST", "/bulk-recipes/p/previews", null, null, 422);

        assertThat(removed.path("type").stringValue()).endsWith("/unknown-group");
        assertThat(removed.path("detail").stringValue()).contains("was removed");
        assertThat(without.path("type").stringValue()).endsWith("/code-not-in-group");
    }

    @Test
    void a_recipe_to_change_rows_counts_its_dates_alike() {
        world(2, 1);
        confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201));
        put("extend", """
                {"kind":"UPDATE","selection":{"all":true},"patch":{"endDate":{"lastOfMonth":60}},"timeZone":"America/New_York"}""", biller());

        JsonNode preview = send("POST", "/bulk-recipes/extend/previews", null, null, 201);

        assertThat(preview.path("changes").get(0).path("to").stringValue())
                .isEqualTo(firstOfNextMonth().plusMonths(60).minusDays(1).toString());
    }

    @Test
    void what_cannot_be_run_is_not_kept() {
        for (String wrong : List.of(
                "[]",
                "{}",
                PACKAGE.replace("firstOfMonth", "firstOfDecember"),
                PACKAGE.replace("\"firstOfMonth\":1", "\"firstOfMonth\":1.5"),
                PACKAGE.replace("\"firstOfMonth\":1", "\"firstOfMonth\":1,\"lastOfMonth\":1"),
                PACKAGE.replace("{\"firstOfMonth\":1}", "{\"monthsFromStart\":1}"),
                PACKAGE.replace("New_York", "Gotham"),
                PACKAGE.replace("\"onOverlap\":\"SKIP\"", "\"onOverlap\":\"MAYBE\""),
                PACKAGE.replace("48", "-48"),
                PACKAGE.replace("\"description\"", "\"remark\""))) {
            HttpResponse<String> answer = put("p", wrong, biller());
            assertThat(answer.statusCode()).as(wrong + answer.body()).isEqualTo(400);
        }
        for (String name : List.of("%2Fx", "-", "a".repeat(61), "caf%C3%A9", "x%20y")) {
            assertThat(put(name, PACKAGE, biller()).statusCode()).as(name).isIn(400, 404);
        }
        assertThat(put("Two-words.and_more-1", PACKAGE, biller()).statusCode()).isEqualTo(201);
        assertThat(get("/bulk-recipes").path("count").longValue()).isEqualTo(1);
        send("POST", "/bulk-recipes/" + UUID.randomUUID() + "/previews", null, null, 404);
    }
}
