package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Screens of one client, one authorization, codes, alerts, profiles and files, before services that say what they are told. */
class ScreensTest {
    private static final String ID = "0193a000-0000-8000-8000-000000000001";
    private static final String ONE = "/console/authorizations/" + ID;
    private static final String SCRIPT = "<script>alert(1)</script>";

    @TempDir
    static Path folder;

    private static ToldServices services;
    private static RunningGateway gateway;
    private static Browser biller;
    private static Browser clinician;
    private static Browser admin;

    @BeforeAll
    static void start() throws Exception {
        services = new ToldServices();
        gateway = new RunningGateway(folder, services.addresses());
        biller = signedIn("biller");
        clinician = signedIn("clinician");
        admin = signedIn("admin");
    }

    private static Browser signedIn(String login) throws Exception {
        Browser browser = new Browser(gateway.base);
        browser.signIn(login);
        return browser;
    }

    @AfterAll
    static void stop() {
        gateway.close();
        services.close();
    }

    @BeforeEach
    void usual() {
        tell(services);
    }

    /** One of everything that the screens show. */
    static void tell(ToldServices services) {
        services.forget();
        services.when("GET /authorizations\\?.*", 200, "{\"items\": [" + row() + "], \"count\": 1}")
                .when("GET /authorizations/" + ID, 200, row())
                .when("GET /authorizations/" + ID + "/history.*", 200, history())
                .when("GET /clients/c-1", 200, client())
                .when(
                        "GET /payers\\?.*",
                        200,
                        "{\"items\": [{\"id\": \"bcbs\", \"name\": \"Blue Cross\"}], \"count\": 1}")
                .when(
                        "GET /divisions\\?.*",
                        200,
                        "{\"items\": [{\"id\": \"adult\", \"name\": \"Adult\"}], \"count\": 1}")
                .when("GET /client-groups\\?.*", 200, "{\"items\": [], \"count\": 0}")
                .when("GET /user-groups\\?.*", 200, "{\"items\": [], \"count\": 0}")
                .when("GET /users\\?.*", 200, "{\"items\": [" + user() + "], \"count\": 1}")
                .when("GET /users/biller", 200, user())
                .when("GET /billing-codes\\?.*", 200, "{\"items\": [" + code() + "], \"count\": 1}")
                .when("GET /billing-codes/H0031", 200, code())
                .when("GET /billing-code-groups\\?.*", 200, "{\"items\": [" + group() + "], \"count\": 1}")
                .when("GET /billing-code-groups/g-1", 200, group())
                .when(
                        "GET /alerts\\?.*",
                        200,
                        "{\"items\": [" + alert("a1", "H0031") + "," + alert("a2", "H2014") + "], \"count\": 2}")
                .when("GET /profiles\\?.*", 200, "{\"items\": [" + profile() + "], \"count\": 1}")
                .when("GET /profiles/billing", 200, profile())
                .when("GET /settings\\?.*", 200, settings());
    }

    private static String row() {
        return """
            {"authorizationId": "%s", "systemAuthNo": 1001, "clientId": "c-1", "clientName": "Sample, %s",
             "divisionIds": ["adult"], "billingCode": "H0031", "payerId": "bcbs", "authorizationNumber": "PA-881",
             "payerReference": null, "startDate": "2026-12-01", "endDate": "2027-05-31", "allottedUnits": 48,
             "remainingUnits": 40, "pendingUnits": 0, "consumedUnits": 8, "unitAlertLevel": 4,
             "expirationAlertDays": 14, "unmanaged": false, "status": "ACTIVE", "badges": ["EXPIRING_SOON"],
             "operationId": null, "seq": 3}""".formatted(ID, SCRIPT);
    }

