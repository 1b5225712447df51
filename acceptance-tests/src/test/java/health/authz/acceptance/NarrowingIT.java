package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import health.authz.acceptance.dsl.Truth;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token narrows what is listed, previewed and executed; a bulk change is no way around it. */
class NarrowingIT {
    private static final int ADULTS = 3;
    private static final int YOUTHS = 2;
    private Organisation org;
    private Api biller;
    private Api adultBiller;
    private Api ownBiller;
    private String group;

    @BeforeEach
    void two_divisions_and_one_assigned_client() {
        org = Organisation.open("narrow");
        for (int i = 1; i <= ADULTS; i++) {
            org.client("a-" + i, "adult", "bcbs");
        }
        for (int i = 1; i <= YOUTHS; i++) {
            org.client("y-" + i, "youth", "bcbs");
        }
        org.client("own", "adult", "bcbs", "carer");
        org.known();
        org.code("N1", 10);
        org.code("N2", 10);
        group = org.group("Narrow", "N1");
        biller = org.biller();
        adultBiller = org.stack().as(Login.biller(org.id()).as("biller-adult").ofDivisions("adult"));
        ownBiller = org.stack().as(Login.biller(org.id()).as("carer").ofAssignedClients());
        biller.preview(org.adding(object("all", true), group)).confirmed().succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(ADULTS + YOUTHS + 1));
    }

    @Test
    void lists_show_only_clients_of_the_divisions_or_the_assigned_ones() {
        assertThat(adultBiller.listed("")).isEqualTo(ADULTS + 1);
        assertThat(ownBiller.wholeList("")).singleElement().satisfies(row -> assertThat(text(row, "clientId"))
                .isEqualTo("own"));
        assertThat(adultBiller.get("/clients").is(200).count()).isEqualTo(ADULTS + 1);
        assertThat(ownBiller.get("/clients").is(200).count()).isEqualTo(1);
        assertThat(adultBiller.get("/authorizations/summary").is(200).count()).isEqualTo(ADULTS + 1);
        adultBiller.get("/clients/y-1").isProblem(404);
        adultBiller.get("/authorizations/" + idOf("y-1")).isProblem(404);
        ownBiller.get("/authorizations/" + idOf("a-1") + "/history").isProblem(404);
    }

    @Test
    void previews_of_everything_hold_only_what_the_caller_sees() {
        Object update =
                object("kind", "UPDATE", "selection", object("all", true), "patch", object("payerReference", "call 1"));
        Object add = org.adding(object("all", true), org.group("Second", "N2"));

        assertThat(adultBiller.preview(update).count()).isEqualTo(ADULTS + 1);
        assertThat(ownBiller.preview(update).count()).isEqualTo(1);
        assertThat(adultBiller.preview(add).count()).isEqualTo(ADULTS + 1);
        assertThat(ownBiller.preview(add).count()).isEqualTo(1);
    }

    @Test
    void rows_named_by_id_that_may_not_be_seen_are_refused_one_by_one() {
        Preview preview = adultBiller.preview(object(
                "kind", "UPDATE",
                "selection", object("ids", List.of(idOf("a-1"), idOf("y-1"))),
                "patch", object("payerReference", "call 2")));

        assertThat(preview.outcome("WOULD_CHANGE")).isEqualTo(1);
        assertThat(preview.outcome("REJECTED")).isEqualTo(1);
        Operation done = preview.confirmed();
        assertThat(done.state()).isEqualTo("PARTIALLY_SUCCEEDED");
        eventually(() -> assertThat(text(biller.authorization(idOf("a-1")), "payerReference"))
                .isEqualTo("call 2"));
        assertThat(biller.authorization(idOf("y-1")).path("seq").asInt()).isZero();
    }

    @Test
    void clients_named_by_id_that_may_not_be_seen_get_nothing() {
        Preview preview =
                adultBiller.preview(org.adding(object("ids", List.of("a-1", "y-1")), org.group("Third", "N2")));

        assertThat(preview.outcome("WOULD_ADD")).isEqualTo(1);
        assertThat(preview.outcome("REJECTED")).isEqualTo(1);
        preview.confirmed();
        eventually(() -> assertThat(biller.listed("billingCode=N2")).isEqualTo(1));
        assertThat(biller.listed("billingCode=N2&clientId=y-1")).isZero();
    }

    @Test
    void a_client_who_left_the_division_after_the_preview_is_not_touched() {
        Preview preview = adultBiller.preview(object(
                "kind", "UPDATE", "selection", object("all", true), "patch", object("payerReference", "call 3")));
        org.admin()
                .put("/clients/a-1", Organisation.clientRecord("a-1", true, "youth", "bcbs"))
                .is(200, 201, 204);

        Operation done = preview.confirmed();

        assertThat(done.progress("succeeded")).isEqualTo(ADULTS);
        assertThat(done.progress("failed")).isEqualTo(1);
        assertThat(biller.authorization(idOf("a-1")).path("seq").asInt()).isZero();
    }

    @Test
    void the_front_desk_may_not_move_end_dates_and_the_preview_says_so() throws SQLException {
        long before = new Truth(org).storedEvents();

        Preview preview = org.frontDesk()
                .preview(object(
                        "kind", "UPDATE",
                        "selection", object("all", true),
                        "patch", object("endDate", org.today().plusDays(10).toString())));

        assertThat(preview.outcome("REJECTED")).isEqualTo(preview.count()).isEqualTo(ADULTS + YOUTHS + 1);
        assertThat(preview.refused("special-permission")).isEqualTo(preview.count());
        Operation done = preview.confirmed();
        assertThat(done.state()).isEqualTo("FAILED");
        assertThat(done.progress("failed")).isEqualTo(preview.count());
        assertThat(new Truth(org).storedEvents()).isEqualTo(before);
    }

    @Test
    void the_front_desk_may_give_numbers() {
        Map<String, ?> numbers = object(
                "kind", "UPDATE", "selection", object("all", true), "patch", object("authorizationNumber", "PA-1"));

        org.frontDesk().preview(numbers).confirmed().succeeded();

        eventually(() -> assertThat(biller.listed("authorizationNumber=PA-1")).isEqualTo(ADULTS + YOUTHS + 1));
    }

    private String idOf(String client) {
        return text(
                biller.get("/authorizations?billingCode=N1&clientId=" + client)
                        .items()
                        .getFirst(),
                "authorizationId");
    }
}
