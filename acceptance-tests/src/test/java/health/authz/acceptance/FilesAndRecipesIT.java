package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bulk changes from sheets and from forms with names, through the gateway. */
class FilesAndRecipesIT {
    private static final String HEADER = "clientId,billingCode,startDate,endDate,allottedUnits,authorizationNumber\n";
    private Organisation org;
    private Api biller;
    private String start;
    private String end;

    @BeforeEach
    void three_clients_and_a_code() {
        org = Organisation.open("files");
        for (int i = 1; i <= 3; i++) {
            org.client("c-" + i, "adult", "bcbs");
        }
        org.known();
        org.code("F1", 12);
        org.group("Package", "F1");
        biller = org.biller();
        start = org.today().toString();
        end = org.today().plusDays(90).toString();
    }

    private Preview adding(String lines) {
        return biller.ready(biller.file("kind=ADD", lines));
    }

    private String line(String client, String number) {
        return client + ",F1," + start + "," + end + ",," + number + "\n";
    }

    @Test
    void a_sheet_adds_a_corrected_one_changes_and_what_failed_is_sent_again_as_it_is() {
        Preview preview = adding("\uFEFF"
                + (HEADER + line("c-1", "\"PA-1, new\"") + line("c-2", "=1+1") + line("c-2", "=1+1") + "c-3,F1,soon,"
                                + end + ",,\n" + line("c-9", "PA-9"))
                        .replace("\n", "\r\n"));

        assertThat(preview.count()).isEqualTo(3);
        assertThat(preview.outcome("WOULD_ADD")).isEqualTo(2);
        assertThat(preview.refused("unknown-client")).isEqualTo(1);
        assertThat(preview.json().path("file").path("badLines").longValue()).isEqualTo(2);
        assertThat(biller.get("/bulk-previews/" + preview.id() + "/file-problems")
                        .is(200)
                        .items())
                .extracting(problem -> problem.path("line").longValue() + " " + text(problem, "column"))
                .containsExactly("4 line", "5 startDate");

        Operation first = preview.confirmed().done();

        assertThat(first.state()).isEqualTo("PARTIALLY_SUCCEEDED");
        eventually(() -> assertThat(biller.listed("")).isEqualTo(2));
        assertThat(biller.wholeList("").stream().map(row -> text(row, "authorizationNumber")))
                .containsExactlyInAnyOrder("PA-1, new", "=1+1");

        String failures = biller.get("/bulk-operations/" + first.id() + "/results?outcome=FAILED", "Accept", "text/csv")
                .is(200)
                .body();
        assertThat(failures.lines()).hasSize(3).last().asString().contains("LEFT_OUT", "2 lines of the file");
        Operation second = adding(failures.replace("c-9", "c-3")).confirmed().succeeded();

        assertThat(second.progress("succeeded")).isEqualTo(1);
        eventually(() -> assertThat(biller.listed("")).isEqualTo(3));
        assertThat(biller.wholeList("clientId=c-3"))
                .singleElement()
                .satisfies(row -> assertThat(text(row, "authorizationNumber")).isEqualTo("PA-9"));
    }

    @Test
    void the_list_itself_is_a_sheet_that_can_be_changed_and_sent_back() {
        adding(HEADER + line("c-1", "'=2+2") + line("c-2", "PA-2")).confirmed().succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(2));
        String sheet =
                biller.get("/authorizations", "Accept", "text/csv").is(200).body();
        assertThat(sheet).contains("'=2+2");
        String later = org.today().plusDays(120).toString();

        Preview preview = biller.ready(biller.file("kind=UPDATE", sheet.replace(end, later)));

