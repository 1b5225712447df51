package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import health.authz.acceptance.dsl.Truth;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong is refused with the field, the bound and the way out, and nothing is half done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final int MEBIBYTE = 1024 * 1024;
    private Organisation org;
    private Api biller;
    private String group;
    private String authorization;
    private String internal;
    private long eventsBefore;

    @BeforeAll
    void a_client_a_group_and_an_authorization() {
        org = Organisation.open("bad");
        org.client("c-1", "adult", "bcbs", "clinician");
        org.client("c-2", "adult", "bcbs");
        org.known();
        org.code("B1", 12);
        org.code("B2", 12);
        org.code("B-internal", null, true);
        org.code("B-no-units", null);
        biller = org.biller();
        group = org.group("Bad input", "B1");
        authorization = org.authorization("c-1", "B2", 12);
        internal = biller.post(
                        "/authorizations", object("clientId", "c-1", "billingCode", "B-internal", "startDate", day(0)))
                .is(201)
                .text("authorizationId");
        eventually(() -> assertThat(biller.listed("")).isEqualTo(2));
    }

    @BeforeEach
    void count() throws SQLException {
        eventsBefore = new Truth(org).storedEvents();
    }

    @AfterEach
    void nothing_was_half_done() throws SQLException {
        assertThat(new Truth(org).storedEvents()).isEqualTo(eventsBefore);
    }

    Stream<Arguments> values() {
        return Stream.of(
                wrong("dates reversed", "endDate", object("startDate", day(10), "endDate", day(9))),
                wrong("start missing", "startDate", object("startDate", null)),
                wrong("end missing", "endDate", object("endDate", null)),
                wrong("no date at all", "startDate", object("startDate", "tomorrow")),
                wrong("not a day of the calendar", "endDate", object("endDate", "2027-02-30")),
                wrong("negative units", "allottedUnits", object("allottedUnits", -1)),
                wrong("too precise units", "allottedUnits", object("allottedUnits", 1.005)),
                wrong("huge units", "allottedUnits", object("allottedUnits", 10_000_000)),
                wrong("textual units", "allottedUnits", object("allottedUnits", "12")),
                wrong("zero units", "allottedUnits", object("allottedUnits", 0)),
                wrong("remaining above allotted", "remainingUnits", object("allottedUnits", 4, "remainingUnits", 5)),
                wrong("negative level", "unitAlertLevel", object("unitAlertLevel", -1)),
                wrong("fraction of a day", "expirationAlertDays", object("expirationAlertDays", 1.5)),
                wrong("number too long", "authorizationNumber", object("authorizationNumber", "x".repeat(51))),
                wrong("reference too long", "payerReference", object("payerReference", "x".repeat(101))),
                wrong("unknown payer", "payerId", object("payerId", "nobody")),
                wrong("unknown field", "endsOn", object("endsOn", day(9))),
                wrong("wrong JSON type", "expirationAlertDays", object("expirationAlertDays", List.of(1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void a_wrong_value_is_refused_on_one_authorization(String what, String field, Map<String, @Nullable Object> wrong) {
        Map<String, @Nullable Object> request = object(
                "clientId", "c-2", "billingCode", "B1", "allottedUnits", 12, "startDate", day(0), "endDate", day(90));
        request.putAll(wrong);

        biller.post("/authorizations", request).isProblem(400, 422).naming(field);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void a_wrong_value_is_refused_for_all_rows_or_for_each(
            String what, String field, Map<String, @Nullable Object> wrong) {
        Map<String, @Nullable Object> request = org.adding(object("ids", List.of("c-2")), group);
        Map<String, @Nullable Object> values = object("startDate", day(0), "endDate", day(90));
        values.putAll(wrong);
        request.put("values", values);

        Answer answer = biller.post("/bulk-previews", request);

        if (answer.status() < 300) {
            assertThat(biller.ready(answer).outcome("REJECTED"))
                    .as(answer.body())
                    .isEqualTo(1);
        } else {
            answer.isProblem(400, 422).naming(field);
        }
    }

    Stream<Arguments> patches() {
        return Stream.of(
                wrong("end before start", "endDate", object("endDate", day(-1))),
                wrong("remaining above allotted", "remainingUnits", object("remainingUnits", 13)),
                wrong("allotted below zero", "allottedUnits", object("allottedUnits", -1)),
                wrong("clear the end of a managed one", "endDate", object("endDate", null)),
                wrong("clear the start", "startDate", object("startDate", null)),
                wrong("another client", "clientId", object("clientId", "c-2")),
                wrong("unknown payer", "payerId", object("payerId", "nobody")),
                wrong("empty patch", "patch", object()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patches")
    void a_wrong_patch_is_refused(String what, String field, Map<String, @Nullable Object> patch) {
        biller.patch("/authorizations/" + authorization, patch, "If-Match", etag(authorization))
                .isProblem(400, 422)
                .naming(field.equals("patch") ? "" : field);
    }

    @Test
    void units_on_an_unmanaged_authorization_are_refused() {
        biller.post(
                        "/authorizations",
                        object("clientId", "c-2", "billingCode", "B-internal", "startDate", day(0), "allottedUnits", 5))
                .isProblem(400, 422)
                .naming("allottedUnits");
        biller.patch("/authorizations/" + internal, object("allottedUnits", 5), "If-Match", etag(internal))
                .isProblem(400, 422)
                .naming("allottedUnits");
    }

    @Test
    void a_patch_says_which_state_it_was_made_for() {
        biller.patch("/authorizations/" + authorization, object("payerReference", "call 1"))
                .isProblem(428);
        biller.patch("/authorizations/" + authorization, object("payerReference", "call 1"), "If-Match", "\"99\"")
                .isProblem(412);
    }

    @Test
    void groups_and_codes_that_cannot_be_used_are_refused() {
        String empty = org.group("Empty " + UUID.randomUUID());
        String noUnits = org.group("No units " + UUID.randomUUID(), "B-no-units");
        String inactive = biller.post(
                        "/billing-code-groups",
                        object(
                                "name",
                                "Asleep " + UUID.randomUUID(),
                                "active",
                                false,
                                "codes",
                                List.of(object("code", "B1"))))
                .is(201)
                .text("id");

        previewAdd(UUID.randomUUID().toString()).isProblem(409, 422);
        previewAdd(empty).isProblem(422);
        previewAdd(noUnits).isProblem(422);
        eventually(() -> previewAdd(inactive).isProblem(422));
        previewAdd("no-id").isProblem(400, 422).naming("billingCodeGroupId");
    }

    @Test
    void clients_payers_and_divisions_that_are_not_there_are_refused() {
        org.admin()
                .put("/clients/c-gone", Organisation.clientRecord("c-gone", false, "adult", "bcbs"))
                .is(200, 201, 204);
        Preview preview = biller.preview(org.adding(object("ids", List.of("c-gone", "c-nobody", "c-2")), group));
        assertThat(preview.outcome("REJECTED")).isEqualTo(2);
        assertThat(preview.refused("inactive-client")).isEqualTo(1);
        assertThat(preview.refused("unknown-client")).isEqualTo(1);
        assertThat(preview.outcome("WOULD_ADD")).isEqualTo(1);

        for (String name : List.of("payerId", "divisionId", "clientGroupId")) {
            biller.post("/bulk-previews", org.adding(object("filter", object(name, "nobody")), group))
                    .isProblem(422)
                    .naming(name);
        }
    }

    @Test
    void a_selection_of_nothing_is_no_success() {
        biller.post("/bulk-previews", org.adding(object("filter", object()), group))
                .isProblem(400, 422)
                .naming("filter");
        biller.post("/bulk-previews", org.adding(object("filter", object("payerId", "aetna")), group))
                .isProblem(422);
        previewUpdate(object("filter", object()), object("payerReference", "x"))
                .isProblem(400, 422)
                .naming("filter");
        previewUpdate(object("ids", List.of()), object("payerReference", "x")).isProblem(400, 422);
        previewUpdate(object("filter", object("shoeSize", "9")), object("payerReference", "x"))
                .isProblem(400, 422)
                .naming("shoeSize");
        previewUpdate(object("all", true), object()).isProblem(400, 422).naming("patch");
    }

    @Test
    void a_blank_value_of_a_filter_selects_nobody_and_is_named() {
        for (Object blank : List.of("", " ", List.of())) {
            for (String name : List.of("payerId", "q", "status")) {
                previewUpdate(object("filter", object(name, blank)), object("payerReference", "x"))
                        .isProblem(400)
                        .naming("selection.filter." + name);
                previewUpdate(
                                object("filter", object("divisionId", "adult", name, blank)),
                                object("payerReference", "x"))
                        .isProblem(400)
                        .naming("selection.filter." + name);
            }
        }
    }

    @Test
    void what_is_legal_but_odd_is_said_in_the_preview() {
        assertThat(previewAdd("startDate", day(5), "endDate", day(5)).outcome("WOULD_ADD"))
                .isEqualTo(1);
        assertThat(previewAdd("startDate", day(-9), "endDate", day(-5)).warned("ENDS_IN_THE_PAST"))
                .isEqualTo(1);
        assertThat(previewAdd("unitAlertLevel", 12).warned("ALERT_LEVEL_NOT_BELOW_ALLOTTED"))
                .isEqualTo(1);
        assertThat(previewAdd("endDate", day(400)).warned("WINDOW_OVER_A_YEAR")).isEqualTo(1);
    }

    @Test
    void bodies_that_are_no_good_json_are_refused() {
        biller.post("/bulk-previews", "{ \"kind\": ").isProblem(400);
        biller.post("/bulk-previews", "kind=ADD").isProblem(400);
        biller.post("/bulk-previews", "[]").isProblem(400);
        biller.post("/bulk-previews", "{ \"kind\": \"ADD\", \"kind\": \"UPDATE\" }")
                .isProblem(400);
        biller.post("/bulk-previews", object("kind", "REPLACE")).isProblem(400).naming("kind");
        biller.post("/bulk-previews", "kind: ADD", "Content-Type", "text/yaml").isProblem(415);
        biller.post("/bulk-previews", "{ \"kind\": \"" + "x".repeat(MEBIBYTE) + "\" }")
                .isProblem(413);
    }

    @Test
    void a_confirmation_fits_its_preview() {
        Preview preview = biller.preview(org.adding(object("ids", List.of("c-2")), group));

        preview.tryConfirm(biller, UUID.randomUUID().toString(), preview.count() + 1)
                .isProblem(409);
        biller.post("/bulk-operations", preview.confirmation(1)).isProblem(400).naming("Idempotency-Key");
        preview.tryConfirm(org.frontDesk(), UUID.randomUUID().toString(), 1).isProblem(404);
        biller.post(
                        "/bulk-operations",
                        object("previewId", UUID.randomUUID().toString(), "expectedCount", 1, "reason", "OTHER"),
                        "Idempotency-Key",
                        UUID.randomUUID().toString())
                .isProblem(404);
        biller.post(
                        "/bulk-operations",
                        object("previewId", preview.id(), "expectedCount", 1, "reason", "BECAUSE"),
                        "Idempotency-Key",
                        UUID.randomUUID().toString())
                .isProblem(400)
                .naming("reason");
    }

    @Test
    void lists_take_known_names_within_bounds() {
        for (String query : List.of("limit=0", "limit=501", "limit=many")) {
            biller.get("/authorizations?" + query).isProblem(400).naming("limit");
            biller.get("/clients?" + query).isProblem(400).naming("limit");
        }
        biller.get("/authorizations?sort=shoeSize").isProblem(400, 422).naming("sort");
        biller.get("/authorizations?shoeSize=9").isProblem(400, 422).naming("shoeSize");
        biller.get("/authorizations?status=ASLEEP").isProblem(400, 422).naming("status");
        biller.get("/authorizations?endsFrom=tomorrow").isProblem(400, 422).naming("endsFrom");
        for (String number : List.of("few", "9".repeat(2_000), "1e400")) {
            biller.get("/authorizations?remainingAtMost=" + number)
                    .isProblem(400, 422)
                    .naming("remainingAtMost");
        }
        biller.get("/authorizations?cursor=abc").isProblem(400).naming("cursor");
        String cursor = biller.get("/authorizations?limit=1").text("nextCursor");
        String altered = cursor.substring(0, cursor.length() - 2) + (cursor.endsWith("AA") ? "BB" : "AA");
        biller.get("/authorizations?limit=1&cursor=" + altered).isProblem(400).naming("cursor");
    }

    @Test
    void an_import_takes_the_good_lines_and_lists_the_bad_ones() {
        String good = Json.write(object("kind", "client-group", "id", "good", "value", object("name", "Good")));
        String lines = good + "\n{ not json\n{\"kind\":\"pet\",\"id\":\"x\",\"value\":{}}\n"
                + "{\"kind\":\"client-group\",\"id\":\"bad\",\"value\":{}}\n";

        Answer answer = org.admin()
                .post("/directory/import", lines, "Content-Type", "application/x-ndjson")
                .is(200);

        assertThat(answer.body()).contains("2").contains("3").contains("4");
        eventually(() -> assertThat(org.admin().get("/client-groups").is(200).items())
                .singleElement()
                .satisfies(only -> assertThat(only.toString()).contains("good")));
    }

    private Answer previewAdd(String groupId) {
        return biller.post("/bulk-previews", org.adding(object("ids", List.of("c-2")), groupId));
    }

    private Preview previewAdd(Object... values) {
        return biller.preview(org.adding(object("ids", List.of("c-2")), group, values));
    }

    private Answer previewUpdate(Object selection, Object patch) {
        return biller.post("/bulk-previews", object("kind", "UPDATE", "selection", selection, "patch", patch));
    }

    private String etag(String id) {
        return biller.get("/authorizations/" + id).is(200).etag();
    }

    private String day(int fromToday) {
        return org.today().plusDays(fromToday).toString();
    }

    private static Arguments wrong(String what, String field, Map<String, @Nullable Object> values) {
        return Arguments.of(what, field, values);
    }
}