    private static String history() {
        return """
            {"items": [
              {"seq": 0, "type": "AuthAdded", "recordedAt": "2026-12-01T08:00:00Z", "actor": "biller", "reason": null,
               "operationId": "0193a000-0000-8000-8000-0000000000ff", "changes": [
                 {"field": "endDate", "before": null, "after": "2027-04-30"},
                 {"field": "remainingUnits", "before": null, "after": 48}]},
              {"seq": 1, "type": "AuthFieldsPatched", "recordedAt": "2026-12-02T08:00:00Z", "actor": "%s",
               "reason": "PAYER_LETTER", "operationId": null, "changes": [
                 {"field": "endDate", "before": "2027-04-30", "after": "2027-05-31"}]}], "count": 2}""".formatted(SCRIPT);
    }

    private static String client() {
        return """
            {"clientId": "c-1", "name": {"family": "Sample", "given": "%s"}, "birthDate": "1990-02-28", "active": true,
             "divisionIds": ["adult"], "payerIds": ["bcbs"], "clientGroupIds": [], "assignedUserIds": ["biller"]}""".formatted(SCRIPT);
    }

    private static String user() {
        return """
            {"id": "biller", "name": "Biller %s", "active": true, "profileId": "billing", "divisionIds": ["*"],
             "supervises": []}""".formatted(SCRIPT);
    }

    private static String code() {
        return """
            {"code": "H0031", "description": "Assessment %s", "type": "HCPCS", "unitLabel": "visit", "defaultUnits": 4,
             "authDecrementAction": "PER_UNIT_BILLED", "unmanaged": false, "active": true}""".formatted(SCRIPT);
    }

    private static String group() {
        return """
            {"id": "g-1", "version": 3, "name": "Outpatient %s", "active": true, "usable": false,
             "unusableBecause": ["H0031 is inactive."],
             "codes": [{"code": "H0031", "defaultUnits": 6, "unitAlertLevel": null}]}""".formatted(SCRIPT);
    }

    private static String alert(String id, String code) {
        return """
            {"id": "%s", "kind": "EXPIRING", "state": "OPEN", "authorizationId": "%s", "clientId": "c-1",
             "billingCode": "%s", "payerId": "bcbs", "endDate": "2027-05-31", "value": 14, "threshold": 14,
             "raisedAt": "2027-05-17T00:05:00Z", "recipients": ["biller"], "seen": false, "acknowledgedBy": null}""".formatted(id, ID, code);
    }

    private static String profile() {
        return """
            {"id": "billing", "name": "Billing %s", "active": true, "clientAdmin": true,
             "rules": [{"kind": "EXPIRING", "scope": {"all": true}, "channels": ["INBOX"]}]}""".formatted(SCRIPT);
    }

