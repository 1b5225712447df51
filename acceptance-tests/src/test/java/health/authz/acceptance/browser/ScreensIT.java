package health.authz.acceptance.browser;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Stack;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Every screen of the lists and of a bulk change: accessible, light and dark, at both widths; and what is wrong in an address. */
class ScreensIT {
    private static final String ABC = "abc-therapeutic";
    private static final int OWN_BYTES_MAX = 150_000;
    private static final String FILTER = "divisionId=adult&payerId=bcbs";
    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.running();
    }

    private static void look(Browser browser, String name, String path) {
        browser.go(path).awaitElement("main h1").accessible().picture(name);
        assertThat(browser.bytesLoaded()).as("bytes that " + name + " loads").isLessThan(OWN_BYTES_MAX);
    }

    private static String firstOperation() {
        return "/console/operations/"
                + stack.as(Login.biller(ABC))
                        .get("/bulk-operations?limit=1")
                        .is(200)
                        .items()
                        .getFirst()
                        .path("id")
                        .asString();
    }

    @Test
    void every_screen_is_accessible_in_light_and_in_dark_at_both_widths() {
        try (Browser browser = Browser.open().signIn("biller")) {
            for (int width : List.of(Browser.WIDE, Browser.NARROW)) {
                browser.wide(width);
                look(browser, "authorizations", "/console/authorizations?" + FILTER);
                look(browser, "clients", "/console/clients?" + FILTER);
                look(browser, "bulk-choice", "/console/bulk?of=authorizations&" + FILTER);
                look(browser, "bulk-update", "/console/bulk?of=authorizations&do=update&" + FILTER);
                look(browser, "operations", "/console/operations");
                look(browser, "operation", firstOperation());
                browser.go("/console/bulk?of=clients&do=add&" + FILTER)
                        .awaitElement("#billingCodeGroupId")
                        .choose("billingCodeGroupId", "Community support")
                        .awaitElement("#lines")
                        .accessible()
                        .picture("bulk-add");
                browser.go("/console/bulk?of=authorizations&do=update&" + FILTER)
                        .awaitElement("#endDate")
                        .fill("endDate", stack.today().plusDays(21).toString())
                        .fill("unitAlertLevel", "2")
                        .click("Preview")
                        .awaitElement("#reason")
                        .accessible()
                        .wholePicture("confirm");
            }
            browser.wide(Browser.WIDE).go("/console/authorizations?" + FILTER).darkPicture("authorizations-dark");
        }
    }

    @Test
    void filters_stand_in_the_address_and_back_leads_to_the_list_before() {
        try (Browser browser = Browser.open().signIn("biller")) {
            browser.go("/console/authorizations").awaitElement("#payerId");
            browser.choose("payerId", "Blue Cross")
                    .awaitAddress(".*payerId=bcbs.*")
                    .awaitElement(".chip");
            assertThat(browser.address()).doesNotContain("divisionId");
            browser.tick(".tile[href*='status=EXHAUSTED']").awaitAddress(".*status=EXHAUSTED.*");
            browser.back().awaitElement(".chip");
            assertThat(browser.address()).contains("payerId=bcbs").doesNotContain("EXHAUSTED");
        }
    }

    @Test
    void a_date_that_is_typed_is_sent_once_it_is_whole() {
        try (Browser browser = Browser.open().signIn("biller")) {
            browser.go("/console/authorizations?endsTo=2100-12-31").awaitElement("#endsFrom");
            browser.script("window.asked = []; document.addEventListener('htmx:configRequest',"
                    + " event => window.asked.push(event.detail.formData.get('endsFrom')))");
            browser.type("endsFrom", "01012027");
            assertThat(browser.valueOf("endsFrom")).isEqualTo("2027-01-01");
            assertThat(browser.script("return window.asked")).isEqualTo(List.of());
            browser.tabTo("#endsTo").awaitAddress(".*endsFrom=2027-01-01.*");
            assertThat(browser.script("return window.asked")).isEqualTo(List.of("2027-01-01"));

            browser.type("endsFrom", "01011827").press(Keys.ENTER);
            assertThat(browser.script("return document.querySelector('#endsFrom:invalid') !== null"))
                    .isEqualTo(true);
            assertThat(browser.script("return window.asked")).isEqualTo(List.of("2027-01-01"));
            browser.go("/console/authorizations?endsFrom=0002-01-01").awaitText("2000 to 2100");
        }
    }

    @Test
    void altered_addresses_answer_a_page_that_leads_on() {
        try (Browser browser = Browser.open().signIn("biller")) {
            String foreign = stack.as(Login.biller("northside"))
                    .get("/bulk-operations?limit=1")
                    .is(200)
                    .items()
                    .getFirst()
                    .path("id")
                    .asString();
            for (String path : List.of(
                    "/console/authorizations?cursor=altered",
                    "/console/authorizations?status=NO_SUCH",
                    "/console/authorizations?nosuchfilter=1",
                    "/console/authorizations?expiresWithinDays=soon",
                    "/console/clients?cursor=altered",
                    "/console/clients?nosuchfilter=1",
                    "/console/operations?cursor=altered",
                    "/console/bulk?of=authorizations&do=update&payerId=elsewhere",
                    "/console/authorizations?payerId=elsewhere",
                    "/console/operations/not-an-id",
                    "/console/operations/" + foreign,
                    "/console/operations/" + foreign + "/results",
                    "/console/previews/" + UUID.randomUUID())) {
                browser.go(path).awaitText("To the authorizations");
                assertThat(browser.text()).as(path).doesNotContain("Exception").doesNotContain("Whitelabel");
            }
        }
    }

    @Test
    void a_script_in_a_name_is_text() {
        Api admin = stack.as(Login.admin(ABC));
        String id = "script-" + UUID.randomUUID().toString().substring(0, 8);
        var client = Organisation.clientRecord(id, true, "adult", "bcbs");
        client.put("name", java.util.Map.of("family", "<script>document.title='owned'</script>", "given", id));
        admin.put("/clients/" + id, client).is(200, 201, 204);
        eventually(() -> admin.get("/clients/" + id).is(200));
        try (Browser browser = Browser.open().signIn("biller")) {
            browser.go("/console/clients?q=" + id).awaitText("<script>document.title='owned'</script>");
            assertThat(browser.script("return document.title")).isEqualTo("Clients · Authz");
        } finally {
            admin.delete("/clients/" + id).is(200, 204);
        }
    }

    @Test
    void lists_and_forms_work_without_scripts() {
        try (Browser browser = Browser.withoutScripts().signIn("biller")) {
            browser.go("/console/authorizations?" + FILTER)
                    .click("Bulk Add or Update")
                    .click("Update Codes Listed");
            browser.awaitElement("#authorizationNumber")
                    .fill("authorizationNumber", "NS-1")
                    .click("Preview")
                    .awaitAddress("/console/previews/[0-9a-f-]{36}")
                    .reloadUntil("will change");
        }
    }
}
