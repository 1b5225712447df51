package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import health.authz.acceptance.dsl.Truth;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Steps from what is there, all or nothing, older authorizations that end, and what a preview warns of. */
class WaysToChangeIT {
    private static final int CLIENTS = 6;
    private Organisation org;
    private Api biller;
    private String group;

    @BeforeEach
    void clients_with_two_codes_each() {
        org = Organisation.open("ways");
        org.manyClients("c", CLIENTS, "adult", "bcbs");
        org.known();
        org.code("W0", null, true);
        org.code("W1", 10);
        org.code("W2", 20);
        org.code("W3", 20);
        group = org.group("Ways", "W1", "W2");
        biller = org.biller();
        biller.preview(org.adding(object("all", true), group)).confirmed().succeeded();
        listed(2 * CLIENTS);
    }

    private void listed(long rows) {
        eventually(() -> assertThat(biller.listed("")).isEqualTo(rows));
    }

    private String day(int fromToday) {
        return org.today().plusDays(fromToday).toString();
    }

    private Preview update(Object patch, Object... more) {
        return biller.preview(updating(patch, more));
    }

    private Map<String, @Nullable Object> updating(Object patch, Object... more) {
        Map<String, @Nullable Object> request =
                object("kind", "UPDATE", "selection", object("all", true), "patch", patch);
        request.putAll(object(more));
        return request;
    }

    private Map<String, @Nullable Object> following(String onOverlap) {
        Map<String, @Nullable Object> request =
                org.adding(object("all", true), group, "startDate", day(30), "endDate", day(200));
        request.put("onOverlap", onOverlap);
        return request;
    }

    private JsonNode row(String client, String code) {
        return biller.wholeList("clientId=" + client + "&billingCode=" + code).getFirst();
    }

    @Test
    void a_step_shows_each_result_before_and_makes_it_once() {
        Map<String, @Nullable Object> step =
                object("endDate", object("addDays", 30), "allottedUnits", object("add", 6));
        Preview preview = update(step);
        assertThat(preview.outcome("WOULD_CHANGE")).isEqualTo(2 * CLIENTS);
        assertThat(preview.items("")).allSatisfy(item -> assertThat(
                        item.path("after").path("endDate").asString())
                .isEqualTo(day(120)));
        assertThat(preview.items("").stream()
                        .map(item -> item.path("after").path("allottedUnits").decimalValue()))
                .containsOnly(new BigDecimal("16"), new BigDecimal("26"));
        Preview again = update(step);

        preview.confirmed().succeeded();

        Operation late = again.confirmed();
        assertThat(late.state()).isEqualTo("FAILED");
        eventually(() -> assertThat(biller.wholeList(""))
                .allSatisfy(row -> assertThat(Json.text(row, "endDate")).isEqualTo(day(120))));
        assertThat(row("c-0001", "W1").path("remainingUnits").decimalValue()).isEqualByComparingTo("16");
        biller.patch("/authorizations/" + Json.text(row("c-0001", "W1"), "authorizationId"), step, "If-Match", "*")
                .isProblem(400)
                .naming("endDate");

        String stale = biller.get("/bulk-operations/" + late.id() + "/results?outcome=FAILED", "Accept", "text/csv")
                .is(200)
                .body();
        biller.ready(biller.file("kind=UPDATE", stale)).confirmed().succeeded();
        eventually(() -> assertThat(biller.wholeList(""))
                .allSatisfy(row -> assertThat(Json.text(row, "endDate")).isEqualTo(day(150))));
    }

    @Test
    void all_or_nothing_makes_every_row_or_none() throws SQLException {
        Preview whole = update(object("expirationAlertDays", 9), "allOrNothing", true);
        assertThat(whole.json().path("allOrNothing").asBoolean()).isTrue();
        assertThat(whole.json().path("refusesAll").asBoolean()).isFalse();
        whole.confirmed().succeeded();
        eventually(() -> assertThat(biller.wholeList(""))
                .allSatisfy(row ->
                        assertThat(row.path("expirationAlertDays").intValue()).isEqualTo(9)));
        String used = Json.text(row("c-0001", "W1"), "authorizationId");
        org.clinician().note(used, "n-1", "RELEASED", "4", org.today());
        eventually(() -> assertThat(
                        biller.authorization(used).path("consumedUnits").decimalValue())
                .isEqualByComparingTo("4"));
        long events = new Truth(org).storedEvents();

        Preview preview = update(object("allottedUnits", 3), "allOrNothing", true);
        assertThat(preview.refused("below-used")).isEqualTo(1);
        assertThat(preview.json().path("refusesAll").asBoolean()).isTrue();
        assertThat(preview.warned("REFUSES_ALL")).isEqualTo(1);
        assertThat(preview.items("problem=below-used")).hasSize(1);
        Operation refused = preview.confirmed();

        assertThat(refused.state()).isEqualTo("FAILED");
        assertThat(refused.progress("failed")).isEqualTo(2 * CLIENTS);
        assertThat(refused.results("").stream()
                        .map(row -> row.path("problem").path("type").asString()))
                .containsOnly("/problems/below-used", "/problems/refused-with-others")
                .contains("/problems/below-used");
        assertThat(new Truth(org).storedEvents()).isEqualTo(events);
    }

