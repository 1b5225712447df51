package health.authz.gateway;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.Browser.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pages of the console before services that say what the test wants; as a browser without scripts sees them. */
class ConsoleTest {
    private static final FakeServices SERVICES = new FakeServices();
    private static final String PREVIEW = "8eea4d06-bb1c-4574-adb3-3d8bc72215ee";
    private static final String OPERATION = "01a20fae-9cb9-80a0-a026-adb284a1936f";
    private static final Pattern DAYS_LEFT = Pattern.compile(">([0-9,]+) days left<");

    @TempDir
    private static Path folder;

    private static RunningGateway gateway;
    private Browser browser;

    @BeforeAll
    static void start() throws Exception {
        gateway = new RunningGateway(
                folder,
                Stream.concat(Stream.of(SERVICES.addresses()), Stream.of("--authz.demo.clock-file=" + clockFile()))
                        .toArray(String[]::new));
    }

    private static Path clockFile() {
        return folder.resolve("demo-clock");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        SERVICES.close();
    }

    @BeforeEach
    void signIn() throws Exception {
        SERVICES.forget();
        SERVICES.says("GET /divisions", 200, """
            { "items": [ { "id": "adult", "name": "Adult Services" } ], "count": 1 }""");
        SERVICES.says("GET /payers", 200, """
            { "items": [ { "id": "bcbs", "name": "Blue <Cross>" } ], "count": 1 }""");
        browser = new Browser(gateway.base);
        browser.signIn("biller");
    }

    private static String row(String family) {
        return """
            { "authorizationId": "0192", "systemAuthNo": 7, "clientId": "c-1", "clientName": "%s, Ann",
              "divisionIds": ["adult"], "billingCode": "H0031", "payerId": "bcbs", "authorizationNumber": null,
              "startDate": "2026-11-01", "endDate": "2027-05-31", "allottedUnits": 48, "remainingUnits": 12.5,
              "unmanaged": false, "status": "ACTIVE", "badges": ["AWAITING_NUMBER", "LOW_UNITS"], "seq": 3 }""".formatted(family);
    }

    private static String ready(String more) {
        return """
            { "id": "%s", "kind": "UPDATE", "state": "READY", "count": 1240,
              "outcomes": { "WOULD_CHANGE": 1201, "UNCHANGED": 31, "REJECTED": 8 },
              "rejectedByReason": [ { "type": "overlapping-authorization", "count": 8 } ],
              "changes": [ { "field": "endDate", "from": "2026-11-30", "to": "2026-12-15", "count": 1201, "rest": null } ],
              "warnings": [], "alerts": [], "sample": [] %s }""".formatted(PREVIEW, more);
    }

