package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import health.authz.platform.web.CsvCells;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bulk changes from files: which lines become rows, which do not, and what comes of both. */
class BulkFileTest extends RunningBulk {
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final String HEADER = "clientId,billingCode,startDate,endDate,allottedUnits,authorizationNumber\n";

    private static HttpResponse<String> file(String query, String type, String body, String token) {
        String port = service.getEnvironment().getProperty("local.server.port");
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/bulk-previews" + query))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", type)
                            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static JsonNode file(String query, String type, String body, int expected) {
        HttpResponse<String> answer = file(query, type, body, biller());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        return json(answer);
    }

    private static JsonNode preview(String query, String body) {
        return preview(query, CSV, body);
    }

    private static JsonNode preview(String query, String type, String body) {
        HttpResponse<String> answer = file(query, type, body, biller());
        assertThat(answer.statusCode()).as(answer.body()).isIn(201, 202);
        return ready(json(answer));
    }

    private static List<JsonNode> items(String path) {
        return StreamSupport.stream(get(path).path("items").spliterator(), false)
                .toList();
    }

    private static List<JsonNode> results(JsonNode operation) {
        return items("/bulk-operations/" + operation.path("id").stringValue() + "/results?limit=500");
    }

    private static String added(String client) {
        return jdbc.queryForObject(
                "select authorization_id::text from authorization_window where client_id = ?", String.class, client);
    }

    private static String oneEach(int clients) {
        StringBuilder lines = new StringBuilder(HEADER);
        IntStream.rangeClosed(1, clients)
                .forEach(i -> lines.append("c-%05d,B1,2026-12-01,2027-05-31,12,PA-%d\n".formatted(i, i)));
        return lines.toString();
    }

