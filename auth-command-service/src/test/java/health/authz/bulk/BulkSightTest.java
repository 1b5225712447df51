package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.bulk.application.Operation;
import health.authz.bulk.application.OperationSights;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import java.io.IOException;
import java.io.Reader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;

/** Rule B-24: what of an operation is shown to whom, and who may do something about it, on every route that there is. */
class BulkSightTest extends RunningBulk {
    private static final List<String> EVERYTHING =
            Stream.concat(BILLER.stream(), Stream.of("auth:bulk-all")).toList();
    private static final String GROUNDS = "{\"reason\": \"CORRECTION\"}";
    /** Shown to who made the preview alone. */
    private static final String MAKERS = "/bulk-previews/{id}/file-problems";

    private static String adult = "";
    private static String child = "";
    private static String elder = "";

    /** What a login sees of an operation with rows of the divisions adult and child. */
    private enum Sees {
        ALL,
        PART,
        NONE
    }

    private record Login(String name, String token, Sees sees) {}

    private record Route(
            String method, String path, @Nullable String body) {
        boolean isDeed() {
            return !method.equals("GET");
        }

        String of(JsonNode operation) {
            return path.startsWith("/bulk-previews")
                    ? path.replace("{id}", operation.path("previewId").stringValue())
                    : path.replace("{id}", operation.path("id").stringValue());
        }
    }

    @BeforeAll
    static void severalChunks() {
        restart("--authz.bulk.chunk-rows=4");
        adult = login("adult", List.of("adult"));
        child = login("child", List.of("child"));
        elder = login("elder", List.of("elder"));
    }

    private static String login(String user, List<String> divisions) {
        return neighbours.token("abc", user, divisions, BILLER);
    }

    private static List<Login> logins() {
        List<String> nowhere = List.of("nowhere");
        return List.of(
                new Login("every division", login("colleague", List.of("*")), Sees.ALL),
                new Login("who made it, bound elsewhere since", login("biller", nowhere), Sees.ALL),
                new Login("bulk-all", neighbours.token("abc", "chief", nowhere, EVERYTHING), Sees.ALL),
                new Login("the divisions of all rows", login("both", List.of("adult", "child")), Sees.ALL),
                new Login("one division", adult, Sees.PART),
                new Login("one of these and another", login("mixed", List.of("child", "elder")), Sees.PART),
                new Login(
                        "assigned clients",
                        neighbours.token("abc", "clara", List.of("*"), "assigned", BILLER),
                        Sees.PART),
                new Login("another division", elder, Sees.NONE),
                new Login("no division", login("none", List.of()), Sees.NONE),
                new Login(
                        "assigned none of them",
                        neighbours.token("abc", "nora", List.of("*"), "assigned", BILLER),
                        Sees.NONE),
                new Login(
                        "assigned one of another division",
                        neighbours.token("abc", "clara", List.of("child"), "assigned", BILLER),
                        Sees.NONE),
                new Login(
                        "another organisation",
                        neighbours.token("other", "biller", List.of("*"), EVERYTHING),
                        Sees.NONE));
    }

