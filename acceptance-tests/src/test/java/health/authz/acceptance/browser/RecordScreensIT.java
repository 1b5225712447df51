package health.authz.acceptance.browser;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

/** Screens of one client, one authorization, groups and codes, alerts, who is alerted, and files. */
class RecordScreensIT {
    private static final String ABC = "abc-therapeutic";
    private static final String SCRIPT = "<script>alert(1)</script>";
    private static Stack stack;
    private static Api biller;
    private static String client;
    private static String authorization;
    private static String group;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        stack = Stack.running();
        biller = stack.as(Login.biller(ABC));
        eventually(() -> {
            JsonNode used = biller.get("/authorizations?billingCode=90834&payerId=bcbs&remainingAtMost=10&limit=1")
                    .is(200)
                    .items()
                    .getFirst();
            client = used.path("clientId").asString();
            authorization = used.path("authorizationId").asString();
            assertThat(biller.get("/alerts").is(200).count()).isPositive();
        });
        group = biller.get("/billing-code-groups?q=Outpatient")
                .is(200)
                .items()
                .getFirst()
                .path("id")
                .asString();
    }

    private static Map<String, String> screens() {
        return Map.ofEntries(
                Map.entry("client", "/console/clients/" + client),
                Map.entry("client-rows", "/console/clients/" + client + "?edit=true"),
                Map.entry("authorization", "/console/authorizations/" + authorization),
                Map.entry("authorization-edit", "/console/authorizations/" + authorization + "/edit"),
                Map.entry("authorization-renew", "/console/authorizations/" + authorization + "/renew"),
                Map.entry("authorization-void", "/console/authorizations/" + authorization + "/void"),
                Map.entry("groups", "/console/groups"),
                Map.entry("group", "/console/groups/" + group),
                Map.entry("codes", "/console/codes"),
                Map.entry("code", "/console/codes/H2014"),
                Map.entry("code-new", "/console/new-code"),
                Map.entry("alerts", "/console/alerts?scope=all"),
                Map.entry("who-is-alerted", "/console/profiles"),
                Map.entry("profile", "/console/profiles/billing"),
                Map.entry("alerts-off", "/console/alert-switch"),
                Map.entry("import", "/console/import"));
    }

    @Test
    void every_screen_is_accessible_in_light_and_in_dark_at_both_widths() {
        try (Browser browser = Browser.open().signIn("admin")) {
            for (int width : List.of(Browser.WIDE, Browser.NARROW)) {
                browser.wide(width);
                screens().forEach((name, path) -> browser.go(path)
                        .awaitElement("main h1")
                        .accessible()
                        .picture(name));
            }
            browser.wide(Browser.WIDE)
                    .go("/console/authorizations/" + authorization)
                    .awaitText("History")
                    .darkPicture("authorization-dark");
        }
    }

    @Test
    void what_a_clinician_may_not_change_is_not_offered() {
        try (Browser browser = Browser.open().signIn("clinician")) {
            browser.go("/console/clients/" + client).awaitElement("table");
            assertThat(browser.text()).doesNotContain("Bulk Add or Update", "Edit rows");
            browser.go("/console/authorizations/" + authorization).awaitText("History");
            assertThat(browser.text()).doesNotContain("Inactivate", "Void");
        }
    }

    @Test
    void rows_of_a_client_are_edited_in_place_and_saved_together() {
        LocalDate end = stack.today().plusDays(101);
        String id = someone("c-edit");
        String one = added(id, "90834");
        String two = added(id, "90837");
        try (Browser browser = Browser.open().signIn("biller")) {
            browser.go("/console/clients/" + id)
                    .click("Edit rows")
                    .awaitElement("table.editing")
                    .fill(one + ".endDate", end.toString())
                    .fill(two + ".allottedUnits", "plenty")
                    .click("Preview changes")
                    .awaitText("Write a number such as 48 or 2.5.")
                    .accessible();
            assertThat(browser.script("return document.getElementById(arguments[0]).value", one + ".endDate"))
                    .as("nothing typed is lost")
                    .isEqualTo(end.toString());
            browser.picture("client-rows-wrong");
            browser.fill(two + ".allottedUnits", "30").click("Preview changes").awaitElement("#reason");
            assertThat(browser.address()).startsWith("/console/previews/");
            assertThat(biller.authorization(one).path("endDate").asString())
                    .as("a preview changes nothing")
                    .isNotEqualTo(end.toString());
            browser.choose("reason", "Correction").click("Update 2").awaitAddress("/console/operations/.*");
        }
        eventually(() -> {
            assertThat(biller.authorization(one).path("endDate").asString()).isEqualTo(end.toString());
            assertThat(biller.authorization(two).path("allottedUnits").asInt()).isEqualTo(30);
        });
    }

    @Test
    void two_people_edit_one_authorization_and_nobody_overwrites_the_other_unseen() {
        String id = added(someone("c-conflict"), "90834");
        try (Browser browser = Browser.open().signIn("biller")) {
            browser.go("/console/authorizations/" + id + "/edit").awaitElement("#endDate");
            biller.patch(
                            "/authorizations/" + id,
                            object("endDate", stack.today().plusDays(44).toString()),
                            "If-Match",
                            "*")
                    .is(200);
            eventually(() -> assertThat(biller.authorization(id).path("endDate").asString())
                    .isEqualTo(stack.today().plusDays(44).toString()));
            browser.fill("authorizationNumber", "PA-" + SCRIPT)
                    .click("Save changes")
                    .awaitText("Somebody changed this authorization while you had it open")
                    .accessible()
                    .picture("authorization-conflict");
            browser.clickTwice("Save changes")
                    .awaitAddress("/console/authorizations/" + id + "(\\?.*)?")
                    .reloadUntil("PA-" + SCRIPT);
            assertThat(browser.text()).contains("Correction");
        }
        JsonNode now = biller.authorization(id);
        assertThat(now.path("authorizationNumber").asString()).isEqualTo("PA-" + SCRIPT);
        assertThat(now.path("endDate").asString())
                .isEqualTo(stack.today().plusDays(44).toString());
    }

    @Test
    void an_edit_by_keyboard_alone() {
        String id = added(someone("c-keys"), "90834");
        try (Browser browser = Browser.open().signIn("biller")) {
            browser.go("/console/authorizations/" + id)
                    .awaitText("History")
                    .tabTo("a[href$='/edit']")
                    .press(Keys.ENTER)
                    .awaitElement("#unitAlertLevel")
                    .tabTo("#unitAlertLevel")
                    .press(Keys.END, Keys.BACK_SPACE, Keys.BACK_SPACE, Keys.BACK_SPACE, "3")
                    .tabTo("main button[type=submit]")
                    .press(Keys.ENTER)
                    .awaitAddress("/console/authorizations/" + id + "(\\?.*)?");
        }
        eventually(
                () -> assertThat(biller.authorization(id).path("unitAlertLevel").asInt())
                        .isEqualTo(3));
    }

    @Test
    void inactivated_reactivated_renewed_and_voided_each_with_a_reason() {
        String id = added(someone("c-deeds"), "90834");
        String page = "/console/authorizations/" + id;
        String shown = page + "(\\?.*)?";
        try (Browser browser = Browser.open().signIn("biller")) {
            browser.go(page).click("Inactivate").awaitElement("#comment").click("Inactivate 90834");
            browser.awaitAddress(shown)
                    .reloadUntil("Reactivate")
                    .click("Reactivate")
                    .awaitElement("#comment")
                    .click("Reactivate 90834");
            browser.awaitAddress(shown)
                    .reloadUntil("Active")
                    .click("Renew")
                    .awaitElement("#comment")
                    .click("Renew 90834");
            browser.awaitAddress("/console/authorizations/(?!" + id + ").*").reloadUntil("another authorization");
            browser.go(page)
                    .reloadUntil("Renewed")
                    .click("Void")
                    .awaitElement("#comment")
                    .click("Void 90834");
            browser.awaitAddress(shown).reloadUntil("Voided");
        }
        assertThat(biller.authorization(id).path("status").asString()).isEqualTo("VOIDED");
    }

    @Test
    void a_line_of_alerts_is_explained_acknowledged_and_leads_to_its_rows() {
        try (Browser browser = Browser.open().signIn("biller")) {
            browser.go("/console/alerts").awaitElement(".alert-lines");
            String words = browser.textOf(".alert-lines > li:first-child .alert-text strong");
            assertThat(words).matches("(?s).*( ends? |few units left).*");
            browser.tick(".alert-lines > li:first-child summary")
                    .click("Rule, profile and scope")
                    .awaitText("The authorization asks for an alert")
                    .accessible()
                    .picture("alert-why");
            browser.go("/console/alerts").awaitElement(".alert-lines");
            browser.tick(".alert-lines > li:first-child form[action$='acknowledge'] button")
                    .awaitText("acknowledged by");
            browser.tick(".alert-lines > li:first-child .alert-deeds > a").awaitAddress("/console/authorizations\\?.*");
            assertThat(browser.awaitElement("table tbody tr").text()).doesNotContain("Nothing");
        }
    }

    @Test
    void a_group_is_filled_emptied_and_a_conflict_said_in_words() {
        String own = biller.post(
                        "/billing-code-groups",
                        object(
                                "name",
                                "Group " + UUID.randomUUID(),
                                "active",
                                true,
                                "codes",
                                List.of(object("code", "90834"))))
                .is(201)
                .text("id");
        try (Browser browser = Browser.open().signIn("biller")) {
            browser.go("/console/groups/" + own).awaitElement("#name");
            biller.post("/billing-code-groups/" + own + "/remove-all", "", "If-Match", "\"1\"")
                    .is(200);
            browser.fill("name", "Renamed " + own)
                    .click("Save group")
                    .awaitText("Somebody changed this group while you had it open")
                    .accessible()
                    .picture("group-conflict");
            browser.go("/console/groups/" + own).awaitText("The group has no codes.");
            browser.tick("details.ask > summary")
                    .accessible()
                    .click("Add all codes")
                    .awaitText("version 3");
        }
    }

    @Test
    void a_directory_file_and_a_table_are_dropped_in() throws IOException {
        String id = added(someone("c-file"), "90834");
        Path directory = folder.resolve("directory.ndjson");
        Files.writeString(directory, """
                {"kind":"client-group","id":"file-group","value":{"name":"%s"}}
                {"kind":"client-group","id":"nameless","value":{}}
                """.formatted("From a file " + SCRIPT));
        Path table = folder.resolve("table.csv");
        LocalDate end = stack.today().plusDays(77);
        Files.writeString(table, "authorizationId,endDate\r\n" + id + "," + end + "\r\n");
        try (Browser browser = Browser.open().signIn("admin")) {
            browser.go("/console/import")
                    .fill("directory-file", directory.toString())
                    .tick("form[action$='/import/directory'] button[type=submit]")
                    .awaitText("1 record was taken, 1 line was not")
                    .accessible()
                    .picture("import-report");
            browser.go("/console/import")
                    .fill("bulk-file", table.toString())
                    .click("Preview changes")
                    .awaitElement("#reason");
            assertThat(browser.address()).startsWith("/console/previews/");
        }
    }

    @Test
    void a_session_that_ends_in_the_middle_of_a_form_loses_nothing_typed() {
        String id = added(someone("c-session"), "90834");
        String path = "/console/authorizations/" + id + "/edit";
        try (Browser browser = Browser.open().signIn("biller")) {
            browser.go(path).fill("payerReference", "call 4471");
            browser.forgetSession();
            browser.click("Save changes").awaitAddress("/demo-issuer/.*");
            browser.script("document.querySelector(\"button[value='biller']\").click()");
            browser.awaitElement("#payerReference");
            assertThat(browser.address()).startsWith(path);
            assertThat(browser.script("return document.getElementById('payerReference').value"))
                    .isEqualTo("call 4471");
        }
    }

    @Test
    void without_scripts_rows_are_edited_all_the_same() {
        String id = someone("c-plain");
        String one = added(id, "90834");
        try (Browser browser = Browser.withoutScripts().signIn("biller")) {
            browser.go("/console/clients/" + id + "?edit=true")
                    .fill(one + ".authorizationNumber", "PA-77")
                    .click("Preview changes")
                    .awaitElement("#reason");
        }
    }

    @Test
    void an_id_of_another_organisation_is_not_found_in_a_friendly_way() {
        try (Browser browser = Browser.open().signIn("biller2")) {
            for (String path : List.of(
                    "/console/clients/" + client,
                    "/console/authorizations/" + authorization,
                    "/console/groups/" + group)) {
                browser.go(path).awaitText("nothing here that you may see").accessible();
            }
        }
    }

    @Test
    void a_service_that_is_down_is_said_and_the_page_recovers_by_itself() {
        try (Browser browser = Browser.open().signIn("biller")) {
            stack.without(
                    "alert-service",
                    () -> browser.betweenReloads(page -> page.go("/console/alerts")
                            .awaitText("does not answer just now")
                            .accessible()
                            .picture("service-down")));
            browser.awaitElement(".alert-lines");
        }
    }

    /** A client of the demo's organisation, known to the lists. */
    private static String someone(String prefix) {
        String id = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        stack.as(Login.admin(ABC))
                .put(
                        "/clients/" + id,
                        object(
                                "name", object("family", "Sample " + SCRIPT, "given", "Robin"),
                                "birthDate", "1990-02-28",
                                "active", true,
                                "divisionIds", List.of("adult"),
                                "payerIds", List.of("bcbs"),
                                "clientGroupIds", List.of(),
                                "assignedUserIds", List.of()))
                .is(204);
        eventually(() -> biller.get("/clients/" + id).is(200));
        return id;
    }

    private static String added(String clientId, String code) {
        String id = biller.post(
                        "/authorizations",
                        object(
                                "clientId",
                                clientId,
                                "billingCode",
                                code,
                                "allottedUnits",
                                24,
                                "startDate",
                                stack.today().minusDays(1).toString(), // it has begun wherever the division is
                                "endDate",
                                stack.today().plusDays(60).toString()))
                .is(201)
                .text("authorizationId");
        eventually(() -> biller.get("/authorizations/" + id).is(200));
        return id;
    }
}