    @Test
    void older_ones_end_the_day_before_and_tell_the_operation() throws SQLException {
        String held = Json.text(row("c-0002", "W1"), "authorizationId");
        org.clinician().note(held, "n-1", "DRAFT", "1", day(31));
        assertThat(biller.preview(following("REJECT")).refused("overlapping-authorization"))
                .isEqualTo(2 * CLIENTS);

        String used = Json.text(row("c-0003", "W2"), "authorizationId");
        org.clinician().note(used, "n-2", "RELEASED", "1", day(30));
        org.clinician().note(Json.text(row("c-0004", "W1"), "authorizationId"), "n-3", "RELEASED", "1", day(29));

        Preview preview = biller.preview(following("END_PREVIOUS"));
        assertThat(preview.refused("cannot-end-previous")).isEqualTo(2);
        assertThat(preview.json().path("previousEnded").longValue()).isEqualTo(2 * CLIENTS - 2);
        assertThat(preview.items("warning=ENDS_PREVIOUS")).hasSize(2 * CLIENTS - 2);
        Operation done = preview.confirmed();
        assertThat(done.state()).isEqualTo("PARTIALLY_SUCCEEDED");
        assertThat(new Truth(org).transactionsOf(done.id()))
                .as("what is added and what ends for it")
                .isEqualTo(1);

        listed(4 * CLIENTS - 2);
        String ended =
                done.results("outcome=ADDED").getFirst().path("ended").get(0).asString();
        eventually(() ->
                assertThat(Json.text(biller.authorization(ended), "endDate")).isEqualTo(day(29)));
        JsonNode last = biller.get("/authorizations/" + ended + "/history")
                .is(200)
                .items()
                .getLast();
        assertThat(Json.text(last, "operationId")).isEqualTo(done.id());
        assertThat(Json.text(last, "reason")).isEqualTo("PAYER_LETTER");
        assertThat(Json.text(biller.authorization(held), "endDate")).isEqualTo(day(90));
        assertThat(Json.text(biller.authorization(used), "endDate")).isEqualTo(day(90));
        assertThat(org.frontDesk()
                        .post("/authorizations", single("END_PREVIOUS"))
                        .status())
                .isEqualTo(403);
        biller.post("/authorizations", single("PERHAPS")).isProblem(400).naming("onOverlap");
        biller.post("/authorizations", single("ALLOW")).is(201);
    }

    private Map<String, @Nullable Object> single(String onOverlap) {
        return object(
                "clientId",
                "c-0002",
                "billingCode",
                "W1",
                "startDate",
                day(40),
                "endDate",
                day(100),
                "onOverlap",
                onOverlap);
    }

    @Test
    void what_a_change_brings_about_is_counted_and_listed() {
        String used = Json.text(row("c-0003", "W2"), "authorizationId");
        update(object("authorizationNumber", "PENDING")).confirmed().succeeded();
        eventually(() -> assertThat(biller.wholeList(""))
                .allSatisfy(
                        row -> assertThat(Json.text(row, "authorizationNumber")).isEqualTo("PENDING")));
        org.clinician().note(used, "n-1", "RELEASED", "4", org.today());
        eventually(() -> assertThat(
                        biller.authorization(used).path("consumedUnits").decimalValue())
                .isEqualByComparingTo("4"));
        org.manyClients("d", 1, "adult", "aetna");
        org.known();
        biller.preview(org.adding(object("ids", List.of("d-0001")), group))
                .confirmed()
                .succeeded();
        listed(2 * CLIENTS + 2);

        Preview numbers = update(object("authorizationNumber", "PA-7"));
        assertThat(numbers.warned("NUMBER_REPLACED_AFTER_USE")).isEqualTo(1);
        assertThat(numbers.items("warning=NUMBER_REPLACED_AFTER_USE").stream()
                        .map(item -> Json.text(item, "authorizationId")))
                .containsExactly(used);
        assertThat(numbers.warned("MIXED_PAYERS")).isEqualTo(2);
        assertThat(Json.by("payerId", numbers.list("payers"))
                        .get("aetna")
                        .path("count")
                        .longValue())
                .isEqualTo(2);
        Preview level = update(object("unitAlertLevel", 16));
        assertThat(level.items("warning=LOW_UNITS_AT_ONCE").stream().map(item -> Json.text(item, "authorizationId")))
                .containsExactly(used);
        Preview remaining = update(object("remainingUnits", 5));
        assertThat(remaining
                        .json()
                        .path("units")
                        .path("before")
                        .path("remainingUnits")
                        .decimalValue())
                .isEqualByComparingTo(new BigDecimal(30 * (CLIENTS + 1) - 4));
        biller.get("/bulk-previews/" + level.id() + "/items?warning=MIXED_PAYERS")
                .isProblem(400)
                .naming("warning");
    }

