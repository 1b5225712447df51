package health.authz.acceptance.browser;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Stack;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

/** Rows that somebody leaves out stay as they are, whatever is turned, sorted, filtered or reloaded before the change. */
class LeaveOutIT {
    private static final String NORTHSIDE = "northside";
    private static final String PREVIEW = "/console/previews/[0-9a-f-]{36}";
    private static final String OPERATION = "/console/operations/[0-9a-f-]{36}";
    private static final int ROWS = 60;
    private static final String LEFT_OUT = "[data-left-out]";
    private static Stack stack;
    private static Api biller;
    private static String mark;

    /** More than one page of authorizations under a number of their own. */
    @BeforeAll
    static void start() {
        stack = Stack.running();
        biller = stack.as(Login.biller(NORTHSIDE));
        Api admin = stack.as(Login.admin(NORTHSIDE));
        mark = "OUT-" + UUID.randomUUID().toString().substring(0, 8);
        for (int i = 1; i <= ROWS; i++) {
            String client = mark.toLowerCase(java.util.Locale.ROOT) + "-" + i;
            admin.put("/clients/" + client, Organisation.clientRecord(client, true, "main", "bcbs"))
                    .is(200, 201, 204);
            eventually(() -> biller.get("/clients/" + client).is(200));
            biller.post(
                            "/authorizations",
                            object(
                                    "clientId",
                                    client,
                                    "billingCode",
                                    "90834",
                                    "authorizationNumber",
                                    mark,
                                    "allottedUnits",
                                    24,
                                    "startDate",
                                    stack.today().minusDays(1).toString(),
                                    "endDate",
                                    stack.today().plusDays(60).toString()))
                    .is(201);
        }
        eventually(
                () -> assertThat(biller.listed("authorizationNumber=" + mark)).isEqualTo(ROWS));
    }

    private static String list() {
        return "/console/authorizations?authorizationNumber=" + mark;
    }

    private static String box(int row) {
        return "tbody tr:nth-child(" + row + ") .leave-box";
    }

    private static String idAt(Browser browser, String css) {
        return String.valueOf(browser.script("return document.querySelector(arguments[0]).value", css));
    }

    /** Updates what is listed but for what is left out. @return the reference that the others got */
    private static String updateTheRest(Browser browser, int leftOut) {
        String reference = "call " + UUID.randomUUID().toString().substring(0, 8);
        browser.click("Bulk Add or Update")
                .awaitText(leftOut + " left out: ")
                .click("Update Codes Listed")
                .awaitElement("#payerReference");
        assertThat(browser.text()).contains("Update " + (ROWS - leftOut) + " authorizations", leftOut + " left out: ");
        browser.fill("payerReference", reference)
                .click("Preview")
                .awaitAddress(PREVIEW)
                .reloadUntil("will change");
        assertThat(browser.text()).contains(leftOut + " left out: ");
        browser.choose("reason", "Correction")
                .click("Update " + (ROWS - leftOut))
                .awaitAddress(OPERATION)
                .reloadUntil(ROWS - leftOut + " authorizations updated");
        return reference;
    }

    /** Exactly these do not have the reference. */
    private static void assertUntouched(String reference, List<String> leftOut) {
        eventually(() -> assertThat(biller.wholeList("authorizationNumber=" + mark).stream()
                        .filter(row ->
                                !reference.equals(row.path("payerReference").asString("")))
                        .map(LeaveOutIT::id))
                .containsExactlyInAnyOrderElementsOf(leftOut));
    }

    private static String id(JsonNode row) {
        return Json.text(row, "authorizationId");
    }