    private static String settings() {
        return """
            {"items": [
              {"key": "authorization-alerts.enabled", "default": true, "value": null, "changedBy": null},
              {"key": "notes.late-grace-days", "default": 30, "value": null, "changedBy": null},
              {"key": "bulk.rows-max", "default": 1000000, "value": 5000, "changedBy": "admin",
               "changedAt": "2026-12-01T08:00:00Z"}], "count": 3}""";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/clients/c-1",
                "/console/clients/c-1?edit=true&show=all",
                ONE,
                ONE + "/edit",
                ONE + "/renew",
                ONE + "/inactivate",
                ONE + "/void",
                "/console/groups",
                "/console/groups/g-1",
                "/console/new-group",
                "/console/codes",
                "/console/codes/H0031",
                "/console/new-code",
                "/console/alerts",
                "/console/alerts?state=CLOSED&scope=all&kind=LOW_UNITS",
                "/console/alerts/why?authorizationId=" + ID + "&id=a1",
                "/console/profiles",
                "/console/profiles/billing",
                "/console/new-profile",
                "/console/alert-switch",
                "/console/import"
            })
    void every_screen_is_shown_and_no_text_is_markup(String path) throws Exception {
        Browser.Page page = admin.open(path);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        assertThat(page.body())
                .startsWith("<!DOCTYPE html>")
                .containsOnlyOnce("<h1")
                .doesNotContain(SCRIPT)
                .doesNotContain(" style=")
                .doesNotContain("onclick=")
                .doesNotContainPattern("<script(?![^>]* src=)");
    }

    @Test
    void pages_and_what_they_load_are_compressed_and_answers_of_the_api_are_not() throws Exception {
        String asset =
                admin.open("/console/codes").body().replaceFirst("(?s).*href=\"(/assets/console[^\"]*)\".*", "$1");
        for (String path : List.of("/console/codes", ONE, asset)) {
            assertThat(admin.ask("GET", path, "", "Accept-Encoding", "gzip").header("Content-Encoding"))
                    .as(path)
                    .isEqualTo("gzip");
            assertThat(admin.ask("GET", path, "").header("Content-Encoding")).isEmpty();
        }
        HttpResponse<String> api = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.base + "/api/v1/authorizations?limit=1"))
                                .header("Authorization", "Bearer " + gateway.token("admin"))
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(api.statusCode()).isEqualTo(200);
        assertThat(api.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void browsers_find_an_icon_on_pages_that_name_none() throws Exception {
        Browser.Page icon = new Browser(gateway.base).open("/favicon.ico");
        assertThat(icon.status()).isEqualTo(200);
        assertThat(icon.header("Content-Type")).startsWith("image/");
        assertThat(icon.header("Cache-Control")).contains("max-age=86400");
    }

    @Test
    void who_may_only_read_sees_nothing_to_change() throws Exception {
        assertThat(clinician.open("/console/clients/c-1").body()).doesNotContain("Bulk Add or Update", "Edit rows");
        assertThat(clinician.open(ONE).body()).contains("PA-881").doesNotContain("/edit\"", "/void\"");
    }

    @Test
    void fields_that_one_may_not_fill_or_that_cannot_be_changed_later_are_not_there() throws Exception {
        assertThat(biller.open(ONE + "/edit").body()).contains("name=\"endDate\"", "name=\"remainingUnits\"");
        assertThat(signedIn("front-desk").open(ONE + "/edit").body())
                .contains("name=\"payerReference\"")
                .doesNotContain("name=\"endDate\"", "name=\"remainingUnits\"", "name=\"unmanaged\"");
        assertThat(admin.open("/console/profiles/billing").body()).doesNotContain("name=\"id\"");
        assertThat(admin.open("/console/codes/H0031").body()).doesNotContain("name=\"code\"");
    }

    @Test
    void history_tells_before_and_after_and_the_operation_behind() throws Exception {
        assertThat(admin.open(ONE).body())
                .contains("April 30, 2027", "May 31, 2027", "Letter from the payer")
                .contains("/console/operations/0193a000-0000-8000-8000-0000000000ff")
                .contains("<svg", "role=\"img\"", "48 of 48 units remain");
    }

    @Test
    void every_event_of_the_history_is_told_in_words() throws Exception {
        services.when(
                "GET /authorizations/" + ID + "/history.*",
                200,
                history()
                        .replace("AuthFieldsPatched", "AuthRestored")
                        .replace(
                                "\"field\": \"endDate\", \"before\": \"2027-04-30\", \"after\": \"2027-05-31\"",
                                "\"field\": \"cause\", \"before\": null, \"after\": \"DRAFT_VOIDED\""));
        assertThat(admin.open(ONE).body())
                .contains("In use again: the operation that voided it was undone", "The draft note was voided")
                .doesNotContain("Auth restored");
    }

    @Test
    void an_edit_sends_only_what_was_changed_and_says_what_state_it_was_made_for() throws Exception {
        services.when("PATCH .*", 200, row().replace("\"seq\": 3", "\"seq\": 4"));
        services.when("GET /authorizations/" + ID, 200, row().replace("\"seq\": 3", "\"seq\": 4"));
        Browser.Page done = post(biller, ONE + "/edit", ONE + "/edit", edit("endDate", "2027-06-30"));
        assertThat(done.at().getPath()).isEqualTo(ONE);
        assertThat(done.body()).contains("The authorization was changed.");
        ToldServices.Asked asked = services.asked("PATCH").getFirst();
        assertThat(asked.body()).isEqualTo("{\"endDate\":\"2027-06-30\"}");
        assertThat(asked.ifMatch()).isEqualTo("\"3\"");
        assertThat(asked.address()).endsWith("?reason=PAYER_LETTER");
        assertThat(asked.type()).startsWith("application/merge-patch+json");
    }

    @Test
    void a_conflict_shows_what_changed_and_keeps_what_was_typed() throws Exception {
        services.when("PATCH .*", 412, """
            {"type": "/problems/changed-meanwhile", "title": "Changed meanwhile", "status": 412, "detail": "Look.",
             "currentETag": "\\"4\\""}""");
        services.when(
                "GET /authorizations/" + ID,
                200,
                row().replace("\"seq\": 3", "\"seq\": 4").replace("2027-05-31", "2027-04-15"));
        Browser.Page page = post(biller, ONE + "/edit", ONE + "/edit", edit("endDate", "2027-06-30"));
        assertThat(page.body())
                .contains("Somebody changed this authorization while you had it open")
                .contains("2027-04-15", "value=\"2027-06-30\"")
                .contains("name=\"seq\" value=\"4\"");
    }

    @Test
    void what_a_rule_refuses_is_said_at_its_field_and_nothing_typed_is_lost() throws Exception {
        services.when("PATCH .*", 422, """
            {"type": "/problems/below-used", "title": "Refused by a rule", "status": 422, "detail": "Too few.",
             "errors": [{"field": "allottedUnits", "detail": "8 units are used already; give at least 8."}]}""");
        Browser.Page page = post(biller, ONE + "/edit", ONE + "/edit", edit("allottedUnits", "5"));
        assertThat(page.body())
                .contains("id=\"allottedUnits-problem\"", "8 units are used already; give at least 8.")
                .contains("name=\"allottedUnits\" type=\"text\" value=\"5\"");
    }

    @Test
    void a_hundred_thousand_characters_in_a_number_are_no_number() throws Exception {
        Browser.Page page = post(biller, ONE + "/edit", ONE + "/edit", edit("allottedUnits", "9".repeat(100_000)));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Write a number such as 48 or 2.5.");
        assertThat(services.asked("PATCH")).isEmpty();
    }

    @Test
    void a_refused_action_is_said_on_its_page() throws Exception {
        services.when("POST .*/void", 422, """
            {"type": "/problems/has-consumed-units", "title": "Refused by a rule", "status": 422,
             "detail": "Released notes used 8 units of this authorization."}""");
        Browser.Page page = post(
                biller, ONE + "/void", ONE + "/void", Map.of("reason", "CORRECTION", "comment", "typed " + SCRIPT));
        assertThat(page.body()).contains("Released notes used 8 units of this authorization.", "typed &lt;script&gt;");
        assertThat(services.asked("POST").getFirst().body()).contains("\"reason\":\"CORRECTION\"");
    }

    @Test
    void a_renewal_proposes_the_next_period_and_leads_to_what_was_added() throws Exception {
        assertThat(biller.open(ONE + "/renew").body()).contains("value=\"2027-06-01\"", "value=\"2027-11-29\"");
        services.when("POST .*/renew", 201, row().replace("\"seq\": 3", "\"seq\": 0"));
        Browser.Page page = post(
                biller,
                ONE + "/renew",
                ONE + "/renew",
                Map.of("reason", "RENEWAL", "startDate", "2027-06-01", "endDate", "2027-11-29", "allottedUnits", "48"));
        assertThat(page.at().getPath()).isEqualTo(ONE);
        assertThat(page.body()).contains("It renews the one before.");
    }

    @Test
    void rows_of_a_client_are_changed_together_as_one_preview() throws Exception {
        services.when("POST /bulk-previews\\?kind=UPDATE", 201, "{\"id\": \"p-1\", \"state\": \"READY\"}");
        Browser.Page edit = biller.open("/console/clients/c-1?edit=true");
        Browser.Page next = biller.ask(
                "POST",
                "/console/clients/c-1/changes",
                Browser.encoded(with(
                        edit,
                        Map.of(
                                ID + ".endDate", "2027-06-30",
                                "was." + ID + ".endDate", "2027-05-31",
                                ID + ".allottedUnits", "48",
                                "was." + ID + ".allottedUnits", "48"))));
        assertThat(next.status()).isEqualTo(302);
        assertThat(next.header("Location")).endsWith("/console/previews/p-1");
        ToldServices.Asked asked = services.asked("POST").getFirst();
        assertThat(asked.type()).startsWith("application/x-ndjson");
        assertThat(asked.body()).isEqualTo("{\"authorizationId\":\"" + ID + "\",\"endDate\":\"2027-06-30\"}\n");
    }

    @Test
    void a_row_that_cannot_be_read_comes_back_with_everything_typed() throws Exception {
        Browser.Page page = post(
                biller,
                "/console/clients/c-1?edit=true",
                "/console/clients/c-1/changes",
                Map.of(
                        ID + ".allottedUnits", "plenty",
                        "was." + ID + ".allottedUnits", "48",
                        ID + ".authorizationNumber", "PA-999",
                        "was." + ID + ".authorizationNumber", "PA-881"));
        assertThat(page.body()).contains("Write a number such as 48 or 2.5.", "value=\"plenty\"", "value=\"PA-999\"");
        assertThat(services.asked("POST")).isEmpty();
    }

    @Test
    void an_id_that_is_not_ours_is_a_friendly_page() throws Exception {
        for (String path :
                List.of("/console/clients/other", "/console/authorizations/other", "/console/groups/other")) {
            Browser.Page page = biller.open(path);
            assertThat(page.status()).as(path).isEqualTo(404);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.body()).contains("</nav>").doesNotContain("Exception");
        }
    }

    @Test
    void one_line_of_alerts_leads_to_its_rows_and_is_acknowledged_together() throws Exception {
        services.when("POST /alerts/.*", 200, alert("a1", "H0031"));
        Browser.Page inbox = biller.open("/console/alerts");
        assertThat(inbox.body())
                .contains("2 codes end May 31, 2027", "2 alerts in 1 line")
                .contains("/console/authorizations?clientId=c-1&amp;payerId=bcbs&amp;endsFrom=2027-05-31");
        Browser.Page after = biller.send("/console/alerts/acknowledge", with(inbox, Map.of("id", "a1,a2")));
        assertThat(after.body()).contains("Acknowledged: 2.");
        assertThat(services.asked("POST"))
                .extracting(ToldServices.Asked::address)
                .contains("/alerts/a1/acknowledge", "/alerts/a2/acknowledge", "/alerts/a1/seen", "/alerts/a2/seen");
    }

    @Test
    void alerts_that_could_not_be_acknowledged_are_said() throws Exception {
        services.when("POST /alerts/a1/.*", 200, alert("a1", "H0031"));
        Browser.Page inbox = biller.open("/console/alerts");
        Browser.Page after = biller.send("/console/alerts/acknowledge", with(inbox, Map.of("id", "a1,a2")));
        assertThat(after.body()).contains("1 of 2 alerts could not be marked");
    }

    @Test
    void why_names_rule_profile_and_scope() throws Exception {
        assertThat(biller.open("/console/alerts/why?authorizationId=" + ID + "&id=a1")
                        .body())
                .contains(
                        "an alert 14 days before its end date",
                        "14 days were left",
                        "You are assigned to this client.");
    }

    @Test
    void a_group_is_saved_with_the_state_that_was_seen_and_a_conflict_is_said_in_words() throws Exception {
        services.when("PUT /billing-code-groups/g-1", 412, """
            {"type": "/problems/changed-meanwhile", "title": "Changed meanwhile", "status": 412, "detail": "Look."}""");
        Browser.Page page = post(
                biller,
                "/console/groups/g-1",
                "/console/groups/g-1",
                Map.of("name", "Mine", "active", "true", "etag", "\"2\"", "in.H0031", "true", "units.H0031", "7"));
        assertThat(page.body())
                .contains("Somebody changed this group while you had it open", "value=\"Mine\"", "value=\"7\"");
        ToldServices.Asked asked = services.asked("PUT").getFirst();
        assertThat(asked.ifMatch()).isEqualTo("\"2\"");
        assertThat(asked.body())
                .isEqualTo("{\"name\":\"Mine\",\"active\":true,\"codes\":[{\"code\":\"H0031\",\"defaultUnits\":7}]}");
    }

    @Test
    void all_codes_go_in_at_once() throws Exception {
        services.when("POST /billing-code-groups/g-1/add-all", 200, group());
        Browser.Page page = post(biller, "/console/groups/g-1", "/console/groups/g-1/add-all", Map.of("etag", "\"3\""));
        assertThat(page.body()).contains("All active codes are in the group now: 1.");
        assertThat(services.asked("POST").getFirst().ifMatch()).isEqualTo("\"3\"");
    }

    @Test
    void a_code_that_is_there_already_is_said_at_the_code() throws Exception {
        services.when("PUT /billing-codes/H0031", 428, """
            {"type": "/problems/if-match-required", "title": "If-Match required", "status": 428, "detail": "Send it."}""");
        Browser.Page page = post(
                biller,
                "/console/new-code",
                "/console/new-code",
                Map.of(
                        "code",
                        "H0031",
                        "description",
                        "Assessment",
                        "type",
                        "HCPCS",
                        "unitLabel",
                        "visit",
                        "active",
                        "true"));
        assertThat(page.body()).contains("This code is there already.", "value=\"Assessment\"");
    }

    @Test
    void only_settings_that_were_changed_are_sent_and_a_refused_one_says_so() throws Exception {
        services.when("PUT /settings/bulk.rows-max", 400, """
            {"type": "/problems/invalid-field", "title": "Invalid field", "status": 400, "detail": "value",
             "errors": [{"field": "value", "detail": "is a whole number from 1 to 1000000, or null for the default"}]}""");
        Browser.Page page = post(
                admin,
                "/console/profiles",
                "/console/settings",
                Map.of("setting.notes.late-grace-days", "", "setting.bulk.rows-max", "0"));
        assertThat(page.body())
                .contains("This is a whole number from 1 to 1000000, or blank for the default.", "value=\"0\"");
        assertThat(services.asked("PUT")).hasSize(1);
    }

    @Test
    void the_master_switch_asks_first() throws Exception {
        services.when("PUT /settings/authorization-alerts.enabled", 200, "{}");
        assertThat(admin.open("/console/alert-switch").body()).contains("Turn alerts off for the whole organisation?");
        post(admin, "/console/alert-switch", "/console/alert-switch", Map.of("to", "false"));
        assertThat(services.asked("PUT").getFirst().body()).isEqualTo("{\"value\":false}");
    }

    @Test
    void settings_are_shown_to_who_manages_alerts_and_offered_to_who_manages_settings() throws Exception {
        assertThat(biller.open("/console/profiles").body())
                .contains("Limits of the organisation", "readonly")
                .doesNotContain("Save limits", "/console/alert-switch");
        assertThat(admin.open("/console/profiles").body())
                .contains("Save limits", "/console/alert-switch")
                .doesNotContain("readonly");
    }

    @Test
    void a_directory_file_is_reported_line_by_line() throws Exception {
        services.when("POST /directory/import", 200, """
            {"accepted": 12, "rejected": 1, "problems": [
              {"line": 3, "field": "value.name", "detail": "is required %s"}]}""".formatted(SCRIPT));
        String page = upload(admin, "/console/import/directory", "{\"kind\":\"payer\"}\n", Map.of());
        assertThat(page)
                .contains("12 records were taken", "1 line was not", "value.name", "is required &lt;script&gt;");
        ToldServices.Asked asked = services.asked("POST").getFirst();
        assertThat(asked.body()).isEqualTo("{\"kind\":\"payer\"}\n");
        assertThat(asked.type()).startsWith("application/x-ndjson");
    }

    @Test
    void a_table_becomes_a_preview_or_says_what_is_wrong_line_by_line() throws Exception {
        services.when("POST /bulk-previews\\?kind=ADD", 201, """
            {"id": "p-1", "state": "READY", "file": {"lines": 3, "badLines": 1, "problems": [
              {"line": 2, "column": "endDate", "detail": "is a date of the calendar"}]}}""");
        String page = upload(admin, "/console/import/bulk", "clientId\nc-1\n", Map.of("kind", "ADD"));
        assertThat(page).contains("1 line is", "2 lines can", "is a date of the calendar", "/console/previews/p-1");
        assertThat(services.asked("POST").getFirst().type()).startsWith("text/csv");
        assertThat(upload(admin, "/console/import/bulk", "", Map.of("kind", "ADD")))
                .contains("Choose a file first.");
    }

    @Test
    void dates_of_a_table_are_offered_as_the_organisation_writes_them_and_sent_along() throws Exception {
        services.when("POST /bulk-previews\\?kind=ADD.*", 201, """
                {"id": "p-1", "state": "READY", "ignoredColumns": ["Notes"], "file": {"lines": 1, "badLines": 0, "problems": []}}""");
        assertThat(admin.open("/console/import").body()).contains("name=\"dateFormat\"", "value=\"MM/dd/yyyy\"");
        String page = upload(
                admin,
                "/console/import/bulk",
                "clientId\nc-1\n",
                Map.of("kind", "ADD", "dateFormat", "dd.MM.yyyy", "skipLines", "2"));
        assertThat(page).contains("value=\"dd.MM.yyyy\"", "value=\"2\"");
        assertThat(services.asked("POST").getFirst().address()).contains("dateFormat=dd.MM.yyyy", "skipLines=2");
    }

    @Test
    void a_mapping_is_chosen_by_its_name_and_sheets_are_had_as_files() throws Exception {
        services.when("GET /bulk-mappings.*", 200, """
                {"items": [{"name": "vendor"}], "count": 1, "nextCursor": null, "prevCursor": null}""");
        services.when("POST /bulk-previews\\?kind=ADD&mapping=vendor", 201, """
                {"id": "p-1", "state": "READY", "ignoredColumns": [], "file": {"lines": 3, "badLines": 1, "problems": [
                  {"line": 2, "column": "endDate", "detail": "is a date of the calendar"}]}}""");
        services.when("GET /bulk-previews/template\\?kind=ADD", 200, "Client ID\r\n");
        services.when("GET /bulk-previews/p-1/file-problems", 200, "Client ID,fileLine,why\r\n");

        assertThat(admin.open("/console/import").body())
                .contains("<option value=\"vendor\">vendor</option>", "/console/import/template.csv?kind=ADD");
        assertThat(upload(admin, "/console/import/bulk", "x\n1\n", Map.of("kind", "ADD", "mapping", "vendor")))
                .contains("/console/import/left-out.csv?preview=p-1", "Lines left out as CSV, with why");
        assertThat(admin.open("/console/import/template.csv?kind=ADD").body()).isEqualTo("Client ID\r\n");
        assertThat(admin.open("/console/import/left-out.csv?preview=p-1").body())
                .startsWith("Client ID,fileLine,why");
    }

    @Test
    void columns_that_were_passed_over_are_shown_before_anything_goes_on() throws Exception {
        services.when("POST /bulk-previews\\?kind=ADD", 201, """
                {"id": "p-1", "state": "READY", "ignoredColumns": ["Notes", "%s"],
                 "file": {"lines": 3, "badLines": 0, "problems": []}}""".formatted(SCRIPT));
        assertThat(upload(admin, "/console/import/bulk", "clientId,Notes\nc-1,x\n", Map.of("kind", "ADD")))
                .contains(
                        "Columns were passed over",
                        "<code>Notes</code>",
                        "<code>&lt;script&gt;",
                        "Go on without these columns",
                        "/console/previews/p-1")
                .doesNotContain("left out");
    }

    @Test
    void a_file_that_is_too_large_is_said_at_its_field_and_nothing_of_it_is_passed_on() throws Exception {
        String large = "x".repeat(66 * 1024 * 1024);
        for (String form : List.of("bulk", "directory")) {
            URI next = uploaded(admin, "/console/import/" + form, large, Map.of())
                    .headers()
                    .firstValue("Location")
                    .map(URI::create)
                    .orElseThrow();
            Browser.Page page = admin.open(next.toString());
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body())
                    .contains(
                            "id=\"" + form + "-problem\"", "The file has more than 64 MB, so nothing of it was taken.");
        }
        assertThat(services.asked("POST")).isEmpty();
    }

    @Test
    void a_table_that_cannot_be_read_is_refused_in_words() throws Exception {
        services.when("POST /bulk-previews\\?kind=UPDATE", 400, """
            {"type": "/problems/unreadable-file", "title": "Bad request", "status": 400,
             "detail": "The first line names the columns: colour is no column.",
             "errors": [{"field": "line 1, colour", "detail": "is no column"}]}""");
        assertThat(upload(admin, "/console/import/bulk", "colour\nred\n", Map.of("kind", "UPDATE")))
                .contains("The first line names the columns: colour is no column.", "line 1, colour");
    }

    @Test
    void a_row_that_the_api_cannot_take_is_marked_in_the_row_and_no_preview_is_shown() throws Exception {
        services.when("POST /bulk-previews\\?kind=UPDATE", 201, """
            {"id": "p-1", "state": "READY", "file": {"lines": 1, "badLines": 1, "problems": [
              {"line": 1, "column": "authorizationNumber", "detail": "has at most 50 characters"}]}}""");
        Browser.Page page = post(
                biller,
                "/console/clients/c-1?edit=true",
                "/console/clients/c-1/changes",
                Map.of(ID + ".authorizationNumber", "P".repeat(60), "was." + ID + ".authorizationNumber", "PA-881"));
        assertThat(page.body()).contains("This has at most 50 characters.", "P".repeat(60));
    }

    @Test
    void a_service_that_is_down_is_said_and_the_page_looks_again() throws Exception {
        services.when("GET /authorizations/" + ID, 503, """
            {"type": "/problems/service-unavailable", "title": "Not available now", "status": 503,
             "detail": "The auth-query-service does not answer just now."}""");
        Browser.Page page = biller.open(ONE);
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.body()).contains("does not answer just now");
        services.when("GET /authorizations/" + ID, 200, row());
        assertThat(biller.open(ONE).status()).isEqualTo(200);
    }

    private static Map<String, String> edit(String field, String typed) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("seq", "3");
        form.put("reason", "PAYER_LETTER");
        Map.of(
                        "authorizationNumber", "PA-881",
                        "payerId", "bcbs",
                        "startDate", "2026-12-01",
                        "endDate", "2027-05-31",
                        "allottedUnits", "48",
                        "remainingUnits", "40")
                .forEach((name, shown) -> {
                    form.put("was." + name, shown);
                    form.put(name, shown);
                });
        form.put(field, typed);
        return form;
    }

    /** Opens a page, then sends a form with its token. */
    private static Browser.Page post(Browser browser, String page, String path, Map<String, String> form)
            throws Exception {
        return browser.send(path, with(browser.open(page), form));
    }

    private static Map<String, String> with(Browser.Page page, Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.put("_csrf", page.csrf());
        return all;
    }

    private static String upload(Browser browser, String path, String file, Map<String, String> fields)
            throws Exception {
        return uploaded(browser, path, file, fields).body();
    }

    private static HttpResponse<String> uploaded(Browser browser, String path, String file, Map<String, String> fields)
            throws Exception {
        String token = browser.open("/console/import").csrf();
        StringBuilder body = new StringBuilder();
        with(fields, token).forEach((name, value) -> body.append("--cut\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        body.append("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file.csv\"\r\n")
                .append("Content-Type: application/octet-stream\r\n\r\n")
                .append(file)
                .append("\r\n--cut--\r\n");
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.base + path))
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .header("Accept", "text/html")
                .header(
                        "Cookie",
                        browser.cookies().entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .collect(Collectors.joining("; ")))
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Map<String, String> with(Map<String, String> fields, String token) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_csrf", token);
        return all;
    }
}