    /** Those that the API document has of one operation or its preview: a new one is among them by itself. */
    private static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        paths().forEach((path, methods) -> {
            if (path.matches("/bulk-(operations|previews)/\\{id}.*")) {
                ((Map<?, ?>) methods).forEach((method, route) -> {
                    if (!method.equals("parameters")) {
                        routes.add(new Route(
                                method.toString().toUpperCase(Locale.ROOT), path, example((Map<?, ?>) route)));
                    }
                });
            }
        });
        return routes;
    }

    private static Map<String, Object> paths() {
        try (Reader document = Files.newBufferedReader(Path.of("src/main/openapi/bulk.yaml"))) {
            Map<String, Map<String, Object>> all = new Yaml(new SafeConstructor(new LoaderOptions())).load(document);
            return all.get("paths");
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static @Nullable String example(Map<?, ?> route) {
        JsonNode body = Json.mapper().valueToTree(route).path("requestBody");
        return body.isMissingNode()
                ? null
                : body.path("content")
                        .path("application/json")
                        .path("examples")
                        .valueStream()
                        .map(each -> each.path("value").toString())
                        .findFirst()
                        .orElseThrow();
    }

    /** Three adults, of whom clara has one, and three children; two codes, so twelve rows. */
    private static void twoDivisions() {
        world(6, 2);
        divisions("child", "c-00004", "c-00005", "c-00006");
        jdbc.update("""
                update directory_record set version = version + 1, value = replace(value, '"assignedUserIds":[]', '"assignedUserIds":["clara"]')
                 where id = 'c-00002'""");
    }

    private static void divisions(String division, String... clients) {
        for (String client : clients) {
            jdbc.update(
                    "update directory_record set version = version + 1, value = replace(replace(value, '\"adult\"', ?), '\"child\"', ?) where id = ?",
                    "\"" + division + "\"",
                    "\"" + division + "\"",
                    client);
        }
    }

    /** Ended, with a comment. */
    private static JsonNode added() {
        JsonNode preview =
                ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202));
        return commented(preview);
    }

    private static JsonNode commented(JsonNode preview) {
        return done(submitted(preview, biller()));
    }

    private static String submitted(JsonNode preview, String token) {
        Map<String, Object> body =
                new LinkedHashMap<>(confirmation(preview, preview.path("count").longValue()));
        body.put("comment", "said of all of them");
        HttpResponse<String> accepted = exchange(
                "POST",
                "/bulk-operations",
                Json.mapper().writeValueAsString(body),
                UUID.randomUUID().toString(),
                token);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return json(accepted).path("id").stringValue();
    }

    private static HttpResponse<String> ask(Route route, JsonNode operation, String token) {
        return exchange(route.method(), route.of(operation), route.body(), null, token);
    }

    private static String slug(HttpResponse<String> answer) {
        String type = json(answer).path("type").asString("");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    @Test
    void on_every_route_each_login_sees_all_a_part_or_nothing() {
        twoDivisions();
        JsonNode operation = added();
        List<Route> routes = routes();
        assertThat(routes).hasSizeGreaterThanOrEqualTo(11);
        SoftAssertions all = new SoftAssertions();

        for (Login login : logins()) {
            for (Route route : routes) {
                HttpResponse<String> answer = ask(route, operation, login.token());
                String cell = login.name() + ": " + route + " " + answer.statusCode() + " " + answer.body();
                boolean isMine = login.sees() != Sees.NONE && !route.path().equals(MAKERS);
                if (route.path().equals(MAKERS) && login.name().startsWith("who made it")) {
                    all.assertThat(answer.statusCode()).as(cell).isEqualTo(200);
                } else if (!isMine) {
                    all.assertThat(answer.statusCode()).as(cell).isEqualTo(404);
                } else if (!route.isDeed()) {
                    all.assertThat(answer.statusCode()).as(cell).isEqualTo(200);
                    all.assertThat(answer.body().contains("said of all of them"))
                            .as(cell)
                            .isEqualTo(login.sees() == Sees.ALL
                                    && route.path().matches("/bulk-operations/\\{id}(/events)?"));
                } else if (login.sees() == Sees.PART) {
                    all.assertThat(answer.statusCode()).as(cell).isEqualTo(403);
                    all.assertThat(slug(answer)).as(cell).isEqualTo("sees-only-part");
                } else {
                    all.assertThat(answer.statusCode()).as(cell).isIn(200, 201, 202, 403, 409, 422);
                    all.assertThat(slug(answer)).as(cell).isNotEqualTo("sees-only-part");
                }
            }
            JsonNode listed = json(exchange("GET", "/bulk-operations", null, null, login.token()));
            all.assertThat(listed.path("count").longValue())
                    .as(login.name())
                    .isEqualTo(login.sees() == Sees.NONE ? 0 : 1);
            all.assertThat(listed.path("items").size()).as(login.name()).isEqualTo(login.sees() == Sees.NONE ? 0 : 1);
            all.assertThat(listed.path("items").path(0).has("partial"))
                    .as(login.name())
                    .isEqualTo(login.sees() == Sees.PART);
        }
        all.assertAll();
        assertThat(events("AuthVoided")).isZero();
    }

    @Test
    void a_part_counts_and_lists_its_own_rows_and_tells_nothing_of_the_others() {
        twoDivisions();
        confirmed(post("/bulk-previews", add(Map.of("ids", List.of("c-00005")), "2026-12-01", "2027-05-31"), 201));
        JsonNode operation = added();
        String path = "/bulk-operations/" + operation.path("id").stringValue();
        assertThat(operation.path("progress").path("total").longValue()).isEqualTo(12);
        assertThat(operation.path("progress").path("skipped").longValue()).isEqualTo(2);

        JsonNode adults = as(adult, path);
        JsonNode children = as(child, path);

        assertThat(adults.path("partial").booleanValue()).isTrue();
        assertThat(adults.path("comment").isNull()).isTrue();
        assertThat(adults.path("links").propertyNames()).containsExactly("self", "results", "preview");
        assertThat(numbers(adults.path("progress"))).isEqualTo("6 6 6 0 0 0");
        assertThat(numbers(children.path("progress"))).isEqualTo("6 6 4 2 0 0");
        assertThat(as(child, path).path("progress"))
                .isEqualTo(listed(child, operation).path("progress"));
        assertThat(clients(as(adult, path + "/results"))).containsOnly("c-00001", "c-00002", "c-00003");
        assertThat(as(child, path + "/results?outcome=SKIPPED").path("count").longValue())
                .isEqualTo(2);
        assertThat(pagesOf(child, path + "/results")).hasSize(6).doesNotHaveDuplicates();
        for (String type : List.of("text/csv", "application/x-ndjson")) {
            String body = exchange("GET", path + "/results", null, null, adult, "Accept", type)
                    .body();
            assertThat(body).contains("c-00001", "c-00003").doesNotContain("c-00004", "c-00006");
            assertThat(body.lines()).hasSize(type.equals("text/csv") ? 7 : 6);
        }
        String events = exchange("GET", path + "/events", null, null, adult).body();
        assertThat(events).contains("id:6\n", "id:7\n", "\"partial\":true").doesNotContain("\"total\":12");
    }

    @Test
    void a_preview_of_an_operation_is_seen_as_far_as_the_operation_is() {
        twoDivisions();
        confirmed(post("/bulk-previews", add(Map.of("ids", List.of("c-00005")), "2026-12-01", "2027-05-31"), 201));
        JsonNode operation = added();
        String path = "/bulk-previews/" + operation.path("previewId").stringValue();

        JsonNode preview = as(child, path);

        assertThat(preview.path("partial").booleanValue()).isTrue();
        assertThat(preview.path("count").longValue()).isEqualTo(6);
        assertThat(preview.path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(4);
        assertThat(preview.path("outcomes").path("SKIPPED").longValue()).isEqualTo(2);
        assertThat(preview.path("digest").isNull()).isTrue();
        for (String whole : List.of("sample", "changes", "alerts", "confirm", "payers", "file", "units")) {
            assertThat(preview.has(whole)).as(whole).isFalse();
        }
        assertThat(clients(as(child, path + "/items"))).containsOnly("c-00004", "c-00005", "c-00006");
        assertThat(as(child, path + "/items?outcome=SKIPPED").path("count").longValue())
                .isEqualTo(2);
        assertThat(pagesOf(child, path + "/items")).hasSize(6);
        assertThat(as(login("colleague", List.of("*")), path).path("count").longValue())
                .isEqualTo(12);
    }

    @Test
    void whose_rows_they_are_is_as_it_was_at_the_preview_also_for_clients_that_moved_or_were_erased() {
        twoDivisions();
        JsonNode operation = added();
        String path = "/bulk-operations/" + operation.path("id").stringValue();
        divisions("elder", "c-00001");
        jdbc.update("update directory_record set version = version + 1, value = null where id = 'c-00002'");

        assertThat(clients(as(adult, path + "/results"))).containsOnly("c-00001", "c-00002", "c-00003");
        assertThat(as(adult, path).path("progress").path("total").longValue()).isEqualTo(6);
        assertThat(exchange("GET", path, null, null, elder).statusCode()).isEqualTo(404);
        assertThat(as(login("both", List.of("adult", "child")), path).has("partial"))
                .as("all rows, as who saw them then")
                .isFalse();
    }

    @Test
    void who_sees_nothing_of_an_operation_cannot_stop_decline_or_let_it_go_and_who_sees_a_part_cannot_either() {
        twoDivisions();
        jdbc.update("insert into setting_copy (tenant, key, value) values ('abc', 'bulk.four-eyes-above', '5')");
        String id = submitted(
                ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202)),
                biller());
        String path = "/bulk-operations/" + id;

        for (String deed : List.of("/cancel", "/decline", "/approve")) {
            assertThat(exchange("POST", path + deed, GROUNDS, null, elder).statusCode())
                    .as(deed)
                    .isEqualTo(404);
            assertThat(slug(exchange("POST", path + deed, GROUNDS, null, adult)))
                    .as(deed)
                    .isEqualTo("sees-only-part");
        }
        assertThat(get(path).path("state").stringValue()).isEqualTo("AWAITING_APPROVAL");
        JsonNode part = as(adult, path);
        assertThat(part.path("approval").path("rows").isNull()).isTrue();
        assertThat(numbers(part.path("progress"))).isEqualTo("6 0 0 0 0 0");
        HttpResponse<String> withdrawn =
                exchange("POST", path + "/cancel", null, null, login("biller", List.of("nowhere")));
        assertThat(withdrawn.statusCode()).as(withdrawn.body()).isEqualTo(202);
        assertThat(numbers(as(adult, path).path("progress"))).isEqualTo("6 0 0 0 0 6");
        assertThat(clients(as(adult, path + "/results"))).containsOnly("c-00001", "c-00002", "c-00003");
    }

    @Test
    void who_sees_every_row_lets_it_go_though_who_asked_sees_more_clients() {
        twoDivisions();
        jdbc.update("insert into setting_copy (tenant, key, value) values ('abc', 'bulk.four-eyes-above', '1')");
        JsonNode preview =
                post("/bulk-previews", add(Map.of("ids", List.of("c-00001")), "2026-12-01", "2027-05-31"), 201);
        String path = "/bulk-operations/" + submitted(preview, biller());

        HttpResponse<String> approved = exchange("POST", path + "/approve", GROUNDS, null, adult);

        assertThat(approved.statusCode()).as(approved.body()).isEqualTo(202);
        assertThat(done(path.substring(path.lastIndexOf('/') + 1)).path("state").stringValue())
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void taking_back_a_part_is_refused_before_and_after_the_preview_and_the_owner_still_can() {
        twoDivisions();
        JsonNode operation = added();
        String revert = "/bulk-operations/" + operation.path("id").stringValue() + "/revert";
        assertThat(slug(exchange("POST", revert, null, null, adult))).isEqualTo("sees-only-part");
        HttpResponse<String> made = exchange("POST", revert, null, null, login("both", List.of("adult", "child")));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        HttpResponse<String> confirmed = exchange(
                "POST",
                "/bulk-operations",
                Json.mapper().writeValueAsString(confirmation(json(made), 12)),
                "k-narrowed",
                login("both", List.of("adult")));
        assertThat(slug(confirmed)).as("narrowed since").isEqualTo("sees-only-part");

        JsonNode undone = commented(send("POST", revert, null, null, 201));

        assertThat(undone.path("progress").path("succeeded").longValue()).isEqualTo(12);
        assertThat(numbers(as(adult, "/bulk-operations/" + undone.path("id").stringValue())
                        .path("progress")))
                .isEqualTo("6 6 6 0 0 0");
    }

    @Test
    void with_bulk_all_the_whole_is_taken_back_whatever_clients_its_holder_sees() {
        twoDivisions();
        JsonNode operation = added();
        String chief = neighbours.token("abc", "chief", List.of("adult"), EVERYTHING);
        JsonNode preview = json(exchange(
                "POST", "/bulk-operations/" + operation.path("id").stringValue() + "/revert", null, null, chief));
        assertThat(preview.path("outcomes").path("WOULD_CHANGE").longValue()).isEqualTo(12);

        JsonNode undone = done(submitted(preview, chief));

        assertThat(undone.path("progress").path("succeeded").longValue()).isEqualTo(12);
        assertThat(events("AuthVoided")).isEqualTo(12);
    }

    @Test
    void rows_that_are_retried_stay_in_view_of_who_saw_them() {
        twoDivisions();
        jdbc.update("update billing_code_copy set active = false where code = 'B2'");
        JsonNode operation = added();
        assertThat(operation.path("progress").path("failed").longValue()).isEqualTo(6);
        jdbc.update("update billing_code_copy set active = true");
        String retry = "/bulk-operations/" + operation.path("id").stringValue() + "/retry-failed";
        assertThat(slug(exchange("POST", retry, GROUNDS, null, child))).isEqualTo("sees-only-part");
        divisions("elder", "c-00001");

        JsonNode again = done(send("POST", retry, GROUNDS, null, 202).path("id").stringValue());

        String path = "/bulk-operations/" + again.path("id").stringValue();
        assertThat(numbers(as(adult, path).path("progress"))).isEqualTo("3 3 3 0 0 0");
        assertThat(clients(as(adult, path + "/results"))).containsOnly("c-00001", "c-00002", "c-00003");
        assertThat(exchange("GET", path, null, null, elder).statusCode()).isEqualTo(404);
    }

    @Test
    void the_list_has_full_pages_of_what_is_seen_and_counts_that() {
        twoDivisions();
        for (int i = 1; i <= 6; i++) {
            confirmed(
                    post("/bulk-previews", add(Map.of("ids", List.of("c-0000" + i)), "2026-12-01", "2027-05-31"), 201));
        }
        JsonNode first = as(child, "/bulk-operations?limit=2");
        assertThat(first.path("items").size()).isEqualTo(2);
        assertThat(first.path("count").longValue()).isEqualTo(3);
        JsonNode second = as(
                child,
                "/bulk-operations?limit=2&cursor=" + first.path("nextCursor").stringValue());
        assertThat(second.path("items").size()).isEqualTo(1);
        assertThat(second.path("nextCursor").isNull()).isTrue();
    }

    /** Nobody kept whose rows they are: nobody is shown a part of them. */
    @Test
    void of_what_was_frozen_before_audiences_were_kept_there_is_all_or_nothing() {
        twoDivisions();
        JsonNode operation = added();
        jdbc.update("delete from bulk_row_share");
        jdbc.update("update bulk_preview_chunk set audiences = null");
        jdbc.update("update bulk_operation_chunk set audience_outcomes = null");

        for (Login login : logins()) {
            boolean isAnsweredFirst = login.sees() == Sees.ALL && !login.name().equals("the divisions of all rows");
            for (String path : List.of("", "/results")) {
                assertThat(exchange(
                                        "GET",
                                        "/bulk-operations/"
                                                + operation.path("id").stringValue() + path,
                                        null,
                                        null,
                                        login.token())
                                .statusCode())
                        .as(login.name())
                        .isEqualTo(isAnsweredFirst ? 200 : 404);
            }
        }
    }

    @Test
    void a_part_of_what_still_runs_is_counted_as_of_what_has_ended() {
        twoDivisions();
        confirmed(post("/bulk-previews", add(Map.of("ids", List.of("c-00005")), "2026-12-01", "2027-05-31"), 201));
        JsonNode operation = added();
        String path = "/bulk-operations/" + operation.path("id").stringValue();
        restart("--authz.bulk.workers=0");
        try {
            jdbc.update("update bulk_operation set ended_at = null, state = 'RUNNING'");
            jdbc.update("""
                    update bulk_row_share set added = 0, changed = 0, unchanged = 0, skipped = 0, stale = 0, rejected = 0""");

            assertThat(numbers(as(child, path).path("progress"))).isEqualTo("6 6 4 2 0 0");
            assertThat(as(child, path).path("progress").path("ratePerSecond").isNull())
                    .isTrue();
        } finally {
            empty();
            restart("--authz.bulk.chunk-rows=4");
        }
    }

    /** A list of large operations costs what one of small ones does. */
    @Test
    void the_list_reads_no_chunk_to_know_who_sees_what_of_ended_operations() {
        twoDivisions();
        added();
        Caller narrow = new Caller(
                new TenantId("abc"),
                new UserId("adult"),
                Set.of(Permission.AUTH_READ),
                new Caller.DivisionScope(false, Set.of("adult")),
                Caller.ClientScope.ALL,
                "");

        long read = Objects.requireNonNull(
                service.getBean(TransactionTemplate.class).execute(status -> {
                    long before = chunksRead();
                    List<Operation> page =
                            service.getBean(OperationSights.class).page(narrow, null, null, 50);
                    assertThat(page).hasSize(1).allMatch(Operation::partial);
                    return chunksRead() - before;
                }));

        assertThat(read).isZero();
    }

    private static long chunksRead() {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables"
                        + " where relid = 'bulk_preview_chunk'::regclass",
                Long.class));
    }

    private static JsonNode as(String token, String path) {
        HttpResponse<String> answer = exchange("GET", path, null, null, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private static JsonNode listed(String token, JsonNode operation) {
        return as(token, "/bulk-operations")
                .path("items")
                .valueStream()
                .filter(each -> each.path("id").equals(operation.path("id")))
                .findFirst()
                .orElseThrow();
    }

    private static String numbers(JsonNode progress) {
        return Stream.of("total", "processed", "succeeded", "skipped", "failed", "notProcessed")
                .map(each -> progress.path(each).toString())
                .reduce((one, other) -> one + " " + other)
                .orElseThrow();
    }

    private static List<String> clients(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(each -> each.path("clientId").stringValue())
                .toList();
    }

    private static List<String> pagesOf(String token, String path) {
        List<String> rows = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = as(token, path + "?limit=2" + cursor);
            page.path("items").forEach(each -> rows.add(each.toString()));
            cursor = page.path("nextCursor").isString()
                    ? "&cursor=" + page.path("nextCursor").stringValue()
                    : "";
        } while (!cursor.isEmpty());
        return rows;
    }
}