    @Test
    void the_list_shows_rows_counts_and_chips_and_text_stays_text() throws Exception {
        SERVICES.says(
                        "GET /authorizations",
                        200,
                        "{ \"items\": [" + row("<script>alert(1)</script>")
                                + "], \"count\": 8490, \"nextCursor\": \"abc\", \"prevCursor\": null }")
                .says(
                        "GET /authorizations/summary",
                        200,
                        "{ \"byStatus\": { \"ACTIVE\": 8000, \"PENDING_START\": 490 } }");

        Page page = browser.open("/console/authorizations?payerId=bcbs&q=");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "8,490 authorizations", "&lt;script&gt;alert(1)&lt;/script&gt;", "Adult Services", "05/31/2027")
                .contains("Blue &lt;Cross&gt;", "Low units", "none yet", "<b>12.5</b>")
                .contains("payerId=bcbs&amp;cursor=abc")
                .doesNotContain("<script>alert");
        SignInTest.assertStrict(page);
        assertThat(SERVICES.last("GET", "/authorizations").pathAndQuery())
                .isEqualTo("/api/v1/authorizations?payerId=bcbs");
    }

    @Test
    void a_list_that_is_being_rebuilt_says_how_far_it_is_and_offers_nothing_that_needs_all_of_it() throws Exception {
        String rebuilding = """
            { "items": [], "count": 0, "listState": "REBUILDING", "rebuild": { "done": 12000, "total": 50000 } }""";
        SERVICES.says("GET /authorizations", 200, rebuilding).says("GET /clients", 200, rebuilding);

        for (String list : List.of("/console/authorizations", "/console/clients")) {
            assertThat(browser.open(list).body())
                    .as(list)
                    .contains("The list is being rebuilt: 12,000 of 50,000", "can be confirmed")
                    .containsPattern("disabled[^>]*>Bulk Add or Update")
                    .doesNotContain("Export CSV");
        }
        SERVICES.says("GET /clients/c-1", 200, "{ \"clientId\": \"c-1\" }");
        assertThat(browser.open("/console/clients/c-1").body()).contains("The list is being rebuilt: 12,000 of 50,000");

        SERVICES.says("GET /authorizations", 200, "{ \"items\": [], \"count\": 0, \"listState\": \"READY\" }");
        assertThat(browser.open("/console/authorizations").body())
                .doesNotContain("being rebuilt")
                .doesNotContainPattern("disabled[^>]*>Bulk Add or Update")
                .contains("Export CSV");
    }

    @Test
    void the_pages_after_a_change_ask_for_a_list_that_has_it_and_show_it_as_it_is_where_that_is_not_to_be_had()
            throws Exception {
        Browser somebodyElse = browser;
        browser = new Browser(gateway.base);
        browser.signIn("biller-adult");
        SERVICES.says("POST /bulk-operations", 202, "{ \"id\": \"" + OPERATION + "\" }")
                .says("GET /bulk-previews/" + PREVIEW, 200, ready(""))
                .answersChangesWith("a/token+1");
        browser.open("/console/authorizations?payerId=bcbs");
        assertThat(SERVICES.last("GET", "/authorizations").pathAndQuery()).doesNotContain("consistentWith");

        send(
                "/console/previews/" + PREVIEW,
                "/console/previews/" + PREVIEW + "/confirm",
                Map.of("expectedCount", "1240", "reason", "RENEWAL"));

        browser.open("/console/authorizations?payerId=bcbs");
        assertThat(SERVICES.last("GET", "/authorizations").pathAndQuery())
                .isEqualTo("/api/v1/authorizations?payerId=bcbs&consistentWith=a%2Ftoken%2B1");
        browser.open("/console/clients");
        assertThat(SERVICES.last("GET", "/clients").pathAndQuery())
                .isEqualTo("/api/v1/clients?consistentWith=a%2Ftoken%2B1");
        somebodyElse.open("/console/clients");
        assertThat(SERVICES.last("GET", "/clients").pathAndQuery()).isEqualTo("/api/v1/clients");

        SERVICES.behind();
        assertThat(browser.open("/console/clients").status()).isEqualTo(200);
        assertThat(SERVICES.last("GET", "/clients").pathAndQuery())
                .as("asked again as it is")
                .isEqualTo("/api/v1/clients");
    }

    @Test
    void a_preview_that_waits_for_the_list_says_so_and_one_of_a_list_that_may_be_behind_warns_before_it_is_confirmed()
            throws Exception {
        SERVICES.says("GET /bulk-previews/" + PREVIEW, 200, """
            { "id": "%s", "kind": "UPDATE", "state": "PREPARING", "waitingFor": "LIST", "count": 0 }""".formatted(PREVIEW));
        assertThat(browser.open("/console/previews/" + PREVIEW).body())
                .contains("Waiting a moment until the list shows what was changed before");

        SERVICES.says(
                "GET /bulk-previews/" + PREVIEW,
                200,
                ready("")
                        .replace(
                                "\"warnings\": []",
                                "\"warnings\": [{\"type\":\"LIST_MAY_BE_BEHIND\",\"count\":1240}]"));
        assertThat(browser.open("/console/previews/" + PREVIEW).body())
                .contains("what was added or changed a moment ago may be missing");
    }

    @Test
    void days_left_are_counted_by_the_clock_of_the_services() throws Exception {
        SERVICES.says(
                "GET /authorizations",
                200,
                "{ \"items\": [" + row("Sample").replace("2027-05-31", "2099-12-31") + "], \"count\": 1 }");
        int today = daysLeft();

        Files.writeString(clockFile(), "3");
        try {
            eventually(() -> assertThat(daysLeft()).isEqualTo(today - 3));
        } finally {
            Files.delete(clockFile());
        }
    }

    private int daysLeft() throws Exception {
        Matcher left = DAYS_LEFT.matcher(browser.open("/console/authorizations").body());
        assertThat(left.find()).isTrue();
        return Integer.parseInt(left.group(1).replace(",", ""));
    }

    @Test
    void an_empty_list_says_what_to_do() throws Exception {
        assertThat(browser.open("/console/authorizations").body()).contains("Nothing is listed", "Clear a filter");
        assertThat(browser.open("/console/clients").body()).contains("Nobody is listed");
        assertThat(browser.open("/console/operations").body()).contains("Nothing was done in bulk yet");
    }

    @Test
    void what_the_api_refuses_in_an_address_is_said_on_a_page_that_leads_on() throws Exception {
        SERVICES.says("GET /authorizations", 400, """
            { "type": "/problems/invalid-cursor", "title": "Bad request", "status": 400,
              "detail": "cursor: this is not a cursor of this list. Begin again without one." }""");

        Page page = browser.open("/console/authorizations?cursor=altered");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("Begin again without one", "To the authorizations");
        assertThat(page.header("Refresh")).isEmpty();
        SignInTest.assertStrict(page);
    }

    @Test
    void a_service_that_is_away_is_said_and_looked_for_again() throws Exception {
        SERVICES.says("GET /authorizations", 503, """
            { "type": "/problems/service-unavailable", "title": "Not available now", "status": 503,
              "detail": "The list does not answer just now." }""");

        Page page = browser.open("/console/authorizations");

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.header("Refresh")).isEqualTo("4");
        assertThat(page.body()).contains("Just a moment", "looks again by itself");
    }

    @Test
    void an_id_that_is_none_is_an_operation_that_nobody_has() throws Exception {
        browser.open("/console/operations/altered");

        assertThat(SERVICES.last("GET", "/bulk-operations/00000000-0000-0000-0000-000000000000")
                        .method())
                .isEqualTo("GET");
    }

    @Test
    void a_refused_field_says_so_at_the_field_and_keeps_what_was_typed() throws Exception {
        SERVICES.says("GET /authorizations", 200, "{ \"items\": [], \"count\": 489 }")
                .says("POST /bulk-previews", 400, """
                    { "type": "/problems/invalid-field", "title": "Invalid field", "status": 400, "detail": "patch.unitAlertLevel",
                      "errors": [ { "field": "patch.unitAlertLevel", "detail": "is a number without quotes, such as 48 or 2.5" } ] }""");

        Page page = send(
                "/console/bulk?of=authorizations&do=update&payerId=bcbs",
                "/console/bulk/preview",
                Map.of(
                        "box", "1",
                        "do", "update",
                        "of", "authorizations",
                        "filter.payerId", "bcbs",
                        "unitAlertLevel", "a few",
                        "authorizationNumber", "\"><script>"));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body())
                .contains(
                        "This is a number, such as 48 or 2.5.", "value=\"a few\"", "value=\"&quot;&gt;&lt;script&gt;\"")
                .contains("Update 489 authorizations");
        JsonNode asked = json(SERVICES.last("POST", "/bulk-previews").body());
        assertThat(asked.path("selection").path("filter").path("payerId").asString())
                .isEqualTo("bcbs");
    }

    @Test
    void what_the_api_says_in_names_of_programs_is_said_in_words() throws Exception {
        SERVICES.says("GET /authorizations", 200, "{ \"items\": [], \"count\": 489 }")
                .says("POST /bulk-previews", 400, """
                    { "type": "/problems/invalid-field", "title": "Invalid field", "status": 400, "detail": "patch: changes nothing",
                      "errors": [ { "field": "patch", "detail": "changes nothing; name at least one field" },
                                  { "field": "selection.filter.endsFrom", "detail": "lies after endsTo; send typedCount" } ] }""");

        Page page = send(
                "/console/bulk?of=authorizations&do=update&payerId=bcbs",
                "/console/bulk/preview",
                Map.of("box", "1", "do", "update", "of", "authorizations", "filter.payerId", "bcbs"));

        assertThat(page.body())
                .contains("Fill in at least one field.", "Ends from: lies after ends until; send typed count.")
                .doesNotContain(">patch");
    }

    @Test
    void the_confirm_dialog_counts_every_change_and_its_button_says_what_it_does() throws Exception {
        SERVICES.says("GET /bulk-previews/" + PREVIEW, 200, ready(", \"confirm\": { \"typedCount\": true }"));

        Page page = browser.open("/console/previews/" + PREVIEW);

        assertThat(page.body())
                .contains("Update 1,201 authorizations", "1,240", "31", "November 30, 2026", "December 15, 2026")
                .contains("another usable authorization covers some of the same days", "8 authorizations")
                .contains("problem=overlapping-authorization")
                .contains("Type the number of authorizations: 1,201");
        SignInTest.assertStrict(page);
    }

    @Test
    void a_warning_says_of_what_and_of_whom_and_leads_to_its_rows() throws Exception {
        SERVICES.says(
                        "GET /bulk-previews/" + PREVIEW,
                        200,
                        ready(", \"clients\": 213").replace("\"warnings\": []", """
                            "warnings": [ { "type": "NUMBER_REPLACED", "count": 12 },
                                          { "type": "SAME_UNITS_MANY_CODES", "count": 2, "codes": ["H0031", "H2014"] },
                                          { "type": "SAME_NUMBER_MANY_CLIENTS", "count": 1, "clients": ["c-1"] } ]"""))
                .says("GET /bulk-previews/" + PREVIEW + "/items", 200, """
                    { "items": [ { "clientId": "c-1", "billingCode": "H0031", "outcome": "WOULD_CHANGE" } ], "count": 12 }""")
                .says("GET /clients/c-1", 200, "{ \"name\": { \"family\": \"Sample\", \"given\": \"Robin\" } }");

        String page = browser.open("/console/previews/" + PREVIEW).body();

        assertThat(page)
                .contains("1,240 authorizations of 213 clients")
                .contains("12 authorizations", "H0031 of Sample, Robin and others", "warning=NUMBER_REPLACED")
                .contains("2 codes", "H0031; H2014")
                .contains("1 client<", ">Sample, Robin<")
                .doesNotContain("warning=SAME_UNITS_MANY_CODES");
        assertThat(browser.open("/console/previews/" + PREVIEW + "/rows?warning=NUMBER_REPLACED")
                        .body())
                .contains("12 authorizations", "in place of the one they have", "Sample, Robin");
    }

    @Test
    void who_has_one_name_is_shown_by_it_alone() throws Exception {
        SERVICES.says("GET /clients", 200, """
                        { "items": [ { "clientId": "c-1", "name": { "family": "Suharto", "given": null } } ], "count": 1 }""").says("GET /clients/c-1", 200, """
                        { "clientId": "c-1", "name": { "family": "Suharto", "given": null } }""");

        for (String page : List.of("/console/clients", "/console/bulk?of=client&clientId=c-1&do=add")) {
            assertThat(browser.open(page).body())
                    .as(page)
                    .containsPattern(">\\s*Suharto\\s*</")
                    .doesNotContain("Suharto,");
        }
    }

    @Test
    void the_box_names_a_client_by_name() throws Exception {
        SERVICES.says("GET /clients/c-1", 200, "{ \"name\": { \"family\": \"Sample\", \"given\": \"Robin\" } }");
        assertThat(browser.open("/console/bulk?of=client&clientId=c-1&do=add").body())
                .contains(">Sample, Robin</strong>")
                .doesNotContain(">c-1</strong>");
    }

    @Test
    void a_confirmation_says_what_it_counted_and_why_under_the_previews_own_key() throws Exception {
        SERVICES.says("GET /bulk-previews/" + PREVIEW, 200, ready(""))
                .says("POST /bulk-operations", 202, "{ \"id\": \"" + OPERATION + "\" }");

        Page page = send(
                "/console/previews/" + PREVIEW,
                "/console/previews/" + PREVIEW + "/confirm",
                Map.of(
                        "expectedCount",
                        "1240",
                        "reason",
                        "RENEWAL",
                        "comment",
                        "letter of today",
                        "typedCount",
                        "1,201"));

        assertThat(page.at().getPath()).isEqualTo("/console/operations/" + OPERATION);
        FakeServices.Asked asked = SERVICES.last("POST", "/bulk-operations");
        assertThat(json(asked.body())).isEqualTo(json("""
            { "previewId": "%s", "expectedCount": 1240, "reason": "RENEWAL", "comment": "letter of today", "typedCount": 1201 }""".formatted(PREVIEW)));
        assertThat(asked.headers().get("Idempotency-key")).isEqualTo(List.of("console-" + PREVIEW));
    }

    @Test
    void who_confirms_in_a_second_tab_is_shown_what_came_of_the_first() throws Exception {
        SERVICES.says("GET /bulk-previews/" + PREVIEW, 200, ready(""));
        String token = browser.open("/console/previews/" + PREVIEW).csrf();
        SERVICES.says("POST /bulk-operations", 409, "{ \"type\": \"/problems/already-confirmed\", \"status\": 409 }")
                .says("GET /bulk-previews/" + PREVIEW, 200, ready(", \"operationId\": \"" + OPERATION + "\""));

        Page page = browser.send(
                "/console/previews/" + PREVIEW + "/confirm",
                Map.of("_csrf", token, "expectedCount", "1240", "reason", "RENEWAL"));

        assertThat(page.at().getPath()).isEqualTo("/console/operations/" + OPERATION);
        assertThat(page.body()).contains("This was confirmed already");
        assertThat(browser.open("/console/previews/" + PREVIEW).at().getPath())
                .isEqualTo("/console/operations/" + OPERATION);
    }

    @Test
    void a_refused_confirmation_keeps_reason_and_comment() throws Exception {
        SERVICES.says("GET /bulk-previews/" + PREVIEW, 200, ready(", \"confirm\": { \"typedCount\": true }"))
                .says("POST /bulk-operations", 422, """
                    { "type": "/problems/typed-count", "title": "Refused by a rule", "status": 422, "detail": "typedCount: is 12",
                      "errors": [ { "field": "typedCount", "detail": "is 12, and 1201 rows would change" } ] }""");

        Page page = send(
                "/console/previews/" + PREVIEW,
                "/console/previews/" + PREVIEW + "/confirm",
                Map.of("expectedCount", "1240", "reason", "RENEWAL", "comment", "<b>why</b>", "typedCount", "12"));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body())
                .contains("The number is 12, and 1201 rows would change", "&lt;b&gt;why&lt;/b&gt;", "value=\"12\"")
                .containsPattern("value=\"RENEWAL\"[^>]*selected");
    }

    @Test
    void an_operation_that_runs_says_how_far_how_fast_and_how_long() throws Exception {
        SERVICES.says("GET /bulk-operations/" + OPERATION, 200, """
            { "id": "%s", "kind": "UPDATE", "state": "RUNNING", "done": false, "reason": "RENEWAL", "submittedBy": "biller",
              "submittedAt": "2026-11-24T22:30:00Z", "progress": { "total": 100000, "processed": 40000, "succeeded": 40000,
              "percent": 40, "ratePerSecond": 5000, "etaSeconds": 12 }, "links": { "cancel": "/c" } }""".formatted(OPERATION));

        String page = browser.open("/console/operations/" + OPERATION).body();

        assertThat(page)
                .contains(
                        "40%",
                        "40,000 of 100,000 rows", "5,000 rows a second", "about 12 seconds left", "Cancel the rest")
                .doesNotContain("Undo this operation");
    }

    private static String ended(String more) {
        return """
            { "id": "%s", "kind": "UPDATE", "state": "PARTIALLY_SUCCEEDED", "done": true, "reason": "RENEWAL",
              "submittedBy": "u-7", "submittedAt": "2026-11-25T01:30:00Z", "endedAt": "2026-11-25T01:31:00Z",
              "progress": { "total": 9, "processed": 9, "succeeded": 6, "failed": 3, "percent": 100 } %s }""".formatted(OPERATION, more);
    }

    @Test
    void people_are_named_and_moments_told_in_the_zone_of_the_divisions() throws Exception {
        SERVICES.says("GET /divisions", 200, """
            { "items": [ { "id": "adult", "name": "Adult Services", "timeZone": "America/New_York" } ], "count": 1 }""")
                .says("GET /bulk-operations", 200, "{ \"items\": [" + ended("") + "], \"count\": 1 }")
                .says("GET /bulk-operations/" + OPERATION, 200, ended(""))
                .says("GET /users/u-7", 200, "{ \"id\": \"u-7\", \"name\": \"Casey <Example>\" }");
        browser.forgetCookies();
        browser.signIn("admin");

        assertThat(browser.open("/console/operations").body())
                .contains("Casey &lt;Example&gt;", "Nov 24, 2026, 20:30 EST");
        assertThat(browser.open("/console/operations/" + OPERATION).body())
                .contains("by Casey &lt;Example&gt;", "Ended Nov 24, 2026, 20:31 EST");
    }

    @Test
    void who_may_not_see_people_is_told_their_ids_and_nobody_is_asked_for() throws Exception {
        SERVICES.says("GET /bulk-operations/" + OPERATION, 200, ended(""));
        browser.forgetCookies();
        browser.signIn("auditor");

        assertThat(browser.open("/console/operations/" + OPERATION).body()).contains("by u-7");
        assertThat(SERVICES.asked)
                .extracting(FakeServices.Asked::pathAndQuery)
                .noneMatch(path -> path.contains("/users/"));
    }

    @Test
    void who_sees_a_part_of_an_operation_is_told_so_and_offered_nothing() throws Exception {
        SERVICES.says(
                        "GET /bulk-operations",
                        200,
                        "{ \"items\": [" + ended(", \"partial\": true") + "], \"count\": 1 }")
                .says("GET /bulk-operations/" + OPERATION, 200, ended(", \"partial\": true"));

        assertThat(browser.open("/console/operations").body()).contains("a part: your clients");
        assertThat(browser.open("/console/operations/" + OPERATION).body())
                .contains("You see a part of this operation", "See every row")
                .doesNotContain("Undo this operation", "Try 3 rows again", "Cancel the rest");
        SERVICES.says("GET /bulk-operations/" + OPERATION, 200, ended(""));
        assertThat(browser.open("/console/operations/" + OPERATION).body())
                .doesNotContain("You see a part of this operation");
    }

    @Test
    void rows_that_somebody_changed_meanwhile_are_told_apart_from_refused_ones() throws Exception {
        SERVICES.says(
                        "GET /bulk-operations/" + OPERATION,
                        200,
                        ended(", \"links\": { \"retry-failed\": \"/r\", \"revert\": \"/u\" }"))
                .says("GET /bulk-operations/" + OPERATION + "/results", 200, "{ \"items\": [], \"count\": 2 }");

        assertThat(browser.open("/console/operations/" + OPERATION).body())
                .contains("<strong>2</strong><span>changed meanwhile</span>", "<strong>1</strong><span>refused</span>")
                .contains(
                        "See what changed meanwhile",
                        "See what was refused",
                        "Try 3 rows again",
                        "Undo this operation");
        assertThat(SERVICES.last("GET", "/bulk-operations/" + OPERATION + "/results")
                        .pathAndQuery())
                .endsWith("/results?outcome=STALE&limit=1");
    }

    @Test
    void only_what_the_api_links_to_is_offered_and_a_refused_deed_says_why() throws Exception {
        String waiting = """
            { "id": "%s", "kind": "UPDATE", "state": "AWAITING_APPROVAL", "done": false, "reason": "RENEWAL",
              "submittedBy": "biller", "submittedAt": "2026-11-25T01:30:00Z", "progress": { "total": 9 }, "links": { %s } }""";
        SERVICES.says("GET /bulk-operations/" + OPERATION, 200, waiting.formatted(OPERATION, "\"cancel\": \"/c\""))
                .says("POST /bulk-operations/" + OPERATION + "/approve", 403, """
                    { "type": "/problems/own-operation", "title": "Not your own", "status": 403,
                      "detail": "Somebody else has to let it go ahead." }""");
        String address = "/console/operations/" + OPERATION;

        assertThat(browser.open(address).body())
                .contains("A second person has to approve this", "Withdraw it")
                .doesNotContain("Approve: 9 rows", "Undo this operation");
        assertThat(send(address, address + "/approve", Map.of("reason", "RENEWAL"))
                        .body())
                .as("a form that was made by hand")
                .contains("Not your own", "Somebody else has to let it go ahead.");

        SERVICES.says("GET /bulk-operations/" + OPERATION, 200, waiting.formatted(OPERATION, "\"approve\": \"/a\""));
        assertThat(browser.open(address).body())
                .contains("Approve: 9 rows", "Decline")
                .doesNotContain("Withdraw it");
    }

    @Test
    void who_is_to_approve_sees_what_the_requester_saw_and_is_asked_for_no_reason_again() throws Exception {
        SERVICES.says("GET /bulk-operations/" + OPERATION, 200, """
            { "id": "%s", "kind": "UPDATE", "state": "AWAITING_APPROVAL", "done": false, "reason": "RENEWAL",
              "comment": "letter of today", "previewId": "%s", "submittedBy": "u-7", "submittedAt": "2026-11-25T01:30:00Z",
              "progress": { "total": 1240 }, "links": { "approve": "/a", "decline": "/d" } }""".formatted(OPERATION, PREVIEW))
                .says("GET /clients/c-1", 200, """
            { "clientId": "c-1", "name": { "family": "Sample", "given": "Ann" } }""")
                .says(
                        "GET /bulk-previews/" + PREVIEW,
                        200,
                        ready("""
                            , "selected": { "of": "AUTHORIZATIONS", "filter": { "payerId": "bcbs", "status": ["ACTIVE"] } }""")
                                .replace(
                                        "\"warnings\": []",
                                        "\"warnings\": [{\"type\":\"ENDS_IN_THE_PAST\",\"count\":12}]")
                                .replace("\"sample\": []", """
                            "sample": [ { "clientId": "c-1", "billingCode": "H0031", "before": { "endDate": "2026-11-30" },
                                          "after": { "endDate": "2026-12-15" } } ]"""))
                .says("POST /bulk-operations/" + OPERATION + "/approve", 202, "{}");
        String address = "/console/operations/" + OPERATION;

        assertThat(browser.open(address).body())
                .contains("What is asked for", "Update 1,201 authorizations", "Blue &lt;Cross&gt;, Active")
                .contains("November 30, 2026", "December 15, 2026", "End in the past", "Sample, Ann")
                .contains("another usable authorization covers some of the same days")
                .contains("See every row: 1,240", "Reason: Renewal. letter of today", "Approve: 1,240 rows")
                .doesNotContain("Choose a reason");
        send(address, address + "/approve", Map.of());

        assertThat(SERVICES.last("POST", "/bulk-operations/" + OPERATION + "/approve")
                        .body())
                .isEqualTo("{}");
        browser.forgetCookies();
        browser.signIn("auditor");
        assertThat(browser.open(address).body()).doesNotContain("What is asked for");
    }

    @Test
    void what_waits_for_the_reader_is_counted_in_the_navigation() throws Exception {
        SERVICES.says("GET /bulk-operations", 200, "{ \"items\": [], \"count\": 2 }");

        eventually(
                () -> assertThat(browser.open("/console/authorizations").body().replaceAll("<[^>]*>", ""))
                        .contains("Operations2 waiting for you"));
        assertThat(SERVICES.asked)
                .extracting(FakeServices.Asked::pathAndQuery)
                .contains("/api/v1/bulk-operations?awaitingMe=true&limit=1");
    }

    @Test
    void an_undo_is_previewed_on_the_same_screen() throws Exception {
        SERVICES.says("GET /bulk-operations/" + OPERATION, 200, """
            { "id": "%s", "kind": "ADD", "state": "SUCCEEDED", "done": true, "reason": "RENEWAL", "submittedBy": "biller",
              "progress": { "total": 2, "processed": 2, "succeeded": 2, "percent": 100 } }""".formatted(OPERATION))
                .says("POST /bulk-operations/" + OPERATION + "/revert", 201, "{ \"id\": \"" + PREVIEW + "\" }")
                .says("GET /bulk-previews/" + PREVIEW, 200, ready("").replace("UPDATE", "REVERT"));

        Page page = send(
                "/console/operations/" + OPERATION,
                "/console/operations/" + OPERATION + "/revert",
                Map.of("usedRows", "END_AFTER_LAST_SERVICE"));

        assertThat(json(SERVICES.last("POST", "/bulk-operations/" + OPERATION + "/revert")
                        .body()))
                .isEqualTo(json("{ \"usedRows\": \"END_AFTER_LAST_SERVICE\" }"));
        assertThat(page.body()).contains("Undo on 1,201 authorizations");
    }

    @Test
    void whoever_may_only_read_is_offered_no_change() throws Exception {
        browser.forgetCookies();
        browser.signIn("auditor");

        assertThat(browser.open("/console/authorizations").body())
                .doesNotContain("Bulk Add or Update", "Leave out", "Who is alerted");
    }

    private Page send(String from, String to, Map<String, String> fields) throws Exception {
        Map<String, String> form = new LinkedHashMap<>(fields);
        form.put("_csrf", browser.open(from).csrf());
        return browser.send(to, form);
    }

    private static JsonNode json(String text) {
        return JsonMapper.builder().build().readTree(text);
    }
}
