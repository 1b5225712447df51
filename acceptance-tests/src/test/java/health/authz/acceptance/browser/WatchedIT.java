package health.authz.acceptance.browser;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Stack;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operation of 100,000 rows, watched on the screen from the question to its results; and another, cancelled half way. */
class WatchedIT {
    private static final String NORTHSIDE = "northside";
    private static final int CLIENTS = 2_000;
    private static final int CODES = 50;
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String OPERATION = "/console/operations/[0-9a-f-]{36}";
    private static final String PREVIEW = "/console/previews/[0-9a-f-]{36}";
    private static Stack stack;
    private static Api biller;
    private static String mark;

    @BeforeAll
    static void clients_and_a_group_of_their_own() {
        stack = Stack.running();
        Api admin = stack.as(Login.admin(NORTHSIDE));
        biller = stack.as(Login.biller(NORTHSIDE));
        mark = UUID.randomUUID().toString().substring(0, 6);
        admin.put("/divisions/" + mark, object("name", "Division " + mark, "timeZone", "America/Chicago"))
                .is(200, 201, 204);
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= CLIENTS; i++) {
            String id = "w-" + mark + "-" + i;
            lines.append(Json.write(object(
                            "kind", "client", "id", id, "value", Organisation.clientRecord(id, true, mark, "bcbs"))))
                    .append('\n');
        }
        admin.post("/directory/import", lines.toString(), "Content-Type", "application/x-ndjson")
                .is(200);
        List<Object> members = new ArrayList<>();
        for (int i = 1; i <= CODES; i++) {
            String code = "W" + mark + i;
            admin.put("/billing-codes/" + code, Organisation.codeRecord("Watched " + i, 10, false, true))
                    .is(200, 201, 204);
            members.add(object("code", code));
        }
        String group = biller.post(
                        "/billing-code-groups", object("name", "Watched " + mark, "active", true, "codes", members))
                .is(201)
                .text("id");
        stack.awaitGroup(NORTHSIDE, group);
        eventually(() -> assertThat(biller.get("/clients?limit=1&divisionId=" + mark)
                        .is(200)
                        .count())
                .isEqualTo(CLIENTS));
    }

    @Test
    void a_hundred_thousand_rows_are_watched_to_their_end_and_an_undo_is_cancelled_half_way() {
        LocalDate today = stack.today();
        try (Browser browser = Browser.open().signIn("biller2")) {
            browser.go("/console/clients?divisionId=" + mark)
                    .awaitText("2,000 clients")
                    .click("Bulk Add or Update")
                    .click("Add New Auth Codes")
                    .awaitElement("#billingCodeGroupId")
                    .choose("billingCodeGroupId", "Watched " + mark)
                    .awaitElement("#lines")
                    .fill("startDate", today.toString())
                    .fill("endDate", today.plusDays(180).toString())
                    .click("Preview: add to 2,000 clients")
                    .awaitAddress(PREVIEW)
                    .awaitText("will be added", LONG);
            assertThat(browser.text()).contains("2,000 clients × 50 codes = 100,000", "Add 100,000 authorizations?");

            browser.choose("reason", "Letter from the payer")
                    .click("Add 100,000 authorizations")
                    .awaitAddress(OPERATION)
                    .record(".progress-line")
                    .awaitText("100,000 authorizations added", LONG);
            String added = browser.address();
            assertThat(browser.recorded())
                    .as("how far, how fast and how long still, while it runs")
                    .anyMatch(
                            line -> line.matches("(?s)[1-9]\\d?%.*,\\d{3} of 100,000 rows.*,?\\d+ rows a second.*about"
                                    + " \\d+ (second|minute)s? left.*"));
            eventually(() -> assertThat(browser.script("return document.getElementById('news').textContent"))
                    .as("read aloud once it has ended")
                    .isEqualTo("Ended: 100,000 rows done, 0 failed."));
            assertThat(browser.text()).contains("100,000\nadded", "0\nalready there", "0\nrefused");
            browser.click("See every row").awaitText("100,000 authorizations").awaitText("Added");
            browser.click("Next").awaitText("100,000 authorizations");

            browser.go(added)
                    .click("Undo this operation")
                    .awaitAddress(PREVIEW)
                    .awaitText("will go back", LONG)
                    .choose("reason", "Correction")
                    .click("Undo on 100,000")
                    .awaitAddress(OPERATION)
                    .click("Cancel the rest")
                    .awaitText("not done", LONG);
            assertThat(browser.text()).contains("Cancelled", "Try the rest again");
        }
        eventually(LONG, () -> assertThat(biller.listed("divisionId=" + mark + "&status=VOIDED,ACTIVE,PENDING_START"))
                .isEqualTo((long) CLIENTS * CODES));
    }
}