    @Test
    void rows_of_two_pages_stay_left_out_through_sort_back_and_reload() {
        try (Browser browser = Browser.open().signIn("biller2")) {
            browser.go(list()).awaitText(ROWS + " authorizations");
            String first = idAt(browser, box(2));
            String second = idAt(browser, box(5));
            browser.tick(box(2))
                    .tick(box(5))
                    .click("Next")
                    .awaitAddress(".*cursor=.*")
                    .awaitText("2 left out");
            String third = idAt(browser, box(3));
            browser.tick(box(3));
            browser.tick("#sort-endDate").awaitAddress(".*sort=endDate.*").awaitText("3 left out");
            browser.back().awaitAddress(".*cursor=.*").awaitText("3 left out");
            assertThat(browser.script("return document.querySelector(arguments[0]).checked", box(3)))
                    .isEqualTo(true);
            browser.reload().awaitText("3 left out");
            browser.back().awaitText("3 left out");
            assertThat(browser.script(
                            "return [...document.querySelectorAll('.leave-box:checked')].map(box => box.value)"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .containsExactlyInAnyOrder(first, second);
            browser.accessible().picture("left-out");

            browser.click("Bulk Add or Update").awaitText("3 left out: ");
            browser.accessible().picture("bulk-left-out");
            browser.click("← Back to the list").awaitText("3 left out");

            assertUntouched(updateTheRest(browser, 3), List.of(first, second, third));
        }
    }

    @Test
    void another_filter_keeps_what_is_left_out_and_a_row_is_taken_in_again() {
        try (Browser browser = Browser.open().signIn("biller2")) {
            browser.go(list()).awaitText(ROWS + " authorizations");
            String first = idAt(browser, box(1));
            browser.tick(box(1)).tick(box(2));
            browser.tick(".tile[href*='status=EXPIRED']")
                    .awaitAddress(".*status=EXPIRED.*")
                    .awaitText("2 left out");
            browser.tick("#tile-0").awaitText("2 left out").tick(box(2)).awaitText("1 left out");

            assertUntouched(updateTheRest(browser, 1), List.of(first));

            browser.go(list()).awaitText(ROWS + " authorizations");
            assertThat(browser.textOf(".rows-foot")).as("a list opened anew").doesNotContain("left out");
        }
    }

    @Test
    void two_tabs_leave_out_rows_of_their_own() {
        try (Browser browser = Browser.open().signIn("biller2")) {
            browser.go(list()).awaitText(ROWS + " authorizations");
            String one = idAt(browser, box(1));
            browser.tick(box(1)).awaitText("1 left out");
            String first = browser.tab();
            browser.newTab();
            browser.go(list()).awaitText(ROWS + " authorizations");
            assertThat(browser.textOf(".rows-foot")).doesNotContain("left out");
            String two = idAt(browser, box(2));
            String three = idAt(browser, box(3));
            browser.tick(box(2)).tick(box(3)).awaitText("2 left out");

            browser.toTab(first).reload().awaitText("1 left out");
            assertUntouched(updateTheRest(browser, 1), List.of(one));
            browser.go(list());
            assertThat(browser.textOf(".rows-foot")).doesNotContain("left out");
            assertThat(browser.script("return document.querySelector(arguments[0]) !== null", LEFT_OUT))
                    .isEqualTo(true);
            assertThat(List.of(two, three)).doesNotContain(one);
        }
    }

    @Test
    void by_keyboard_a_tick_is_kept_before_the_page_is_turned() {
        try (Browser browser = Browser.open().signIn("biller2")) {
            browser.go(list()).awaitText(ROWS + " authorizations");
            String first = idAt(browser, box(1));
            browser.tabTo(box(1)).press(Keys.SPACE).tabTo("a[rel=next]").press(Keys.ENTER);
            browser.awaitAddress(".*cursor=.*").awaitText("1 left out");
            assertUntouched(updateTheRest(browser, 1), List.of(first));
        }
    }

    @Test
    void without_scripts_a_button_does_what_a_tick_does() {
        try (Browser browser = Browser.withoutScripts().signIn("biller2")) {
            browser.go(list())
                    .awaitText(ROWS + " authorizations")
                    .click("Leave out")
                    .awaitText("1 left out");
            browser.click("Next").awaitAddress(".*cursor=.*").awaitText("1 left out");
            browser.click("Leave out").awaitText("2 left out").back();
            browser.awaitText("left out").reload().awaitText("2 left out");
            browser.click("Take in").awaitText("1 left out");

            String reference = updateTheRest(browser, 1);
            eventually(() -> assertThat(biller.wholeList("authorizationNumber=" + mark).stream()
                            .filter(row ->
                                    !reference.equals(row.path("payerReference").asString(""))))
                    .hasSize(1));
        }
    }
}
