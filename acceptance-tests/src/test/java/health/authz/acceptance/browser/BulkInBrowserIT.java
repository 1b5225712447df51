package health.authz.acceptance.browser;

import static health.authz.acceptance.dsl.Json.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Stack;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The use case on the screen: add a group to the clients listed, watch it end, move the end dates, undo it. */
class BulkInBrowserIT {
    private static final String ABC = "abc-therapeutic";
    private static final String CLIENTS = "/console/clients?divisionId=adult&payerId=medicaid";
    private static final String OPERATION = "/console/operations/[0-9a-f-]{36}";
    private static final String PREVIEW = "/console/previews/[0-9a-f-]{36}";
    private static Stack stack;
    private Browser browser;
    private String group;

    @BeforeAll
    static void start() {
        stack = Stack.running();
    }

    /** Codes of the test's own, so that nothing is a duplicate or overlaps. */
    @BeforeEach
    void open() {
        Api biller = stack.as(Login.biller(ABC));
        String mark = UUID.randomUUID().toString().substring(0, 6);
        group = "Starter " + mark;
        for (String code : List.of("A" + mark, "B" + mark)) {
            biller.put(
                            "/billing-codes/" + code,
                            object(
                                    "description",
                                    "Visit " + code,
                                    "type",
                                    "INTERNAL",
                                    "unitLabel",
                                    "visit",
                                    "defaultUnits",
                                    12,
                                    "authDecrementAction",
                                    "PER_UNIT_BILLED",
                                    "unmanaged",
                                    false,
                                    "active",
                                    true))
                    .is(200, 201, 204);
        }
        String made = biller.post(
                        "/billing-code-groups",
                        object(
                                "name",
                                group,
                                "active",
                                true,
                                "codes",
                                List.of(object("code", "A" + mark), object("code", "B" + mark))))
                .is(201)
                .text("id");
        stack.awaitGroup(ABC, made);
        browser = Browser.open().signIn("biller");
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private LocalDate today() {
        return stack.today();
    }

    private void previewAnAdd() {
        browser.go(CLIENTS)
                .click("Bulk Add or Update")
                .click("Add New Auth Codes")
                .awaitElement("#billingCodeGroupId")
                .choose("billingCodeGroupId", group)
                .awaitElement("#lines")
                .fill("startDate", today().toString())
                .fill("endDate", today().plusDays(180).toString())
                .click("Preview")
                .awaitAddress(PREVIEW)
                .awaitText("will be added");
    }

    private String addAndWatch() {
        previewAnAdd();
        browser.choose("reason", "Letter from the payer").click("Add ");
        browser.awaitAddress(OPERATION).awaitText("authorizations added");
        return browser.address();
    }

    @Test
    void a_group_is_added_watched_moved_and_undone_by_mouse() {
        String added = addAndWatch();
        assertThat(browser.text()).contains("Letter from the payer", "by Biller Demo");

        browser.click("Show these authorizations")
                .awaitElement("#q")
                .reloadUntil("A" + group.substring(8))
                .click("Bulk Add or Update")
                .click("Update Codes Listed")
                .awaitElement("#endDate")
                .fill("endDate", today().plusDays(21).toString())
                .click("Preview")
                .awaitAddress(PREVIEW)
                .awaitText("Shorter than now");
        assertThat(browser.text()).contains(monthOf(today().plusDays(21))).contains("will change");
        browser.choose("reason", "Contract change")
                .click("Update ")
                .awaitAddress(OPERATION)
                .awaitText("authorizations updated");
        assertThat(browser.address()).isNotEqualTo(added);

        browser.clickTwice("Undo this operation").awaitAddress(PREVIEW).awaitText("will go back");
        assertThat(browser.text()).contains(monthOf(today().plusDays(180)));
        browser.choose("reason", "Correction")
                .click("Undo on ")
                .awaitAddress(OPERATION)
                .awaitText("Undone on");
        browser.go("/console/operations").awaitText("taken back since");
    }

    @Test
    void the_same_by_keyboard_alone() {
        browser.go(CLIENTS)
                .tabTo("button[form=rows]")
                .press(Keys.ENTER)
                .awaitElement(".choice")
                .tabTo(".choice[href*='do=add']")
                .press(Keys.ENTER)
                .awaitElement("#billingCodeGroupId")
                .tabTo("#billingCodeGroupId")
                .press(group)
                .awaitElement("#lines")
                .tabTo("#startDate")
                .press(typed(today()))
                .tabTo("#endDate")
                .press(typed(today().plusDays(180)))
                .tabTo("#authorizationNumber")
                .press("KEY-1", Keys.ENTER);
        assertThat(browser.address()).as("Enter in a field sends nothing").contains("/console/bulk");
        browser.tabTo(".form-foot button")
                .press(Keys.ENTER)
                .awaitAddress(PREVIEW)
                .tabTo("#reason")
                .press("Renewal")
                .tabTo(".sheet-foot button")
                .press(Keys.ENTER)
                .awaitAddress(OPERATION)
                .awaitText("authorizations added")
                .tabTo("form[action$=revert] button")
                .press(Keys.ENTER)
                .awaitAddress(PREVIEW)
                .awaitText("will go back")
                .tabTo("#reason")
                .press("Correction")
                .tabTo(".sheet-foot button")
                .press(Keys.ENTER)
                .awaitAddress(OPERATION)
                .awaitText("Undone on");
    }

    @Test
    void a_double_click_reload_and_back_make_one_operation() {
        previewAnAdd();
        browser.choose("reason", "Renewal").clickTwice("Add ");
        String operation = browser.awaitAddress(OPERATION)
                .awaitText("authorizations added")
                .address();

        browser.reload().awaitText("authorizations added");
        assertThat(browser.address()).isEqualTo(operation);
        browser.back().reload().awaitAddress(OPERATION);
        assertThat(browser.address())
                .as("a preview that was confirmed leads to what came of it")
                .isEqualTo(operation);
    }

    @Test
    void two_tabs_that_confirm_one_preview_meet_at_one_operation() {
        previewAnAdd();
        String address = browser.address();
        String first = browser.tab();
        String second = browser.newTab();
        browser.go(address).awaitText("will be added");
        browser.choose("reason", "Renewal").click("Add ").awaitAddress(OPERATION);
        String operation = browser.address();

        browser.toTab(first).choose("reason", "Correction").click("Add ").awaitAddress(OPERATION);

        assertThat(browser.address()).isEqualTo(operation);
        browser.awaitElement(".toast span"); // which says that the other tab was first
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void nothing_typed_is_lost_where_a_field_is_refused_or_something_is_changed_later() {
        browser.go(CLIENTS.replace("clients", "authorizations"))
                .click("Bulk Add or Update")
                .click("Update Codes Listed")
                .awaitElement("#endDate")
                .fill("payerReference", "<script>alert(1)</script>")
                .fill("unitAlertLevel", "a few")
                .click("Preview")
                .awaitElement(".wrong #unitAlertLevel");
        assertThat(browser.script("return document.getElementById('unitAlertLevel').value"))
                .isEqualTo("a few");
        assertThat(browser.script("return document.getElementById('payerReference').value"))
                .isEqualTo("<script>alert(1)</script>");

        browser.fill("unitAlertLevel", "3")
                .click("Preview")
                .awaitAddress(PREVIEW)
                .awaitText("<script>alert(1)</script>");
        browser.click("Change something").awaitElement("#unitAlertLevel");
        assertThat(browser.script("return document.getElementById('unitAlertLevel').value"))
                .isEqualTo("3");
    }

    @Test
    void what_was_typed_stays_when_the_lines_of_a_group_arrive() {
        browser.go(CLIENTS).click("Bulk Add or Update").click("Add New Auth Codes");
        browser.awaitElement("#allottedUnits")
                .fill("allottedUnits", "7")
                .choose("billingCodeGroupId", group)
                .fill("authorizationNumber", "typed while the lines were on their way")
                .awaitElement("#lines");
        assertThat(browser.valueOf("authorizationNumber")).isEqualTo("typed while the lines were on their way");
        assertThat(
                        browser.script(
                                "return [...document.querySelectorAll('[data-filled=allottedUnits]:enabled')].map(e => e.value)"))
                .asInstanceOf(LIST)
                .isNotEmpty()
                .allMatch("7"::equals);

        String line = "[data-filled=allottedUnits]:enabled";
        browser.script("const line = document.querySelector('" + line + "'); line.focus(); line.select()");
        browser.press("9").fill("allottedUnits", "8");
        assertThat(browser.script("return document.querySelector('" + line + "').value"))
                .isEqualTo("9");
        assertThat(browser.script(
                        "return [...document.querySelectorAll('" + line + "')].slice(1).every(e => e.value === '8')"))
                .isEqualTo(true);

        browser.fill("unitAlertLevel", "a few")
                .fill("startDate", today().toString())
                .click("Preview")
                .awaitElement(".wrong");
        browser.fill("allottedUnits", "6");
        assertThat(browser.script("return document.querySelector('" + line + "').value"))
                .as("what was typed into a line")
                .isEqualTo("9");
    }

    @Test
    void nobody_is_meant_by_an_empty_filter() {
        browser.go("/console/clients").click("Bulk Add or Update").click("Add New Auth Codes");
        browser.awaitText("No filter is on.")
                .choose("billingCodeGroupId", group)
                .awaitElement("#lines")
                .fill("startDate", today().toString())
                .click("Preview")
                .awaitText("Nobody is chosen yet.");
    }

    private static String monthOf(LocalDate date) {
        return date.format(java.time.format.DateTimeFormatter.ofPattern("MMMM d, yyyy", java.util.Locale.ENGLISH));
    }

    /** As a date field of an American browser takes it. */
    private static String typed(LocalDate date) {
        return date.format(java.time.format.DateTimeFormatter.ofPattern("MMddyyyy", java.util.Locale.ENGLISH));
    }
}
