package health.authz.acceptance.browser;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Stack;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people before one list, each in a browser of their own. */
class TwoPeopleIT {
    private static final String NORTHSIDE = "northside";
    private static final String FOUR_EYES = "/settings/bulk.four-eyes-above";
    private static final String OPERATION = "/console/operations/[0-9a-f-]{36}";
    private static final String PREVIEW = "/console/previews/[0-9a-f-]{36}";
    private static final int ROWS = 3;
    private static Stack stack;
    private static Api admin;
    private static Api biller;
    private final List<String> ids = new ArrayList<>();
    private String list;
    private Browser first;
    private Browser second;

    @BeforeAll
    static void start() {
        stack = Stack.running();
        admin = stack.as(Login.admin(NORTHSIDE));
        biller = stack.as(Login.biller(NORTHSIDE));
    }

    /** Three authorizations under a number of their own, listed. */
    @BeforeEach
    void open() {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        for (String client : IntStream.rangeClosed(1, ROWS)
                .mapToObj(i -> "two-" + mark + "-" + i)
                .toList()) {
            admin.put("/clients/" + client, Organisation.clientRecord(client, true, "main", "bcbs"))
                    .is(200, 201, 204);
            eventually(() -> biller.get("/clients/" + client).is(200));
            ids.add(biller.post(
                            "/authorizations",
                            object(
                                    "clientId",
                                    client,
                                    "billingCode",
                                    "90834",
                                    "authorizationNumber",
                                    "TWO-" + mark,
                                    "allottedUnits",
                                    24,
                                    "startDate",
                                    stack.today().minusDays(1).toString(),
                                    "endDate",
                                    stack.today().plusDays(60).toString()))
                    .is(201)
                    .text("authorizationId"));
        }
        eventually(() ->
                assertThat(biller.listed("authorizationNumber=TWO-" + mark)).isEqualTo(ROWS));
        list = "/console/authorizations?authorizationNumber=TWO-" + mark;
        first = Browser.open().signIn("biller2");
        second = Browser.open().signIn("admin2");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private void previewAnEnd(LocalDate end) {
        first.go(list)
                .awaitText(ROWS + " authorizations")
                .click("Bulk Add or Update")
                .click("Update Codes Listed")
                .awaitElement("#endDate")
                .fill("endDate", end.toString())
                .click("Preview")
                .awaitAddress(PREVIEW)
                .awaitText("will change");
    }

    private String endOf(String id) {
        return biller.authorization(id).path("endDate").asString();
    }

    @Test
    void what_a_colleague_changed_meanwhile_is_said_left_alone_and_tried_again_by_a_click() {
        LocalDate mine = stack.today().plusDays(90);
        LocalDate theirs = stack.today().plusDays(45);
        String changed = ids.getLast();
        second.go(list).awaitText(ROWS + " authorizations");
        previewAnEnd(mine);

        second.go("/console/authorizations/" + changed + "/edit")
                .fill("endDate", theirs.toString())
                .click("Save changes")
                .awaitAddress("/console/authorizations/" + changed + "(\\?.*)?")
                .awaitText("History");
        first.choose("reason", "Renewal").click("Update " + ROWS).awaitAddress(OPERATION);

        first.awaitText("2 authorizations updated").awaitText("changed meanwhile");
        assertThat(first.text()).contains("Done in part", "Biller Northside Demo", "0\nalready so");
        first.accessible().picture("operation-stale");
        first.click("See what changed meanwhile").awaitText("Changed meanwhile");
        assertThat(first.text()).contains("1 authorization").contains("changed after you saw it");
        eventually(() -> assertThat(endOf(ids.getFirst())).isEqualTo(mine.toString()));
        eventually(() -> assertThat(endOf(changed)).as("the colleague's").isEqualTo(theirs.toString()));

        first.click("← Back")
                .awaitText("Try the rest again")
                .choose("retry-reason", "Correction")
                .clickTwice("Try 1 row again")
                .awaitText("1 authorization updated");
        eventually(() -> assertThat(endOf(changed)).isEqualTo(mine.toString()));
        first.click("the operation before").awaitText("Was tried again");
        assertThat(first.text()).as("once is enough").doesNotContain("Try the rest again");
    }

    @Test
    void a_colleague_declines_and_approves_what_whoever_asked_may_only_withdraw() {
        biller.get("/settings").is(200);
        admin.put(FOUR_EYES, object("value", 1)).is(200, 204);
        try {
            awaitFourEyes(true);
            String declined = ask(stack.today().plusDays(70));
            first.accessible().picture("operation-waits");
            assertThat(first.text())
                    .contains("Waits for approval", "A second person has to approve this", "Withdraw it")
                    .doesNotContain("Approve:", "Decline");
            second.go(declined).awaitText("Biller Northside Demo asks you to approve this");
            eventually(() -> assertThat(second.reload().script("return document.querySelector('.nav').textContent"))
                    .asString()
                    .contains("Operations1 waiting for you"));
            assertThat(second.text())
                    .doesNotContain("Withdraw it", "Choose a reason")
                    .contains("Reason: Renewal", "What is asked for", "number TWO-")
                    .contains(
                            "Every change",
                            "End date",
                            "The first " + ROWS + " authorizations",
                            "See every row: " + ROWS);
            second.accessible()
                    .wholePicture("operation-approve")
                    .fill("approve-comment", "not this month")
                    .click("Decline")
                    .awaitText("Declined");
            first.reload().awaitText("Declined");
            assertThat(first.text()).contains("by Admin Northside Demo: not this month");

            ask(stack.today().plusDays(71));
            first.click("Withdraw it").awaitText("Cancelled");

            String approved = ask(stack.today().plusDays(72));
            second.go(approved)
                    .awaitText("asks you to approve this")
                    .clickTwice("Approve: " + ROWS + " rows")
                    .awaitText(ROWS + " authorizations updated");
            assertThat(second.text()).contains("Approved", "by Admin Northside Demo");
            first.reload().awaitText(ROWS + " authorizations updated");
        } finally {
            admin.put(FOUR_EYES, object("value", null)).is(200, 204);
            awaitFourEyes(false);
        }
        assertThat(ids)
                .allSatisfy(id -> eventually(() -> assertThat(endOf(id))
                        .isEqualTo(stack.today().plusDays(72).toString())));
    }

    /** The address of an operation that waits for somebody. */
    private String ask(LocalDate end) {
        previewAnEnd(end);
        return first.choose("reason", "Renewal")
                .click("Ask for approval")
                .awaitAddress(OPERATION)
                .awaitText("Waits for approval")
                .address();
    }

    /** Settings reach the part that makes previews a moment later. */
    private void awaitFourEyes(boolean wanted) {
        eventually(() -> assertThat(biller.preview(object(
                                "kind",
                                "UPDATE",
                                "selection",
                                object("ids", ids),
                                "patch",
                                object("expirationAlertDays", 20)))
                        .json()
                        .path("confirm")
                        .path("fourEyes")
                        .asBoolean())
                .isEqualTo(wanted));
    }
}