        assertThat(preview.outcome("WOULD_CHANGE")).isEqualTo(2);
        assertThat(preview.list("changes"))
                .extracting(change -> text(change, "field"))
                .containsOnly("endDate");
        preview.confirmed().succeeded();
        eventually(() -> assertThat(biller.wholeList(""))
                .extracting(row -> text(row, "endDate"))
                .containsOnly(later));
    }

    @Test
    void rows_are_found_by_client_code_and_start_and_cleared_by_a_word() {
        adding(HEADER + line("c-1", "PA-1")).confirmed().succeeded();

        Preview preview = biller.ready(biller.file(
                "kind=UPDATE",
                "clientId,billingCode,startDate,authorizationNumber,payerReference\n"
                        + "c-1,F1," + start + ",\\clear,call 7\n"
                        + "c-2,F1," + start + ",,call 8\n"));

        assertThat(preview.json().path("file").path("badLines").longValue()).isEqualTo(1);
        preview.confirmed().succeeded();
        eventually(() -> assertThat(biller.wholeList("")).singleElement().satisfies(row -> {
            assertThat(row.path("authorizationNumber").isNull()).isTrue();
            assertThat(text(row, "payerReference")).isEqualTo("call 7");
        }));
    }

    @Test
    void objects_a_line_are_a_file_too() {
        adding(HEADER + line("c-1", "PA-1"));
        Answer made = biller.post(
                "/bulk-previews?kind=ADD",
                "{\"clientId\":\"c-1\",\"billingCode\":\"F1\",\"startDate\":\"" + start + "\",\"endDate\":\"" + end
                        + "\"}\n{\"clientId\":\n",
                "Content-Type",
                "application/x-ndjson");

        Preview preview = biller.ready(made);

        assertThat(preview.outcome("WOULD_ADD")).isEqualTo(1);
        assertThat(preview.json()
                        .path("file")
                        .path("problems")
                        .get(0)
                        .path("line")
                        .longValue())
                .isEqualTo(2);
    }

    @Test
    void files_that_cannot_be_read_are_refused_whole_with_the_way_out() {
        String thousand = IntStream.range(0, 1_000).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
        for (String file : List.of(
                "",
                "c-1,F1," + start + "\n",
                HEADER.replace("endDate", "clientId") + line("c-1", ""),
                HEADER.replace("billingCode", "code") + line("c-1", ""),
                thousand + "\n1\n",
                HEADER + "c-1,F1," + start + ",,,\"PA\"x\n")) {
            assertThat(biller.post("/bulk-previews?kind=ADD", file.isEmpty() ? "\n" : file, "Content-Type", "text/csv")
                            .isProblem(422)
                            .problemType())
                    .as(file.substring(0, Math.min(40, file.length())))
                    .isEqualTo("unreadable-file");
        }
        assertThat(biller.file("kind=ADD", HEADER).isProblem(422).problemType()).isEqualTo("no-usable-line");
        assertThat(biller.file("kind=ADD", HEADER + HEADER).isProblem(422).problemType())
                .isEqualTo("no-usable-line");
        assertThat(biller.file("kind=ADD", HEADER + line("c-1", "x".repeat(2 << 20)))
                        .isProblem(422)
                        .naming("line 2, authorizationNumber")
                        .problemType())
                .isEqualTo("no-usable-line");
        biller.file("kind=MOVE", HEADER + line("c-1", "")).isProblem(400).naming("kind");
        biller.post("/bulk-previews?kind=ADD", HEADER, "Content-Type", "text/csv;charset=windows-1252")
                .isProblem(415);
        String body = HEADER
                + IntStream.rangeClosed(1, 100_001)
                        .mapToObj(i -> line("x-" + i, ""))
                        .collect(Collectors.joining());
        assertThat(biller.file("kind=ADD", body).isProblem(422).problemType()).isEqualTo("too-many-lines");
    }

    @Test
    void who_sees_fewer_clients_finds_and_changes_fewer() {
        adding(HEADER + line("c-1", "PA-1")).confirmed().succeeded();
        Api youth = org.stack().as(Login.biller(org.id()).as("biller-youth").ofDivisions("youth"));

        youth.file("kind=UPDATE", "clientId,billingCode,startDate,payerReference\nc-1,F1," + start + ",mine\n")
                .isProblem(422);
        Preview preview = youth.ready(youth.file("kind=ADD", HEADER + line("c-2", "PA-2")));

        assertThat(preview.refused("unknown-client")).isEqualTo(1);
    }

    @Test
    void a_row_is_named_by_its_id_an_empty_cell_keeps_and_objects_say_the_same() {
        adding(HEADER + line("c-1", "PA-1") + line("c-2", "PA-2")).confirmed().succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(2));
        String one = only("c-1");
        String two = only("c-2");

        biller.ready(biller.file(
                        "kind=UPDATE",
                        "authorizationId,authorizationNumber,payerReference\n" + one + ",,call 7\n" + two
                                + ",\\clear,call 8\n"))
                .confirmed()
                .succeeded();

        eventually(() -> {
            assertThat(texts(one)).isEqualTo("PA-1, call 7");
            assertThat(texts(two)).isEqualTo("null, call 8");
        });
        biller.ready(biller.objects(
                        "kind=UPDATE",
                        "{\"authorizationId\":\"" + one + "\",\"authorizationNumber\":null}\n"
                                + "{\"clientId\":\"c-2\",\"billingCode\":\"F1\",\"startDate\":\"" + start
                                + "\",\"authorizationNumber\":\"PA-22\"}\n"))
                .confirmed()
                .succeeded();
        eventually(() -> {
            assertThat(texts(one)).isEqualTo("null, call 7");
            assertThat(texts(two)).isEqualTo("PA-22, call 8");
        });
    }

    private String only(String client) {
        return text(biller.wholeList("clientId=" + client).getFirst(), "authorizationId");
    }

    private String texts(String id) {
        JsonNode row = biller.authorization(id);
        return row.path("authorizationNumber").asString("null") + ", "
                + row.path("payerReference").asString("null");
    }

    @Test
    void what_failed_of_a_form_comes_back_as_a_sheet_and_as_objects_and_goes_again_as_it_is() {
        adding(HEADER + line("c-1", "PA-1") + line("c-2", "PA-2")).confirmed().succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(2));
        String moved = only("c-1");
        Preview change = biller.preview(object(
                "kind",
                "UPDATE",
                "selection",
                object("all", true),
                "patch",
                object(
                        "authorizationNumber",
                        null,
                        "payerReference",
                        "@call",
                        "endDate",
                        org.today().plusDays(120).toString())));
        biller.patch("/authorizations/" + moved, object("payerReference", "call 6"), "If-Match", "*")
                .is(200);
        Operation stale = change.confirmed();
        assertThat(stale.state()).isEqualTo("PARTIALLY_SUCCEEDED");

        String sheet = failed(stale, "text/csv");
        String objects = failed(stale, "application/x-ndjson");

        assertThat(sheet).contains("\\clear", "'@call");
        JsonNode object = Json.read(objects);
        assertThat(object.path("authorizationNumber").isNull()).isTrue();
        assertThat(text(object, "payerReference")).isEqualTo("@call");
        assertThat(biller.ready(biller.file("kind=UPDATE", sheet)).confirmed().progress("succeeded"))
                .isEqualTo(1);
        eventually(() -> assertThat(texts(moved)).isEqualTo("null, @call"));
        assertThat(biller.ready(biller.objects("kind=UPDATE", objects))
                        .confirmed()
                        .progress("unchanged"))
                .as("the same once more")
                .isEqualTo(1);

        Operation added = biller.preview(org.adding(object("ids", List.of("c-1", "c-3")), org.group("Once more", "F1")))
                .confirmed();
        assertThat(added.state()).isEqualTo("PARTIALLY_SUCCEEDED");
        String next = org.today().plusDays(121).toString();
        String corrected = failed(added, "application/x-ndjson")
                .replace("\"startDate\":\"" + start, "\"startDate\":\"" + next)
                .replace("\"endDate\":\"" + end, "\"endDate\":\"" + org.today().plusDays(200));
        biller.ready(biller.objects("kind=ADD", corrected)).confirmed().succeeded();
        eventually(() ->
                assertThat(biller.listed("clientId=c-1&startsFrom=" + next)).isEqualTo(1));
    }

    private String failed(Operation operation, String type) {
        return biller.get("/bulk-operations/" + operation.id() + "/results?outcome=FAILED", "Accept", type)
                .is(200)
                .body();
    }

    @Test
    void what_a_spreadsheet_would_run_leaves_as_text_and_comes_back_as_it_was() {
        List<String> formulas = List.of("=1+1", "+1", "@cmd");
        Operation done = adding(HEADER + line("c-1", "=1+1") + line("c-2", "+1") + line("c-3", "@cmd"))
                .confirmed()
                .succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(3));
        String list =
                biller.get("/authorizations", "Accept", "text/csv").is(200).body();
        String results = biller.get("/bulk-operations/" + done.id() + "/results", "Accept", "text/csv")
                .is(200)
                .body();

        assertThat(formulas).allSatisfy(formula -> {
            assertThat(list).contains(",'" + formula + ",");
            assertThat(results).contains(",'" + formula + ",");
        });
        assertThat(biller.wholeList("").stream().map(row -> text(row, "authorizationNumber")))
                .containsExactlyInAnyOrderElementsOf(formulas);
        assertThat(biller.ready(biller.file("kind=UPDATE", list)).outcome("UNCHANGED"))
                .isEqualTo(3);
    }

    @Test
    void a_file_in_another_encoding_is_told_so_by_line_and_column() {
        byte[] latin =
                (HEADER + line("c-1", "PA-1") + line("c-2", "Z\u00fcrich")).getBytes(StandardCharsets.ISO_8859_1);
        Preview[] preview = {null};
        eventually(() -> {
            preview[0] = biller.ready(biller.file("kind=ADD", latin));
            assertThat(preview[0].outcome("WOULD_ADD")).isEqualTo(1);
        });

        JsonNode problem = biller.get("/bulk-previews/" + preview[0].id() + "/file-problems")
                .is(200)
                .items()
                .getFirst();

        assertThat(problem.path("line").longValue()).isEqualTo(3);
        assertThat(text(problem, "column")).isEqualTo("authorizationNumber");
        assertThat(text(problem, "detail")).contains("UTF-8");
        assertThat(biller.file("kind=ADD", (HEADER + line("c-1", "")).getBytes(StandardCharsets.UTF_16))
                        .isProblem(422)
                        .problemType())
                .isEqualTo("unreadable-file");
    }

    @Test
    void columns_named_once_more_further_down_are_a_problem_of_their_line() {
        Preview preview = adding(HEADER + line("c-1", "PA-1") + HEADER + line("c-2", "PA-2"));

        assertThat(preview.outcome("WOULD_ADD")).isEqualTo(2);
        assertThat(preview.json().at("/file/badLines").longValue()).isEqualTo(1);
        assertThat(preview.json().at("/file/problems/0/line").longValue()).isEqualTo(3);
    }

    @Test
    void a_file_has_up_to_a_hundred_thousand_lines_and_five_thousand_where_all_or_none_is_made() {
        assertThat(biller.file("kind=ADD&allOrNothing=true", HEADER + strangers(5_001))
                        .isProblem(422)
                        .problemType())
                .isEqualTo("too-many-rows-for-all-or-nothing");
        Preview whole = biller.ready(biller.file("kind=ADD&allOrNothing=true", HEADER + strangers(5_000)));
        assertThat(whole.warned("REFUSES_ALL")).isEqualTo(5_000);

        Preview preview = biller.ready(biller.file("kind=ADD", HEADER + strangers(100_000)));

        assertThat(preview.count()).isEqualTo(100_000);
        assertThat(preview.refused("unknown-client")).isEqualTo(100_000);
    }

    /** Lines of clients whom nobody knows. */
    private String strangers(int lines) {
        return IntStream.rangeClosed(1, lines).mapToObj(i -> line("x-" + i, "")).collect(Collectors.joining());
    }

    private Object recipe(String group) {
        return object(
                "kind",
                "ADD",
                "timeZone",
                "UTC",
                "clients",
                object("all", true),
                "billingCodeGroupId",
                group,
                "values",
                object(
                        "startDate", object("firstOfMonth", 1),
                        "endDate", object("monthsFromStart", 6),
                        "allottedUnits", 20));
    }

    @Test
    void a_recipe_is_kept_run_by_others_and_changed_by_its_owner() {
        String group = org.group("Half year", "F1");
        String path = "/bulk-recipes/half-year";
        String etag = biller.put(path, recipe(group)).is(201).etag();
        Api colleague = org.stack().as(Login.biller(org.id()).as("biller-2"));

        JsonNode kept = colleague.get(path).is(200).json();
        assertThat(text(kept, "name")).isEqualTo("half-year");
        assertThat(colleague.get("/bulk-recipes").is(200).count()).isEqualTo(1);
        assertThat(colleague.put(path, recipe(group)).isProblem(409).problemType())
                .isEqualTo("recipe-of-somebody-else");
        colleague.delete(path, "If-Match", etag).isProblem(409);
        biller.put(path, recipe(group)).isProblem(428);
        biller.put(path, recipe(group), "If-Match", "\"9\"").isProblem(412);
        org.clinician().get(path).isProblem(403);

        Preview preview =
                colleague.ready(colleague.post(path + "/previews", object("clients", object("ids", List.of("c-2")))));
        preview.confirmed().succeeded();

        LocalDate first = YearMonth.from(org.today()).plusMonths(1).atDay(1);
        eventually(() -> assertThat(biller.wholeList("")).singleElement().satisfies(row -> {
            assertThat(text(row, "clientId")).isEqualTo("c-2");
            assertThat(text(row, "startDate")).isEqualTo(first.toString());
            assertThat(text(row, "endDate"))
                    .isEqualTo(first.plusMonths(6).minusDays(1).toString());
        }));
        biller.delete(path, "If-Match", etag).is(204);
        colleague.get(path).isProblem(404);
    }

    @Test
    void a_recipe_whose_group_is_gone_says_so_when_it_is_run() {
        String group = org.group("Short-lived", "F1");
        biller.put("/bulk-recipes/gone", recipe(group)).is(201);
        biller.ready(biller.send("POST", "/bulk-recipes/gone/previews", ""));
        String etag = biller.get("/billing-code-groups/" + group).is(200).etag();
        biller.delete("/billing-code-groups/" + group, "If-Match", etag).is(200, 204);

        eventually(() -> assertThat(biller.send("POST", "/bulk-recipes/gone/previews", "")
                        .isProblem(422)
                        .naming("billingCodeGroupId")
                        .problemType())
                .isEqualTo("unknown-group"));
    }

    @Test
    void what_cannot_be_run_is_not_kept() {
        String group = org.group("Wrong", "F1");
        biller.put("/bulk-recipes/wrong", object("kind", "ADD")).isProblem(400).naming("billingCodeGroupId");
        biller.put(
                        "/bulk-recipes/wrong",
                        object(
                                "kind", "UPDATE",
                                "selection", object("all", true),
                                "patch", object("endDate", object("monthsFromStart", 6))))
                .isProblem(400)
                .naming("patch.endDate");
        biller.put("/bulk-recipes/" + "x".repeat(61), recipe(group))
                .isProblem(400)
                .naming("name");
        biller.get("/bulk-recipes/wrong").isProblem(404);
    }

    @Test
    void a_recipe_changes_what_its_filter_lists_and_its_owner_corrects_it() {
        adding(HEADER + line("c-1", "PA-1") + line("c-2", "PA-2")).confirmed().succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(2));
        String path = "/bulk-recipes/extend";
        String etag =
                biller.put(path, extending(object("lastOfMonth", 6))).is(201).etag();
        Answer corrected = biller.put(path, extending(object("daysFromToday", 100)), "If-Match", etag)
                .is(200);
        assertThat(corrected.etag()).isNotEqualTo(etag);

        Preview preview = biller.ready(biller.send("POST", path + "/previews", ""));

        assertThat(preview.json().at("/recipe/name").asString()).isEqualTo("extend");
        assertThat(preview.json().at("/recipe/today").asString())
                .isEqualTo(org.today().toString());
        assertThat(preview.outcome("WOULD_CHANGE")).isEqualTo(2);
        preview.confirmed().succeeded();
        eventually(() -> assertThat(biller.listed("endsFrom=" + org.today().plusDays(100)))
                .isEqualTo(2));
        biller.delete(path).isProblem(428);
        biller.delete(path, "If-Match", etag).isProblem(412);
        biller.delete(path, "If-Match", corrected.etag()).is(204);
        biller.send("POST", path + "/previews", "").isProblem(404);
    }

    private static Object extending(Object end) {
        return object(
                "kind",
                "UPDATE",
                "timeZone",
                "UTC",
                "selection",
                object("filter", object("payerId", "bcbs")),
                "patch",
                object("endDate", end));
    }
}