    @Test
    void what_overlaps_is_added_beside_or_left_out_as_asked() {
        Preview skipping = biller.preview(following("SKIP"));
        assertThat(skipping.outcome("SKIPPED")).isEqualTo(2 * CLIENTS);

        Preview beside = biller.preview(following("ALLOW"));
        assertThat(beside.outcome("WOULD_ADD")).isEqualTo(2 * CLIENTS);
        assertThat(beside.items("warning=OVERLAPS_EXISTING")).hasSize(2 * CLIENTS);
        assertThat(beside.json().path("previousEnded").longValue()).isZero();
        beside.confirmed().succeeded();

        listed(4 * CLIENTS);
        assertThat(biller.listed("endsFrom=" + day(90) + "&endsTo=" + day(90))).isEqualTo(2 * CLIENTS);
    }

    @Test
    void a_step_that_leads_nowhere_refuses_its_row_alone() {
        String open = biller.post(
                        "/authorizations", object("clientId", "c-0001", "billingCode", "W0", "startDate", day(0)))
                .is(201)
                .text("authorizationId");
        listed(2 * CLIENTS + 1);

        Preview preview = update(object("endDate", object("addDays", -1), "allottedUnits", object("add", -15)));

        assertThat(preview.refused("step-out-of-bounds")).isEqualTo(CLIENTS);
        assertThat(preview.items("problem=nothing-to-move"))
                .extracting(item -> Json.text(item, "authorizationId"))
                .containsExactly(open);
        assertThat(preview.items("outcome=WOULD_CHANGE")).hasSize(CLIENTS).allSatisfy(item -> assertThat(
                        item.path("after").path("allottedUnits").decimalValue())
                .isEqualByComparingTo("5"));
        biller.post("/bulk-previews", updating(object("endDate", object("addDays", "many"))))
                .isProblem(400)
                .naming("addDays");
    }

    @Test
    void what_hits_used_dates_and_units_or_revives_is_counted_and_listed() {
        String held = Json.text(row("c-0001", "W1"), "authorizationId");
        String used = Json.text(row("c-0002", "W2"), "authorizationId");
        org.clinician().note(held, "n-1", "DRAFT", "1", day(40));
        org.clinician().note(used, "n-2", "RELEASED", "2", day(50));
        String opened = org.authorization("c-0003", "W3", 20, "remainingUnits", 5);
        String over = org.authorization("c-0004", "W3", 5, "startDate", day(-60), "endDate", day(-5));

        warned(update(object("endDate", day(39))), "NOTES_OUTSIDE_WINDOW", held, used);
        warned(update(object("endDate", day(49))), "NOTES_OUTSIDE_WINDOW", used);
        warned(update(object("endDate", day(50))), "NOTES_OUTSIDE_WINDOW");
        Map<String, @Nullable Object> below =
                updating(object("allottedUnits", 10, "remainingUnits", 5), "selection", object("ids", List.of(opened)));
        warned(biller.preview(below), "ALLOTTED_BELOW_USED", opened);
        Object expired = object("filter", object("status", List.of("EXPIRED")));
        eventually(() -> assertThat(biller.listed("status=EXPIRED")).isEqualTo(1));
        warned(biller.preview(updating(object("endDate", day(30)), "selection", expired)), "REACTIVATES_EXPIRED", over);
        warned(biller.preview(updating(object("endDate", day(-1)), "selection", expired)), "REACTIVATES_EXPIRED");
    }

    private static void warned(Preview preview, String type, String... rows) {
        assertThat(preview.warned(type)).isEqualTo(rows.length);
        assertThat(preview.items("warning=" + type).stream().map(item -> Json.text(item, "authorizationId")))
                .containsExactlyInAnyOrder(rows);
    }

    @Test
    void who_would_be_alerted_at_once_is_told_with_how_many() {
        org.user("lead", true, List.of("*"), "LOW_UNITS", "EXPIRING");
        org.user("second", true, List.of("*"), "LOW_UNITS");
        String used = Json.text(row("c-0005", "W2"), "authorizationId");
        org.clinician().note(used, "n-1", "RELEASED", "6", org.today());

        eventually(() -> {
            Preview preview = update(object("unitAlertLevel", 15, "expirationAlertDays", 100));
            warned(preview, "LOW_UNITS_AT_ONCE", used);
            assertThat(preview.warned("EXPIRING_AT_ONCE")).isEqualTo(2 * CLIENTS);
            Map<String, JsonNode> alerts = Json.by("kind", preview.list("alerts"));
            assertThat(alerts).containsKeys("LOW_UNITS", "EXPIRING");
            assertThat(alerts.get("LOW_UNITS").path("count").longValue()).isEqualTo(1);
            assertThat(Json.texts(alerts.get("LOW_UNITS").path("recipients"), "id"))
                    .containsExactlyInAnyOrder("lead", "second");
            assertThat(alerts.get("EXPIRING").path("count").longValue()).isEqualTo(2 * CLIENTS);
            assertThat(Json.texts(alerts.get("EXPIRING").path("recipients"), "id"))
                    .containsExactly("lead");
        });
    }
}
