package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever says what they have written reads it, at once and every time; a preview leaves out no row that was there before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadYourWritesIT {
    private static final int TIMES = 100;
    private static final Duration BACK = Duration.ofMinutes(2);
    private Organisation org;
    private Api biller;

    @BeforeAll
    void one_client_and_one_code() {
        org = Organisation.open("writes");
        org.client("c-1", "adult", "bcbs");
        org.known();
        org.code("W1", 1_000);
        biller = org.biller();
    }

    @Test
    void a_read_that_names_a_change_never_shows_the_state_before_it() {
        String id = text(add(biller, 0).json(), "authorizationId");
        Api clinician = org.clinician();
        for (int i = 1; i <= TIMES; i++) {
            Answer noted = clinician
                    .tryNote(id, "note-" + i, "DRAFT", "1", org.today())
                    .is(200, 204);
            String query = "consistentWith=" + token(noted);

            assertThat(biller.get("/authorizations/" + id + "?" + query)
                            .is(200)
                            .json()
                            .path("seq")
                            .asInt())
                    .isEqualTo(i);
            assertThat(biller.get("/authorizations?clientId=c-1&sort=startDate&" + query)
                            .is(200)
                            .items()
                            .getFirst()
                            .path("seq")
                            .asInt())
                    .isEqualTo(i);
            assertThat(biller.get("/authorizations/" + id + "/history?limit=1&" + query)
                            .is(200)
                            .count())
                    .isEqualTo(i + 1);
        }
    }

    @Test
    void so_it_is_after_changes_of_the_directory_of_codes_and_of_a_whole_operation() {
        Api admin = org.admin();
        for (int i = 0; i < TIMES / 10; i++) {
            Answer put = admin.put("/clients/d-" + i, Organisation.clientRecord("d-" + i, true, "youth", "aetna"))
                    .is(204);
            assertThat(admin.get("/clients?divisionId=youth&consistentWith=" + token(put))
                            .is(200)
                            .count())
                    .isEqualTo(i + 1);
            Answer group = biller.post(
                            "/billing-code-groups",
                            object("name", "G" + i, "active", true, "codes", java.util.List.of(object("code", "W1"))))
                    .is(201);
            biller.get("/authorizations?billingCodeGroupId=" + group.text("id") + "&consistentWith=" + token(group))
                    .is(200);
            Answer erased = admin.delete("/clients/d-" + i).is(204);
            admin.get("/clients/d-" + i + "?consistentWith=" + token(erased)).isProblem(404);
            admin.put("/clients/d-" + i, Organisation.clientRecord("d-" + i, true, "youth", "aetna"))
                    .is(204);
        }
        Operation done = biller.preview(
                        org.adding(object("filter", object("divisionId", "youth")), org.group("Whole", "W1")))
                .confirmed()
                .succeeded();
        Answer ended = biller.get("/bulk-operations/" + done.id()).is(200);
        assertThat(biller.get("/authorizations/summary?operationId=" + done.id() + "&consistentWith=" + token(ended))
                        .is(200)
                        .count())
                .isEqualTo(TIMES / 10);
    }

    @Test
    void a_preview_by_filter_right_after_an_add_holds_the_row_every_time() {
        Organisation own = Organisation.open("click");
        own.client("c-1", "adult", "bcbs");
        own.known();
        own.code("W1", 10);
        Api api = own.biller();
        for (int i = 1; i <= TIMES / 2; i++) {
            add(api, own.today(), i);

            Preview preview = api.ready(api.post(
                    "/bulk-previews",
                    object(
                            "kind", "UPDATE",
                            "selection", object("filter", object("clientId", "c-1")),
                            "patch", object("payerReference", "call " + i))));

            assertThat(preview.count()).isEqualTo(i);
            assertThat(preview.warned("LIST_MAY_BE_BEHIND")).isZero();
        }
    }

    @Test
    void a_token_is_good_for_its_own_organisation_alone() {
        String token = token(add(biller, 500));
        Organisation stranger = Organisation.open("stranger");
        assertThat(stranger.biller()
                        .get("/authorizations?consistentWith=" + token)
                        .isProblem(400)
                        .problemType())
                .isEqualTo("bad-consistency-token");
    }

    @Test
    void while_kafka_is_away_a_preview_is_made_on_the_list_as_it_is_and_says_so() {
        Organisation own = Organisation.open("away");
        own.client("c-1", "adult", "bcbs");
        own.known();
        own.code("W1", 10);
        Api api = own.biller();
        String listed = text(add(api, own.today(), 1).json(), "authorizationId");
        eventually(() -> api.get("/authorizations/" + listed).is(200));
        eventually(
                () -> assertThat(api.get("/authorizations").text("listState")).isEqualTo("READY"));

        own.stack().without("kafka", () -> {
            add(api, own.today(), 2);
            Preview preview = api.preview(object(
                    "kind", "UPDATE",
                    "selection", object("all", true),
                    "patch", object("payerReference", "call 2")));
            assertThat(preview.count()).isEqualTo(1);
            assertThat(preview.warned("LIST_MAY_BE_BEHIND")).isEqualTo(1);
            Operation.of(api, preview.tryConfirm(UUID.randomUUID().toString()).is(202))
                    .done()
                    .succeeded();
        });
        eventually(BACK, () -> assertThat(api.listed("")).isEqualTo(2));
    }

    private Answer add(Api api, int year) {
        return add(api, org.today(), year);
    }

    /** One authorization of the client, in days of its own. */
    private static Answer add(Api api, LocalDate today, int number) {
        LocalDate start = today.plusDays(number * 2L);
        return api.post(
                        "/authorizations",
                        object(
                                "clientId",
                                "c-1",
                                "billingCode",
                                "W1",
                                "startDate",
                                start.toString(),
                                "endDate",
                                start.plusDays(1).toString()))
                .is(201);
    }

    private static String token(Answer answer) {
        return answer.headers().firstValue("Authz-Consistency").orElseThrow(() -> new AssertionError(answer.request()));
    }
}
