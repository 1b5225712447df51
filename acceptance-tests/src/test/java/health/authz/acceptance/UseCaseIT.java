package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.acceptance.dsl.Json.texts;
import static health.authz.acceptance.dsl.Json.without;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import health.authz.acceptance.dsl.Visitor;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** The story that the system is made for, told step by step; each step goes on where the one before ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UseCaseIT {
    private static final int CLIENTS = 8;
    private static final int CODES = 3;
    private static final int ALL = CLIENTS * CODES;
    private static final Pattern DAYS_LEFT = Pattern.compile(">([0-9,]+) days left<");
    private Organisation abc;
    private Organisation northside;
    private Api biller;
    private String group;
    private String noted;
    private LocalDate newEnd;

    @BeforeAll
    void an_organisation_with_clients_of_two_payers_and_staff_who_care() {
        abc = Organisation.open("abc");
        northside = Organisation.open("northside");
        abc.user("biller", true, List.of("*"), "LOW_UNITS", "EXPIRING");
        abc.user("clinician", false, List.of("*"), "LOW_UNITS");
        abc.user("other-clinician", false, List.of("*"), "LOW_UNITS");
        abc.user("youth-biller", true, List.of("youth"), "LOW_UNITS", "EXPIRING");
        abc.user("front-desk", true, List.of("*"));
        northside.user("biller", true, List.of("*"), "LOW_UNITS", "EXPIRING");
        for (int i = 1; i <= CLIENTS; i++) {
            abc.client("c-" + i, "adult", "bcbs", "clinician");
        }
        abc.client("c-aetna", "adult", "aetna", "clinician");
        abc.client("c-youth", "youth", "bcbs", "clinician");
        abc.known();
        abc.code("H0031", 12);
        abc.code("H2014", 48);
        abc.code("T1016", 20);
        biller = abc.biller();
    }

    @Test
    @Order(1)
    void a_biller_makes_a_group_and_previews_it_for_everyone_of_the_payer_and_division() {
        group = abc.group("Blue Cross day treatment", "H0031", "H2014", "T1016");

        Preview preview = biller.preview(addingToAll());

        assertThat(preview.count()).isEqualTo(ALL);
        assertThat(preview.outcome("WOULD_ADD")).isEqualTo(ALL);
        assertThat(preview.items(""))
                .hasSize(ALL)
                .allSatisfy(item -> assertThat(text(item, "clientId")).startsWith("c-"))
                .noneSatisfy(item -> assertThat(text(item, "clientId")).isEqualTo("c-youth"));
        assertThat(biller.listed("")).as("a preview writes nothing").isZero();
    }

    @Test
    @Order(2)
    void confirmed_every_authorization_is_on_the_list_without_a_filter() {
        Operation operation = biller.preview(addingToAll()).confirmed().succeeded();

        assertThat(operation.progress("succeeded")).isEqualTo(ALL);
        eventually(() -> assertThat(biller.listed("")).isEqualTo(ALL));
        assertThat(biller.wholeList("")).hasSize(ALL).allSatisfy(row -> {
            assertThat(text(row, "status")).isEqualTo("ACTIVE");
            assertThat(row.path("authorizationNumber").isNull()
                            || row.path("authorizationNumber").isMissingNode())
                    .isTrue();
            assertThat(row.path("badges").valueStream().map(JsonNode::asString)).contains("AWAITING_NUMBER");
            assertThat(text(row, "operationId")).isEqualTo(operation.id());
            assertThat(row.path("remainingUnits").decimalValue())
                    .isEqualByComparingTo(row.path("allottedUnits").decimalValue());
        });
        assertThat(biller.listed("billingCode=H2014")).isEqualTo(CLIENTS);
        assertThat(biller.wholeList("billingCode=H2014")
                        .getFirst()
                        .path("allottedUnits")
                        .asInt())
                .isEqualTo(48);
        assertThat(operation.results("outcome=ADDED")).hasSize(ALL);
    }

    @Test
    @Order(3)
    void all_codes_of_one_client_get_the_number_of_the_payers_letter() {
        List<JsonNode> before = biller.wholeList("");
        List<String> ids =
                texts(biller.get("/authorizations?clientId=c-1").json().path("items"), "authorizationId");

        Preview preview = biller.preview(object(
                "kind", "UPDATE", "selection", object("ids", ids), "patch", object("authorizationNumber", "PA-881")));
        assertThat(preview.outcome("WOULD_CHANGE")).isEqualTo(CODES);
        preview.confirmed().succeeded();

        eventually(() -> assertThat(biller.listed("authorizationNumber=PA-881")).isEqualTo(CODES));
        assertOnlyChanged(before, biller.wholeList(""), ids, "authorizationNumber");
    }

    @Test
    @Order(4)
    void the_end_date_of_all_listed_ones_moves_and_nothing_else() {
        List<JsonNode> before = biller.wholeList("");
        newEnd = abc.today().plusDays(15);

        Preview preview = biller.preview(object(
                "kind", "UPDATE",
                "selection", object("filter", object("payerId", "bcbs")),
                "patch", object("endDate", newEnd.toString())));
        assertThat(preview.count()).isEqualTo(ALL);
        assertThat(preview.list("changes")).anySatisfy(change -> {
            assertThat(text(change, "field")).isEqualTo("endDate");
            assertThat(text(change, "to")).isEqualTo(newEnd.toString());
            assertThat(change.path("count").asInt()).isEqualTo(ALL);
        });
        preview.confirmed().succeeded();

        eventually(() -> assertThat(biller.listed("endsFrom=" + newEnd + "&endsTo=" + newEnd))
                .isEqualTo(ALL));
        assertOnlyChanged(before, biller.wholeList(""), texts(asArray(before), "authorizationId"), "endDate");
    }

    @Test
    @Order(5)
    void notes_use_units_until_the_alert_level_and_the_right_people_see_the_alert() {
        Api clinician = abc.clinician();
        noted = text(
                biller.get("/authorizations?clientId=c-2&billingCode=H0031")
                        .items()
                        .getFirst(),
                "authorizationId");

        clinician.note(noted, "note-1", "DRAFT", "4", abc.today());
        clinician.note(noted, "note-1", "RELEASED", "4", abc.today());
        clinician.note(noted, "note-2", "DRAFT", "5.5", abc.today());
        eventually(() -> assertThat(
                        biller.authorization(noted).path("remainingUnits").decimalValue())
                .isEqualByComparingTo("2.5"));
        assertThat(alerts(biller, "kind=LOW_UNITS&authorizationId=" + noted)).isEmpty();

        clinician.note(noted, "note-2", "DRAFT", "6", abc.today());
        eventually(() -> assertThat(alerts(biller, "kind=LOW_UNITS&authorizationId=" + noted))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(text(alert, "state")).isEqualTo("OPEN");
                    assertThat(alert.path("value").decimalValue()).isEqualByComparingTo("2");
                    assertThat(alert.path("threshold").decimalValue()).isEqualByComparingTo("2");
                    assertThat(alert.path("recipients").valueStream().map(JsonNode::asString))
                            .containsExactlyInAnyOrder("biller", "clinician");
                }));
        eventually(() -> assertThat(alerts(clinician, "")).hasSize(1));
        assertThat(alerts(abc.stack().as(Login.clinician(abc.id()).as("other-clinician")), ""))
                .isEmpty();
        assertThat(alerts(abc.frontDesk(), "")).isEmpty();
        eventually(() -> {
            JsonNode row = biller.authorization(noted);
            assertThat(row.path("pendingUnits").decimalValue()).isEqualByComparingTo("6");
            assertThat(row.path("consumedUnits").decimalValue()).isEqualByComparingTo("4");
        });
    }

    @Test
    @Order(6)
    void the_history_of_the_authorization_explains_every_number() {
        eventually(() -> assertThat(biller.get("/authorizations/" + noted + "/history")
                        .is(200)
                        .items())
                .extracting(item -> text(item, "type"))
                .containsExactly(
                        "AuthAdded",
                        "AuthFieldsPatched",
                        "UnitsHeld",
                        "UnitsConsumed",
                        "UnitsHeld",
                        "UnitsHoldAmended"));
    }

    @Test
    @Order(7)
    void a_day_passes_and_the_expiration_alerts_appear_and_the_console_counts_a_day_less() throws Exception {
        Visitor visitor = new Visitor(abc.stack().gateway());
        visitor.choose(visitor.open("/"), "biller");
        String far = "/console/authorizations?sort=endDate&endsFrom="
                + abc.stack().today().plusDays(30);
        List<Integer> left = daysLeft(visitor.open(far));
        assertThat(alerts(biller, "kind=EXPIRING"))
                .as("15 days left are more than 14")
                .isEmpty();

        abc.stack().nextDay();

        eventually(() -> assertThat(alerts(biller, "kind=EXPIRING&state=OPEN")).hasSize(ALL));
        assertThat(alerts(biller, "kind=EXPIRING")).allSatisfy(alert -> {
            assertThat(alert.path("value").asInt()).isEqualTo(14);
            assertThat(alert.path("recipients").valueStream().map(JsonNode::asString))
                    .containsExactly("biller");
            assertThat(text(alert, "endDate")).isEqualTo(newEnd.toString());
        });
        assertThat(alerts(abc.clinician(), "kind=EXPIRING"))
                .as("no rule for it")
                .isEmpty();
        assertThat(alerts(abc.stack().as(Login.biller(abc.id()).as("youth-biller")), ""))
                .as("another division")
                .isEmpty();
        eventually(() -> assertThat(daysLeft(visitor.open(far)))
                .isNotEmpty()
                .isEqualTo(left.stream().map(days -> days - 1).toList()));
    }

    private static List<Integer> daysLeft(Visitor.Page list) {
        return DAYS_LEFT
                .matcher(list.body())
                .results()
                .map(found -> Integer.valueOf(found.group(1).replace(",", "")))
                .toList();
    }

    @Test
    @Order(8)
    void the_second_organisation_sees_none_of_it() {
        Api theirs = northside.biller();

        assertThat(theirs.listed("status=ACTIVE,PENDING_START,EXHAUSTED,EXPIRED,INACTIVE,VOIDED"))
                .isZero();
        assertThat(theirs.get("/clients").is(200).count()).isZero();
        assertThat(theirs.get("/billing-code-groups").is(200).count()).isZero();
        assertThat(theirs.get("/bulk-operations").is(200).count()).isZero();
        assertThat(alerts(theirs, "scope=all")).isEmpty();
        theirs.get("/authorizations/" + noted).isProblem(404);
    }

    private Object addingToAll() {
        return abc.adding(
                object("filter", object("payerId", "bcbs", "divisionId", "adult")),
                group,
                "unitAlertLevel",
                2,
                "expirationAlertDays",
                14);
    }

    private static List<JsonNode> alerts(Api api, String query) {
        return api.get("/alerts?limit=500" + (query.isEmpty() ? "" : "&" + query))
                .is(200)
                .items();
    }

    private static JsonNode asArray(List<JsonNode> rows) {
        return Json.read(Json.write(rows));
    }

    /** The rows named changed in that one field (and in what follows from it); all others are as they were. */
    private static void assertOnlyChanged(
            List<JsonNode> before, List<JsonNode> after, List<String> changed, String field) {
        Map<String, JsonNode> now = Json.by("authorizationId", after);
        assertThat(now).hasSameSizeAs(before);
        for (JsonNode row : before) {
            String id = text(row, "authorizationId");
            if (changed.contains(id)) {
                assertThat(without(now.get(id), field, "seq", "badges"))
                        .isEqualTo(without(row, field, "seq", "badges"));
                assertThat(now.get(id).path(field)).isNotEqualTo(row.path(field));
            } else {
                assertThat(now.get(id)).isEqualTo(row);
            }
        }
    }
}