    private static void addOneEach(int clients) {
        world(clients, 1);
        assertThat(confirmed(preview("?kind=ADD", oneEach(clients)))
                        .path("state")
                        .stringValue())
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void each_line_adds_an_authorization_with_its_own_values_and_no_group() {
        world(3, 2);

        JsonNode preview = preview(
                "?kind=ADD",
                HEADER
                        + "c-00002,B1,2026-12-01,2027-05-31,4,PA-2\r\n"
                        + "c-00001,B2,2026-12-01,2027-05-31,,\r\n"
                        + "c-00001,B1,2027-01-01,2027-03-31,7.5,PA-1\r\n"
                        + "c-99999,B1,2026-12-01,2027-05-31,1,\r\n"
                        + "c-00003,B9,2026-12-01,2027-05-31,1,\r\n");

        assertThat(preview.path("count").longValue()).isEqualTo(5);
        assertThat(preview.path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(3);
        assertThat(preview.path("outcomes").path("REJECTED").longValue()).isEqualTo(2);
        assertThat(preview.path("file").path("lines").longValue()).isEqualTo(5);
        assertThat(preview.path("file").path("badLines").longValue()).isZero();
        assertThat(preview.has("billingCodeGroupId")).isFalse();
        List<JsonNode> items = items("/bulk-previews/" + preview.path("id").stringValue() + "/items");
        assertThat(items.stream().map(item -> item.path("fileLine").longValue()))
                .containsExactly(4L, 3L, 2L, 6L, 5L);

        JsonNode operation = confirmed(preview);

        assertThat(operation.path("progress").path("succeeded").longValue()).isEqualTo(3);
        assertThat(events("AuthAdded")).isEqualTo(3);
        assertThat(jdbc.queryForList(
                        "select client_id || ' ' || billing_code || ' ' || start_date || ' ' || coalesce(authorization_number, '-')"
                                + " from authorization_window order by 1",
                        String.class))
                .containsExactly("c-00001 B1 2027-01-01 PA-1", "c-00001 B2 2026-12-01 -", "c-00002 B1 2026-12-01 PA-2");
    }

    /** Rule B-64. */
    @Test
    void codes_are_named_in_any_case_and_kept_as_they_were_defined() {
        world(2, 2);

        JsonNode preview = preview(
                "?kind=ADD",
                HEADER
                        + "c-00001,b1,2026-12-01,2027-05-31,4,PA-1\n"
                        + "c-00001,B1,2026-12-01,2027-05-31,4,PA-1\n"
                        + "c-00001,B1,2027-01-01,2027-03-31,4,PA-2\n"
                        + "c-00002,b2,2026-12-01,2027-05-31,4,PA-3\n");
        assertThat(preview.path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(2);
        JsonNode operation = confirmed(preview);
        assertThat(results(operation).stream()
                        .map(row -> row.path("billingCode").stringValue()))
                .containsOnly("B1", "B2");
        assertThat(jdbc.queryForList(
                        "select client_id || ' ' || billing_code from authorization_window order by 1", String.class))
                .containsExactly("c-00001 B1", "c-00002 B2");
        assertThat(jdbc.queryForObject(
                        "select count(*) from domain_event_entry where payload_type = 'AuthAdded' and convert_from(payload, 'UTF8') ~ '\"b[12]\"'",
                        Long.class))
                .isZero();

        JsonNode change = preview(
                "?kind=UPDATE", "clientId,billingCode,startDate,authorizationNumber\nc-00001,b1,2026-12-01,PA-9\n");
        assertThat(change.path("outcomes").path("WOULD_CHANGE").longValue()).isEqualTo(1);
        JsonNode byId = preview(
                "?kind=UPDATE", "authorizationId,billingCode,authorizationNumber\n" + added("c-00002") + ",b2,PA-8\n");
        assertThat(byId.path("outcomes").path("WOULD_CHANGE").longValue()).isEqualTo(1);
    }

    /** Rule B-64. */
    @Test
    void values_of_single_codes_are_given_by_their_names_in_any_case_and_once() {
        world(1, 2);
        Map<String, Object> form = new HashMap<>(add(Map.of("ids", List.of("c-00001")), "2026-12-01", "2027-05-31"));
        form.put("perCode", Map.of("b1", Map.of("allottedUnits", 3)));

        confirmed(ready(post("/bulk-previews", form, 201, 202)));
        assertThat(jdbc.queryForList(
                        "select convert_from(payload, 'UTF8') from domain_event_entry where payload_type = 'AuthAdded'",
                        String.class))
                .filteredOn(event -> event.contains("\"B1\""))
                .singleElement()
                .asString()
                .contains("\"allotted\":3");

        form.put("perCode", Map.of("b1", Map.of("allottedUnits", 3), "B1", Map.of("allottedUnits", 4)));
        assertThat(post("/bulk-previews", form, 400).path("detail").stringValue())
                .contains("perCode.");
    }

    @Test
    void bad_lines_are_listed_and_never_enter_the_operation() {
        world(4, 1);

        JsonNode preview = preview(
                "?kind=ADD",
                HEADER
                        + "c-00001,B1,2026-12-01,2027-05-31,12,\n"
                        + "c-00002,B1,soon,2027-05-31,12,\n"
                        + "c-00001,B1,2026-12-01,2027-05-31,20,\n"
                        + ",B1,2026-12-01,2027-05-31,-1,\n"
                        + "c-00004,B1,2026-12-01,2027-05-31,12,\n");

        assertThat(preview.path("count").longValue()).isEqualTo(2);
        JsonNode file = preview.path("file");
        assertThat(file.path("lines").longValue()).isEqualTo(5);
        assertThat(file.path("badLines").longValue()).isEqualTo(3);
        String all = file.path("allProblems").stringValue().substring("/api/v1".length());
        List<String> places = items(all).stream()
                .map(problem -> problem.path("line").longValue() + " "
                        + problem.path("column").stringValue())
                .toList();
        assertThat(places).containsExactly("3 startDate", "4 line", "5 clientId", "5 allottedUnits");
        assertThat(items(all).get(1).path("detail").stringValue()).contains("line 2");
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(all + "?limit=1" + cursor);
            assertThat(page.path("count").longValue()).isEqualTo(4);
            page.path("items")
                    .forEach(problem -> paged.add(problem.path("line").longValue() + " "
                            + problem.path("column").stringValue()));
            cursor = page.path("nextCursor").isNull()
                    ? null
                    : "&cursor=" + page.path("nextCursor").stringValue();
        } while (cursor != null);
        assertThat(paged).isEqualTo(places);

        assertThat(confirmed(preview).path("progress").path("succeeded").longValue())
                .isEqualTo(2);
        assertThat(events("AuthAdded")).isEqualTo(2);
        assertThat(jdbc.queryForObject("select count(*) from bulk_file_line", Long.class))
                .isZero();
    }

    @Test
    void a_sheet_in_other_words_is_read_and_the_preview_lists_what_it_passed_over() {
        world(2, 1);

        JsonNode preview = preview(
                "?kind=ADD",
                "Client ID;Billing Code;Start Date;End Date;Units;Notes\r\n"
                        + "c-00001;B1;2026-12-01;2027-05-31;12;call back\r\n"
                        + "c-00002;B1;2026-12-01;31/05/2027;1,5;\r\n");

        assertThat(preview.path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(1);
        assertThat(preview.path("ignoredColumns").toString()).isEqualTo("[\"Notes\"]");
        assertThat(preview.path("file").path("badLines").longValue()).isEqualTo(1);
        assertThat(preview.path("file").path("problems"))
                .extracting(problem -> problem.path("detail").stringValue())
                .anySatisfy(detail -> assertThat(detail).endsWith("\"31/05/2027\""))
                .anySatisfy(detail -> assertThat(detail).endsWith("\"1,5\""));
        assertThat(preview("?kind=ADD", oneEach(1)).path("ignoredColumns").toString())
                .isEqualTo("[]");
        assertThat(post("/bulk-previews", update(Map.of("payerReference", "x")), 201, 202, 422)
                        .has("ignoredColumns"))
                .isFalse();
    }

    @Test
    void rows_are_found_by_their_number_and_several_of_one_number_are_ambiguous() {
        world(2, 2);
        confirmed(preview(
                "?kind=ADD&onOverlap=ALLOW",
                HEADER
                        + "c-00001,B1,2026-12-01,2027-05-31,12,PA-1\n"
                        + "c-00001,B2,2026-12-01,2027-05-31,12,PA-1\n"
                        + "c-00002,B1,2026-12-01,2027-02-28,12,PA-2\n"
                        + "c-00002,B1,2027-03-01,2027-05-31,12,PA-2\n"
                        + "c-00002,B1,2027-03-01,2027-06-30,12,PA-3\n"));

        JsonNode preview = preview(
                "?kind=UPDATE&dateFormat=MM/dd/yyyy",
                "Client ID,Billing code,Authorization number,Start date,End date\n"
                        + "c-00001,B1,pa 1,,06/30/2027\n"
                        + "c-00002,B1,PA-2,,6/30/2027\n"
                        + "c-00001,B2,PA-9,,06/30/2027\n"
                        + "c-00002,B1,PA-3,3/1/2027,7/31/2027\n"
                        + "c-00002,B1,PA-8,3/1/2027,7/31/2027\n");

        assertThat(preview.path("file").path("problems"))
                .extracting(problem -> problem.path("line").longValue() + " "
                        + problem.path("column").stringValue() + " "
                        + problem.path("type").asString("-"))
                .containsExactly(
                        "3 authorizationId ambiguous", "4 authorizationNumber -", "6 authorizationId ambiguous");
        assertThat(preview.path("outcomes").path("WOULD_CHANGE").longValue()).isEqualTo(2);
        confirmed(preview);
        assertThat(jdbc.queryForList(
                        "select authorization_number || ' ' || billing_code || ' ' || end_date from authorization_window"
                                + " where end_date > '2027-06-29' order by 1",
                        String.class))
                .containsExactly("PA-1 B1 2027-06-30", "PA-3 B1 2027-07-31");
    }

    @Test
    void how_a_sheet_is_read_goes_into_the_query_and_is_refused_by_name() {
        world(1, 1);
        String defaults = "%7B%22endDate%22%3A%222027-05-31%22%2C%22allottedUnits%22%3A7%7D";

        JsonNode preview = preview(
                "?kind=ADD&skipLines=1&dateFormat=dd.MM.yyyy&defaults=" + defaults,
                "Letter of the payer\nclientId;billingCode;startDate\nc-00001;B1;1.12.2026\n");

        assertThat(confirmed(preview).path("progress").path("succeeded").longValue())
                .isEqualTo(1);
        assertThat(jdbc.queryForMap("select start_date::text as s, end_date::text as e from authorization_window"))
                .containsEntry("s", "2026-12-01")
                .containsEntry("e", "2027-05-31");
        assertThat(file("?kind=ADD&dateFormat=dd.MM.yy", CSV, HEADER, 400)
                        .path("detail")
                        .stringValue())
                .contains("dateFormat");
        assertThat(file("?kind=ADD&dateFormat=dd.MM.yyyy", NDJSON, "{}", 400)
                        .path("detail")
                        .stringValue())
                .contains("text/csv");
    }

    @Test
    void a_line_that_names_somebody_else_is_a_warning_and_the_name_is_kept_nowhere() {
        addOneEach(3);

        JsonNode preview = preview(
                "?kind=UPDATE",
                "authorizationId,clientName,endDate\n"
                        + added("c-00001") + ",\"F, G\",2027-06-30\n"
                        + added("c-00002") + ",\"Reed, Ann\",2027-06-30\n"
                        + added("c-00003") + ",g f,2027-06-30\n");
        JsonNode add = preview(
                "?kind=ADD",
                "clientId,billingCode,startDate,endDate,allottedUnits,clientName\n"
                        + "c-00001,B1,2028-12-01,2029-05-31,12,Ann Reed\n");

        for (JsonNode each : List.of(preview, add)) {
            assertThat(each.path("warnings")).anySatisfy(warning -> {
                assertThat(warning.path("type").stringValue()).isEqualTo("NAME_DIFFERS");
                assertThat(warning.path("count").longValue()).isEqualTo(1);
            });
        }
        assertThat(items("/bulk-previews/" + preview.path("id").stringValue() + "/items?warning=NAME_DIFFERS"))
                .extracting(item -> item.path("fileLine").longValue())
                .containsExactly(3L);
        confirmed(preview);
        assertThat(jdbc.queryForObject(
                        "select count(*) from bulk_preview_chunk where targets like '%Reed%' or items like '%Reed%'",
                        Long.class))
                .isZero();
        assertThat(jdbc.queryForObject(
                        "select count(*) from domain_event_entry where convert_from(payload, 'UTF8') like '%Reed%'",
                        Long.class))
                .isZero();
    }

    @Test
    void names_of_clients_out_of_sight_are_not_compared() {
        addOneEach(1);
        String token = neighbours.token("abc", "kid", List.of("children"), BILLER);

        JsonNode preview = json(file(
                "?kind=UPDATE",
                CSV,
                "authorizationId,clientName,endDate\n" + added("c-00001") + ",\"Reed, Ann\",2027-06-30\n",
                token));

        assertThat(preview.path("warnings")).isEmpty();
        assertThat(preview.path("outcomes").path("REJECTED").longValue()).isEqualTo(1);
    }

    @Test
    void an_operation_says_how_many_lines_of_its_file_were_left_out_and_so_does_what_failed() {
        world(2, 1);
        JsonNode preview = preview(
                "?kind=ADD", HEADER + "c-00001,B1,2026-12-01,2027-05-31,12,PA-1\nc-00002,B1,soon,2027-05-31,12,PA-2\n");

        JsonNode operation = confirmed(preview);
        String failed = failures(operation);

        assertThat(operation.path("linesLeftOut").longValue()).isEqualTo(1);
        assertThat(failed.lines()).hasSize(2);
        assertThat(failed).contains("LEFT_OUT").contains("1 line of the file could not be used");
        assertThat(file("?kind=ADD", CSV, failed, 422).path("type").stringValue())
                .endsWith("/no-usable-line");
        assertThat(file("?kind=ADD", CSV, failed, 422).path("detail").stringValue())
                .contains("no lines besides");
        JsonNode whole =
                confirmed(preview("?kind=UPDATE", "authorizationId,endDate\n" + added("c-00001") + ",2027-06-30\n"));
        assertThat(whole.path("linesLeftOut").longValue()).isZero();
        assertThat(failures(whole).lines()).hasSize(1);
        assertThat(confirmed(post("/bulk-previews", update(Map.of("payerReference", "call")), 201))
                        .has("linesLeftOut"))
                .isFalse();
    }

    @Test
    void lines_that_were_left_out_come_back_as_a_sheet_that_says_why_and_are_sent_again_corrected() {
        world(3, 1);
        JsonNode preview = preview(
                "?kind=ADD&dateFormat=MM/dd/yyyy",
                "Client ID,Notes,Billing code,Start date,End date,Units\n"
                        + "c-00001,x,B1,12/01/2026,05/31/2027,12\n"
                        + "c-00002,\"Reed, Ann\",B1,13/01/2026,05/31/2027,\"1,2\"\n"
                        + "c-00001,x,B1,12/01/2026,05/31/2027,12\n");

        HttpResponse<String> bad = exchange(
                "GET",
                "/bulk-previews/" + preview.path("id").stringValue() + "/file-problems",
                null,
                null,
                biller(),
                "Accept",
                "text/csv, */*");

        assertThat(bad.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(bad.body().lines().toList())
                .satisfiesExactly(
                        header -> assertThat(header)
                                .isEqualTo("Client ID,Billing code,Start date,End date,Units,fileLine,why"),
                        line -> assertThat(line)
                                .startsWith("c-00002,B1,13/01/2026,05/31/2027,\"1,2\",3,")
                                .contains("startDate: is a date", "allottedUnits: is a number"),
                        twin -> assertThat(twin)
                                .startsWith("c-00001,B1,12/01/2026,05/31/2027,12,4,")
                                .contains("the same authorization as line 2"));
        assertThat(bad.body()).doesNotContain("Reed");
        JsonNode again = preview(
                "?kind=ADD&dateFormat=MM/dd/yyyy",
                bad.body().replace("13/01/2026", "12/01/2026").replace(",\"1,2\",3,", ",12,3,"));
        assertThat(again.path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(2);
        assertThat(again.path("ignoredColumns")).isEmpty();
    }

    @Test
    void a_mapping_is_kept_like_a_recipe_and_named_in_the_query() {
        world(1, 1);
        String mapping = "{\"columns\":{\"Service Code\":\"billingCode\"},\"dateFormat\":\"MM/dd/yyyy\"}";
        String somebodyElse = neighbours.token("abc", "colleague", List.of("*"), BILLER);

        assertThat(exchange("PUT", "/bulk-mappings/Vendor", mapping, null, biller())
                        .statusCode())
                .isEqualTo(201);
        assertThat(exchange("PUT", "/bulk-mappings/vendor", mapping, null, somebodyElse)
                        .body())
                .contains("mapping-of-somebody-else");
        assertThat(exchange("PUT", "/bulk-mappings/vendor", mapping, null, biller())
                        .statusCode())
                .isEqualTo(428);
        assertThat(exchange("PUT", "/bulk-mappings/vendor", mapping, null, biller(), "If-Match", "\"1\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(exchange("GET", "/bulk-mappings/vendor", null, null, somebodyElse)
                        .headers()
                        .firstValue("ETag"))
                .contains("\"2\"");
        assertThat(get("/bulk-mappings")
                        .path("items")
                        .get(0)
                        .path("columns")
                        .path("Service Code")
                        .stringValue())
                .isEqualTo("billingCode");
        HttpResponse<String> used = file(
                "?kind=ADD&mapping=VENDOR",
                CSV,
                "Client ID,Service Code,Start Date,End Date,Units\nc-00001,B1,12/01/2026,05/31/2027,12\n",
                somebodyElse);
        assertThat(json(used).path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(1);
        assertThat(exchange("DELETE", "/bulk-mappings/vendor", null, null, biller(), "If-Match", "\"2\"")
                        .statusCode())
                .isEqualTo(204);
        assertThat(file("?kind=ADD&mapping=vendor", CSV, HEADER, 400)
                        .path("detail")
                        .stringValue())
                .contains("bulk-mappings");
        assertThat(exchange(
                                "GET",
                                "/bulk-mappings/vendor",
                                null,
                                null,
                                neighbours.token("xyz", "biller", List.of("*"), BILLER))
                        .statusCode())
                .isEqualTo(404);
        assertThat(exchange("GET", "/bulk-previews/template?kind=UPDATE", null, null, biller())
                        .body())
                .startsWith("Authorization ID,Client ID,Billing code,");
    }

    /** What a US spreadsheet makes of a sheet that is opened and saved: dates, flags, numbers and long or zero-led digits in its own way. */
    private static String savedByExcel(String csv) {
        StringBuilder saved = new StringBuilder();
        csv.lines().forEach(line -> {
            List<String> cells = new ArrayList<>();
            for (String cell : line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)) {
                cells.add(
                        cell.matches("\\d{4}-\\d{2}-\\d{2}")
                                ? Integer.parseInt(cell.substring(5, 7)) + "/" + Integer.parseInt(cell.substring(8))
                                        + "/" + cell.substring(0, 4)
                                : cell.matches("true|false")
                                        ? cell.toUpperCase(java.util.Locale.ROOT)
                                        : cell.matches("\\d{12,}")
                                                ? "%.5E".formatted(Double.parseDouble(cell))
                                                : cell.matches("\\d+(\\.\\d+)?")
                                                        ? new java.math.BigDecimal(cell)
                                                                .stripTrailingZeros()
                                                                .toPlainString()
                                                        : cell);
            }
            saved.append(String.join(",", cells)).append("\r\n");
        });
        return saved.toString();
    }

    @Test
    void our_own_sheet_comes_back_from_a_spreadsheet_as_unchanged() {
        addOneEach(4);
        String[] numbers = {"00481516", "471104000123", "PA-881", "1E5"};
        StringBuilder export = new StringBuilder(
                "authorizationId,systemAuthNo,clientId,clientName,divisionIds,billingCode,payerId,authorizationNumber,payerReference,"
                        + "startDate,endDate,allottedUnits,remainingUnits,pendingUnits,consumedUnits,unitAlertLevel,"
                        + "expirationAlertDays,unmanaged,status,badges,operationId,seq\r\n");
        for (int i = 0; i < numbers.length; i++) {
            String client = "c-%05d".formatted(i + 1);
            confirmed(preview(
                    "?kind=UPDATE", "authorizationId,authorizationNumber\n" + added(client) + "," + numbers[i] + "\n"));
            export.append(CsvCells.line(java.util.Arrays.asList(
                    added(client),
                    1L,
                    client,
                    "F, G",
                    "adult",
                    "B1",
                    "bcbs",
                    numbers[i],
                    null,
                    "2026-12-01",
                    "2027-05-31",
                    new java.math.BigDecimal("12.00"),
                    new java.math.BigDecimal("12.00"),
                    0,
                    0,
                    null,
                    null,
                    false,
                    "PENDING_START",
                    "",
                    null,
                    1L)));
        }

        JsonNode preview = preview("?kind=UPDATE&dateFormat=M/d/yyyy", savedByExcel(export.toString()));

        assertThat(preview.path("file").path("badLines").longValue())
                .as(preview.path("file").toString())
                .isZero();
        assertThat(preview.path("outcomes").path("UNCHANGED").longValue()).isEqualTo(4);
        assertThat(preview.path("warnings")).isEmpty();
        assertThat(preview.path("ignoredColumns")).isEmpty();
    }

    @Test
    void lines_for_two_payers_or_two_numbers_are_two_rows_and_equal_ones_are_one() {
        world(1, 1);
        jdbc.update("update directory_record set value = replace(value, '[\"bcbs\"]', '[\"bcbs\",\"aetna\"]'),"
                + " version = version + 1");

        JsonNode preview = preview(
                "?kind=ADD&onOverlap=ALLOW",
                "clientId,billingCode,startDate,endDate,allottedUnits,payerId,authorizationNumber\n"
                        + "c-00001,B1,2026-12-01,2027-05-31,12,bcbs,QX-1\n"
                        + "c-00001,B1,2026-12-01,2027-05-31,6,aetna,QX-2\n"
                        + "c-00001,B1,2026-12-01,2027-05-31,6,aetna,qx2\n"
                        + "c-00001,B1,2026-12-01,2027-05-31,6,bcbs,QX-3\n"
                        + "c-00001,B1,2026-12-01,2027-04-30,6,bcbs,QX-3\n"
                        + "c-00001,B1,2026-12-01,2027-05-31,6,,QX-1\n");

        assertThat(preview.path("file").path("problems"))
                .extracting(problem -> problem.path("line").longValue() + " "
                        + problem.path("detail").stringValue())
                .containsExactly("4 is about the same authorization as line 3; keep one of the two");
        assertThat(preview.path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(4);
        assertThat(preview.path("outcomes").path("SKIPPED").longValue())
                .as("without a payer it is the primary one's, so a rule finds the duplicate")
                .isEqualTo(1);

        assertThat(confirmed(preview).path("progress").path("succeeded").longValue())
                .isEqualTo(4);
        assertThat(events("AuthAdded")).isEqualTo(4);
    }

    @Test
    void numbers_that_a_spreadsheet_changed_are_refused_or_counted_and_listed() {
        world(3, 1);
        confirmed(preview(
                "?kind=ADD",
                HEADER
                        + "c-00001,B1,2026-12-01,2027-05-31,12,471104000123\n"
                        + "c-00002,B1,2026-12-01,2027-05-31,12,00481516\n"
                        + "c-00003,B1,2026-12-01,2027-05-31,12,123456789\n"));

        JsonNode preview = preview(
                "?kind=UPDATE",
                "authorizationId,authorizationNumber\n"
                        + added("c-00001") + ",4.71104E+11\n"
                        + added("c-00002") + ",481516\n"
                        + added("c-00003") + ",123456789.0\n");

        assertThat(preview.path("file").path("problems"))
                .extracting(problem -> problem.path("line").longValue() + " "
                        + problem.path("column").stringValue())
                .containsExactly("2 authorizationNumber");
        assertThat(preview.path("warnings")).anySatisfy(warning -> {
            assertThat(warning.path("type").stringValue()).isEqualTo("NUMBER_LOOKS_DAMAGED");
            assertThat(warning.path("count").longValue()).isEqualTo(2);
        });
        assertThat(items("/bulk-previews/" + preview.path("id").stringValue() + "/items?warning=NUMBER_LOOKS_DAMAGED"))
                .hasSize(2);
    }

    @Test
    void rows_of_one_client_and_code_that_overlap_are_judged_in_the_preview_as_in_earnest() {
        world(1, 1);

        JsonNode preview = preview(
                "?kind=ADD",
                HEADER
                        + "c-00001,B1,2026-12-01,2027-05-31,12,\n"
                        + "c-00001,B1,2027-02-01,2027-07-31,12,\n"
                        + "c-00001,B1,2027-08-01,2027-12-31,12,\n");

        assertThat(preview.path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(2);
        assertThat(preview.path("rejectedByReason").get(0).path("type").stringValue())
                .isEqualTo("/problems/overlapping-authorization");
        JsonNode operation = confirmed(preview);
        assertThat(operation.path("progress").path("succeeded").longValue()).isEqualTo(2);
        assertThat(operation.path("progress").path("failed").longValue()).isEqualTo(1);
    }

    @Test
    void lines_find_the_rows_to_change_by_id_or_by_client_code_and_start() {
        addOneEach(4);
        String first = added("c-00001");
        String second = added("c-00002");

        JsonNode preview = preview(
                "?kind=UPDATE",
                "authorizationId,clientId,billingCode,startDate,endDate,allottedUnits,authorizationNumber\n"
                        + first + ",,,,2027-06-30,,\\clear\n"
                        + second + ",c-00003,B1,,2027-06-30,,\n"
                        + ",c-00003,B1,2026-12-01,,20,\n"
                        + ",c-00004,B1,2026-12-02,,20,\n"
                        + first.toUpperCase(java.util.Locale.ROOT) + ",,,,2027-07-31,,\n"
                        + UUID.randomUUID() + ",,,,2027-06-30,,\n");

        assertThat(preview.path("count").longValue()).isEqualTo(3);
        assertThat(preview.path("outcomes").path("WOULD_CHANGE").longValue()).isEqualTo(2);
        assertThat(preview.path("rejectedByReason").get(0).path("type").stringValue())
                .isEqualTo("/problems/unknown-authorization");
        assertThat(preview.path("file").path("problems"))
                .extracting(problem -> problem.path("line").longValue() + " "
                        + problem.path("column").stringValue())
                .containsExactly("3 clientId", "5 startDate", "6 line");

        confirmed(preview);

        assertThat(
                        jdbc.queryForMap(
                                "select end_date::text as e, authorization_number as n from authorization_window where client_id = 'c-00001'"))
                .containsEntry("e", "2027-06-30")
                .containsEntry("n", null);
        assertThat(events("AuthFieldsPatched")).isEqualTo(2);
    }

    @Test
    void what_changes_between_preview_and_execution_is_stale_as_ever() {
        addOneEach(2);
        JsonNode preview = preview(
                "?kind=UPDATE",
                "authorizationId,endDate\n" + added("c-00001") + ",2027-06-30\n" + added("c-00002") + ",2027-06-30\n");
        confirmed(preview("?kind=UPDATE", "authorizationId,endDate\n" + added("c-00001") + ",2027-09-30\n"));

        JsonNode operation = confirmed(preview);

        assertThat(results(operation).stream().map(row -> row.path("outcome").stringValue()))
                .containsExactlyInAnyOrder("STALE", "CHANGED");
    }

    @Test
    void who_may_not_see_a_client_neither_finds_nor_changes_nor_adds_to_it() {
        addOneEach(1);
        String token = neighbours.token("abc", "kid", List.of("children"), BILLER);

        HttpResponse<String> byStart = file(
                "?kind=UPDATE",
                CSV,
                "clientId,billingCode,startDate,endDate\nc-00001,B1,2026-12-01,2027-06-30\n",
                token);
        HttpResponse<String> byId = file(
                "?kind=UPDATE",
                CSV,
                "authorizationId,clientId,endDate\n" + added("c-00001") + ",c-7,2027-06-30\n",
                token);
        HttpResponse<String> toAdd = file("?kind=ADD", CSV, HEADER + "c-00001,B1,2028-12-01,2029-05-31,12,\n", token);

        assertThat(byStart.statusCode()).isEqualTo(422);
        assertThat(byStart.body()).contains("that you may see");
        assertThat(json(byId).path("rejectedByReason").get(0).path("type").stringValue())
                .isEqualTo("/problems/unknown-authorization");
        assertThat(json(toAdd).path("rejectedByReason").get(0).path("type").stringValue())
                .isEqualTo("/problems/unknown-client");
    }

    @Test
    void objects_a_line_do_the_same_as_a_sheet() {
        world(2, 1);

        JsonNode preview = preview("?kind=ADD&onDuplicate=REJECT&onOverlap=SKIP", NDJSON, """
                {"clientId":"c-00001","billingCode":"B1","startDate":"2026-12-01","endDate":"2027-05-31","payerId":null}
                {"clientId":"c-00002","billingCode":"B1","startDate":"2026-12-01","endDate":"2027-05-31","allottedUnits":3}
                {"clientId":"c-00002","billingCode":"B1","startDate":"2027-01-01","endDate":"2027-05-31","allottedUnits":3}
                {"clientId":7}
                """);

        assertThat(preview.path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(2);
        assertThat(preview.path("outcomes").path("SKIPPED").longValue()).isEqualTo(1);
        assertThat(preview.path("file").path("badLines").longValue()).isEqualTo(1);
        assertThat(confirmed(preview).path("progress").path("succeeded").longValue())
                .isEqualTo(2);
    }

    @Test
    void a_file_that_cannot_be_used_leaves_nothing() {
        world(1, 1);

        assertThat(file("?kind=ADD", CSV, "", 422).path("type").stringValue()).endsWith("/unreadable-file");
        assertThat(file("?kind=ADD", CSV, HEADER, 422).path("type").stringValue())
                .endsWith("/no-usable-line");
        assertThat(file("?kind=ADD", CSV, HEADER + "c-1,,,,,\n", 422)
                        .path("errors")
                        .get(0)
                        .path("field")
                        .stringValue())
                .startsWith("line 2, ");
        assertThat(file("?kind=ADD", CSV + ";charset=ISO-8859-1", HEADER, 415)
                        .path("detail")
                        .stringValue())
                .contains("UTF-8");
        assertThat(file("", CSV, HEADER, 400).path("detail").stringValue()).contains("?kind=ADD");
        assertThat(file("?kind=UPDATE&onOverlap=SKIP", CSV, HEADER, 400)
                        .path("detail")
                        .stringValue())
                .contains("kind=ADD");
        assertThat(file("?kind=ADD", CSV, HEADER, neighbours.token("abc", "reader", List.of("*"), List.of("auth:read")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(jdbc.queryForObject("select count(*) from bulk_file_line", Long.class))
                .isZero();
        assertThat(jdbc.queryForObject("select count(*) from bulk_preview where state <> 'FAILED'", Long.class))
                .isZero();
    }

    @Test
    void a_hundred_thousand_lines_are_taken_and_not_one_more() {
        world(1, 1);
        StringBuilder lines = new StringBuilder(HEADER);
        IntStream.rangeClosed(1, 100_000)
                .forEach(i -> lines.append("c-9%05d,B1,2026-12-01,2027-05-31,12,PA-%d\n".formatted(i, i)));

        JsonNode preview = preview("?kind=ADD", lines.toString());

        assertThat(preview.path("count").longValue()).isEqualTo(100_000);
        assertThat(preview.path("outcomes").path("REJECTED").longValue()).isEqualTo(100_000);
        lines.append("c-00001,B1,2026-12-01,2027-05-31,12,\n");
        assertThat(file("?kind=ADD", CSV, lines.toString(), 422).path("type").stringValue())
                .endsWith("/too-many-lines");
    }

    @Test
    void the_organisation_s_limit_holds_for_files_too() {
        world(3, 1);
        jdbc.update(
                "insert into setting_copy (tenant, key, value) values ('abc', 'bulk.rows-max', ?)",
                Json.mapper().writeValueAsString(2));

        JsonNode refused = file(
                "?kind=ADD",
                CSV,
                HEADER + "c-00001,B1,2026-12-01,2027-05-31,1,\nc-00002,B1,2026-12-01,2027-05-31,1,\n"
                        + "c-00003,B1,2026-12-01,2027-05-31,1,\n",
                422);

        assertThat(refused.path("type").stringValue()).endsWith("/too-many-rows");
        assertThat(jdbc.queryForObject("select count(*) from bulk_file_line", Long.class))
                .isZero();
    }

    private static String failures(JsonNode operation) {
        return failures(operation, CSV);
    }

    private static String failures(JsonNode operation, String type) {
        HttpResponse<String> answer = exchange(
                "GET",
                "/bulk-operations/" + operation.path("id").stringValue() + "/results?outcome=FAILED",
                null,
                null,
                biller(),
                "Accept",
                type);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void what_failed_of_a_group_is_corrected_in_one_cell_and_sent_again_as_it_is() {
        world(3, 2);
        jdbc.update("update billing_code_copy set unmanaged = true where code = 'B2'");
        confirmed(preview(
                "?kind=ADD",
                "clientId,billingCode,startDate,endDate\nc-00002,B1,2026-12-01,2027-05-31\nc-00002,B2,2026-12-01,\n"));
        Map<String, Object> asked = new HashMap<>(add(Map.of("all", true), "2026-12-01", "2027-06-30"));
        asked.put(
                "values",
                Map.of(
                        "startDate", "2026-12-01",
                        "endDate", "2027-06-30",
                        "allottedUnits", 7.5,
                        "authorizationNumber", "=1+1"));

        JsonNode first = confirmed(post("/bulk-previews", asked, 201));
        String failed = failures(first);

        assertThat(first.path("progress").path("succeeded").longValue()).isEqualTo(4);
        assertThat(failed.lines()).hasSize(3).allSatisfy(line -> assertThat(line)
                .doesNotContain("c-00001"));
        assertThat(failed).contains("'=1+1");
        long before = events("AuthAdded");
        JsonNode second = confirmed(preview("?kind=ADD", failed.replace(",2026-12-01,", ",2027-06-01,")));

        assertThat(second.path("state").stringValue()).isEqualTo("PARTIALLY_SUCCEEDED");
        assertThat(second.path("progress").path("succeeded").longValue()).isEqualTo(1);
        assertThat(events("AuthAdded")).isEqualTo(before + 1);
        assertThat(jdbc.queryForMap("select authorization_number as n, end_date::text as e from authorization_window"
                        + " where client_id = 'c-00002' and start_date = '2027-06-01'"))
                .containsEntry("n", "=1+1")
                .containsEntry("e", "2027-06-30");
        String again = failures(second);
        assertThat(again.lines()).hasSize(2);
        assertThat(again).contains("B2").contains("fileLine");
    }

    @Test
    void what_was_stale_or_never_reached_is_sent_again_and_nothing_is_done_twice() {
        addOneEach(3);
        JsonNode preview = preview(
                "?kind=UPDATE",
                "authorizationId,endDate,authorizationNumber\n" + added("c-00001") + ",2027-06-30,\\clear\n"
                        + added("c-00002") + ",2027-06-30,\n");
        confirmed(preview("?kind=UPDATE", "authorizationId,endDate\n" + added("c-00001") + ",2027-09-30\n"));
        JsonNode first = confirmed(preview);

        String failed = failures(first);
        JsonNode second = confirmed(preview("?kind=UPDATE", failed));

        assertThat(failed).contains("STALE").contains("\\clear").doesNotContain("c-00002");
        assertThat(second.path("progress").path("succeeded").longValue()).isEqualTo(1);
        assertThat(events("AuthFieldsPatched")).isEqualTo(3);
        jdbc.update(
                "update bulk_operation_chunk set outcomes = null, changed = 0, stale = 0, not_processed = 2 where operation_id = ?",
                UUID.fromString(first.path("id").stringValue()));
        String unreached = failures(first);
        assertThat(unreached.lines()).hasSize(3);
        assertThat(unreached)
                .contains("NOT_PROCESSED")
                .contains(added("c-00002"))
                .contains("2027-06-30");
        assertThat(confirmed(preview("?kind=UPDATE", unreached))
                        .path("progress")
                        .path("unchanged")
                        .longValue())
                .isEqualTo(2);
        assertThat(get("/bulk-operations/" + first.path("id").stringValue()
                                + "/results?outcome=CHANGED,NOT_PROCESSED&outcome=STALE")
                        .path("count")
                        .longValue())
                .isEqualTo(2);
    }

    @Test
    void what_failed_is_sent_again_as_objects_too() {
        addOneEach(2);
        JsonNode change = preview(
                "?kind=UPDATE",
                "authorizationId,endDate,payerReference\n" + added("c-00001") + ",2027-06-30,\\clear\n"
                        + added("c-00002") + ",\"{\"\"addDays\"\": 3}\",call 7\n");
        confirmed(preview(
                "?kind=UPDATE",
                "authorizationId,endDate,payerReference\n" + added("c-00001") + ",2027-07-01,call 6\n"
                        + added("c-00002") + ",2027-07-01,\n"));
        JsonNode stale = confirmed(change);

        String failed = failures(stale, NDJSON);
        JsonNode again = confirmed(preview("?kind=UPDATE", NDJSON, failed));

        assertThat(failed)
                .contains("\"payerReference\":null", "\"endDate\":{\"addDays\":3}", "\"fileLine\":3")
                .doesNotContain("allottedUnits");
        assertThat(again.path("progress").path("succeeded").longValue()).isEqualTo(2);
        assertThat(jdbc.queryForList(
                        "select end_date::text from authorization_window order by client_id", String.class))
                .containsExactly("2027-06-30", "2027-07-04");
        JsonNode rows = confirmed(preview("?kind=ADD", HEADER + "c-00009,B1,2027-01-01,2027-02-01,5,=1\n"));
        String lost = failures(rows, NDJSON);
        assertThat(confirmed(preview("?kind=ADD", NDJSON, lost.replace("c-00009", "c-00001")))
                        .path("progress")
                        .path("failed")
                        .longValue())
                .as("it overlaps, and is read")
                .isEqualTo(1);
    }

    @Test
    void a_file_that_sets_remaining_units_is_asked_for_like_a_form_that_does() {
        addOneEach(2);
        String id = added("c-00001");

        JsonNode ends = preview("?kind=UPDATE", "authorizationId,remainingUnits,endDate\n" + id + ",,2027-06-30\n");
        JsonNode units = preview("?kind=UPDATE", "authorizationId,remainingUnits,endDate\n" + id + ",3,\n");

        assertThat(ends.has("units")).isFalse();
        assertThat(units.has("units")).isTrue();
    }

    @Test
    void the_windows_of_a_client_are_decided_together_however_chunks_fall() {
        world(501, 1);

        JsonNode preview = preview("?kind=ADD", oneEach(501) + "c-00500,B1,2027-01-01,2027-08-31,12,\n");

        assertThat(jdbc.queryForList("select row_count from bulk_preview_chunk order by chunk", Integer.class))
                .containsExactly(501, 1);
        assertThat(preview.path("outcomes").path("WOULD_ADD").longValue()).isEqualTo(501);
        assertThat(preview.path("outcomes").path("REJECTED").longValue()).isEqualTo(1);
        assertThat(confirmed(preview).path("progress").path("succeeded").longValue())
                .isEqualTo(501);
    }

    @Test
    void windows_that_end_each_other_are_all_taken_back_and_what_they_ended_is_as_before() {
        world(1, 1);
        confirmed(preview("?kind=ADD", HEADER + "c-00001,B1,2026-10-01,2027-12-31,12,PA-1\n"));
        JsonNode added = confirmed(preview(
                "?kind=ADD&onOverlap=END_PREVIOUS",
                HEADER + "c-00001,B1,2027-01-01,2027-12-31,12,PA-2\nc-00001,B1,2027-07-01,2028-06-30,12,PA-3\n"));
        assertThat(windows())
                .containsExactly("PA-1 USABLE 2026-12-31", "PA-2 USABLE 2027-06-30", "PA-3 USABLE 2028-06-30");

        JsonNode undo = send("POST", "/bulk-operations/" + added.path("id").stringValue() + "/revert", null, null, 201);
        assertThat(undo.path("count").longValue()).isEqualTo(3);
        assertThat(confirmed(undo).path("state").stringValue()).isEqualTo("SUCCEEDED");

        assertThat(windows())
                .containsExactly("PA-1 USABLE 2027-12-31", "PA-2 VOIDED 2027-06-30", "PA-3 VOIDED 2028-06-30");
    }

    private static List<String> windows() {
        return jdbc.queryForList(
                "select authorization_number || ' ' || state || ' ' || end_date from authorization_window order by 1",
                String.class);
    }

    @Test
    void a_preview_from_a_selection_has_no_file() {
        world(1, 1);
        JsonNode preview = post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);

        assertThat(preview.has("file")).isFalse();
        send("GET", "/bulk-previews/" + preview.path("id").stringValue() + "/file-problems", null, null, 200);
    }
}
