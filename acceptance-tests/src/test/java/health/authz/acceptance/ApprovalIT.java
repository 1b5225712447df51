package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import health.authz.acceptance.dsl.Together;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an organisation wants to be asked before many rows change: a number typed, a second person. */
class ApprovalIT {
    private static final int CLIENTS = 6;
    private static final Object GROUNDS = object("reason", "PAYER_LETTER", "comment", "as the letter says");
    private Organisation org;
    private Api biller;
    private Api colleague;
    private String group;

    @BeforeEach
    void clients_and_a_group() {
        org = Organisation.open("approval");
        org.manyClients("c", CLIENTS, "adult", "bcbs");
        org.known();
        org.code("A1", 10);
        group = org.group("Approval", "A1");
        biller = org.biller();
        colleague = org.stack().as(Login.biller(org.id()).as("colleague"));
    }

    @Test
    void more_rows_than_the_limit_are_typed_and_so_is_every_override_of_units() {
        Preview unasked = biller.preview(adding());
        assertThat(unasked.json().path("confirm").path("typedCount").asBoolean())
                .isFalse();
        set("bulk.confirm-count-above", CLIENTS - 1);
        Preview preview = asking("typedCount");

        confirm(preview, null).isProblem(422).naming("typedCount");
        confirm(preview, CLIENTS + 1L).isProblem(422).naming("typedCount");
        Operation.of(biller, confirm(preview, (long) CLIENTS).is(202)).done().succeeded();

        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS));
        set("bulk.confirm-count-above", 1_000);
        eventually(() -> {
            Preview plain = biller.preview(updating("authorizationNumber", "PA-1"));
            assertThat(plain.json().path("confirm").path("typedCount").asBoolean())
                    .isFalse();
        });
        Preview override = biller.preview(updating("remainingUnits", 4));
        assertThat(override.json().path("confirm").path("typedCount").asBoolean())
                .isTrue();
        assertThat(override.json()
                        .path("units")
                        .path("before")
                        .path("remainingUnits")
                        .intValue())
                .isEqualTo(10 * CLIENTS);
        assertThat(override.json()
                        .path("units")
                        .path("after")
                        .path("remainingUnits")
                        .intValue())
                .isEqualTo(4 * CLIENTS);
        confirm(override, null).isProblem(422).naming("typedCount");
        Operation.of(biller, confirm(override, (long) CLIENTS).is(202)).done().succeeded();
    }

    @Test
    void nothing_is_asked_unless_the_organisation_says_so_and_then_of_the_rows_that_would_change() {
        assertThat(Json.by("key", org.admin().get("/settings").is(200).items()))
                .extractingByKeys("bulk.confirm-count-above", "bulk.four-eyes-above")
                .allSatisfy(setting -> {
                    assertThat(setting.path("default").isNull()).isTrue();
                    assertThat(setting.path("value").isNull()).isTrue();
                });
        biller.preview(adding()).confirmed().succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS));
        Preview unasked = biller.preview(updating("remainingUnits", 9));
        assertThat(confirmOf(unasked)).isEqualTo(CLIENTS + " false false");
        assertThat(unasked.json().path("units").has("before"))
                .as("sums are shown all the same")
                .isTrue();
        List<String> half = biller.wholeList("").stream()
                .limit(CLIENTS / 2)
                .map(row -> text(row, "authorizationId"))
                .toList();
        biller.preview(object(
                        "kind", "UPDATE",
                        "selection", object("ids", half),
                        "patch", object("authorizationNumber", "PA-1")))
                .confirmed()
                .succeeded();
        eventually(() -> assertThat(biller.listed("authorizationNumber=PA-1")).isEqualTo(CLIENTS / 2));

        set("bulk.confirm-count-above", CLIENTS / 2);
        set("bulk.four-eyes-above", CLIENTS / 2);
        eventually(() -> assertThat(confirmOf(biller.preview(updating("payerReference", "call 1"))))
                .isEqualTo(CLIENTS + " true true"));
        Preview rest = biller.preview(updating("authorizationNumber", "PA-1"));

        assertThat(rest.count()).isEqualTo(CLIENTS);
        assertThat(confirmOf(rest)).isEqualTo(CLIENTS / 2 + " false false");
        Operation.of(biller, confirm(rest, null).is(202)).done().succeeded();
    }

    /** Rows that would change, whether their number is typed, whether a second person is asked. */
    private static String confirmOf(Preview preview) {
        JsonNode asked = preview.json().path("confirm");
        return asked.path("rows").longValue() + " " + asked.path("typedCount").asBoolean() + " "
                + asked.path("fourEyes").asBoolean();
    }

    @Test
    void the_flag_and_units_of_a_file_are_overrides_too_and_show_the_units_before_and_after() {
        biller.preview(adding()).confirmed().succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS));
        String one = text(biller.wholeList("").getFirst(), "authorizationId");
        String sheet = "authorizationId,remainingUnits\n" + one + ",3\n";
        set("bulk.confirm-count-above", 1_000);
        eventually(() -> assertThat(confirmOf(biller.ready(biller.file("kind=UPDATE", sheet))))
                .isEqualTo("1 true false"));

        Preview file = biller.ready(biller.file("kind=UPDATE", sheet));
        assertThat(file.json().at("/units/before/remainingUnits").intValue()).isEqualTo(10);
        assertThat(file.json().at("/units/after/remainingUnits").intValue()).isEqualTo(3);
        confirm(file, null).isProblem(422).naming("typedCount");
        confirm(file, 2L).isProblem(422).naming("typedCount");
        Operation.of(biller, confirm(file, 1L).is(202)).done().succeeded();
        eventually(() -> assertThat(
                        biller.authorization(one).path("remainingUnits").intValue())
                .isEqualTo(3));
        Preview flag = biller.preview(updating("unmanaged", true));
        assertThat(confirmOf(flag)).isEqualTo(CLIENTS + " true false");
        assertThat(flag.json().at("/units/before/remainingUnits").intValue()).isEqualTo(10 * CLIENTS - 7);
        assertThat(flag.json().at("/units/after/remainingUnits").isNumber()).isTrue();
        confirm(flag, null).isProblem(422).naming("typedCount");
        Preview number = biller.preview(updating("authorizationNumber", "PA-2"));
        assertThat(confirmOf(number)).isEqualTo(CLIENTS + " false false");
        confirm(number, CLIENTS - 1L).isProblem(422).naming("typedCount");
    }

    @Test
    void whoever_asked_and_lost_the_permission_does_no_more_and_the_second_person_decides() {
        Operation waiting = awaiting();
        String own = "/bulk-operations/" + waiting.id();
        Api lost = org.stack().as(Login.biller(org.id()).without("auth:bulk"));

        for (String how : List.of("/cancel", "/approve", "/decline")) {
            assertThat(lost.post(own + how, GROUNDS).isProblem(403).text("permission"))
                    .isEqualTo("auth:bulk");
        }
        assertThat(waiting.now().state()).isEqualTo("AWAITING_APPROVAL");
        colleague.post(own + "/approve", GROUNDS).is(202);

        waiting.done().succeeded();
    }

    @Test
    void of_two_who_decide_at_once_one_does() {
        Operation waiting = awaiting();
        String own = "/bulk-operations/" + waiting.id();
        Api other = org.stack().as(Login.biller(org.id()).as("other"));

        List<Answer> answers = Together.run(
                () -> colleague.post(own + "/approve", GROUNDS), () -> other.post(own + "/decline", GROUNDS));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(202, 409);
        boolean isApproved = answers.getFirst().status() == 202;
        assertThat(waiting.done().state()).isEqualTo(isApproved ? "SUCCEEDED" : "DECLINED");
        eventually(() -> assertThat(biller.listed("")).isEqualTo(isApproved ? CLIENTS : 0));
    }

    @Test
    void a_second_person_lets_it_go() {
        Operation waiting = awaiting();
        String own = "/bulk-operations/" + waiting.id();
        assertThat(waiting.isDone()).isFalse();
        assertThat(waiting.now().json().path("links").has("approve")).isFalse();
        assertThat(colleague.get(own).is(200).json().path("links").has("approve"))
                .isTrue();
        assertThat(colleague
                        .get("/bulk-previews/" + text(waiting.json(), "previewId") + "/items")
                        .is(200)
                        .count())
                .isEqualTo(CLIENTS);
        assertThat(biller.listed("")).isZero();

        assertThat(biller.post(own + "/approve", GROUNDS).isProblem(403).problemType())
                .isEqualTo("own-operation");
        org.stack()
                .as(Login.biller(org.id()).as("colleague").without("auth:bulk"))
                .post(own + "/approve", GROUNDS)
                .isProblem(403);
        org.stack()
                .as(Login.biller(org.id()).as("narrow").ofDivisions("youth"))
                .post(own + "/approve", GROUNDS)
                .isProblem(404);
        colleague
                .post(own + "/approve", object("reason", "BECAUSE"))
                .isProblem(400)
                .naming("reason");
        colleague.post(own + "/approve", GROUNDS).is(202);

        Operation done = waiting.done().succeeded();
        assertThat(text(done.json().path("approval"), "decidedBy")).isEqualTo("colleague");
        assertThat(text(done.json().path("approval"), "reason")).isEqualTo("PAYER_LETTER");
        assertThat(text(done.json().path("approval"), "comment")).isEqualTo("as the letter says");
        assertThat(text(done.json(), "submittedBy")).isEqualTo("biller");
        assertThat(colleague.post(own + "/approve", GROUNDS).isProblem(409).problemType())
                .isEqualTo("not-awaiting-approval");
        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS));
    }

    @Test
    void declined_or_withdrawn_it_is_over_and_asked_for_again_it_waits_again() {
        Operation waiting = awaiting();
        biller.post("/bulk-operations/" + waiting.id() + "/decline", GROUNDS).isProblem(403);
        colleague.post("/bulk-operations/" + waiting.id() + "/decline", GROUNDS).is(202);
        Operation declined = waiting.now();
        assertThat(declined.state()).isEqualTo("DECLINED");
        assertThat(declined.isDone()).isTrue();
        assertThat(text(declined.json().path("approval"), "decision")).isEqualTo("DECLINED");
        assertThat(text(declined.json().path("approval"), "reason")).isEqualTo("PAYER_LETTER");
        assertThat(declined.results("outcome=NOT_PROCESSED")).hasSize(CLIENTS);
        colleague.post("/bulk-operations/" + waiting.id() + "/approve", GROUNDS).isProblem(409);

        Operation again = Operation.of(
                biller,
                biller.post("/bulk-operations/" + waiting.id() + "/retry-failed", GROUNDS)
                        .is(202));
        assertThat(again.state()).isEqualTo("AWAITING_APPROVAL");
        Answer withdrawn = biller.post("/bulk-operations/" + again.id() + "/cancel", object())
                .is(202);

        assertThat(withdrawn.text("state")).isEqualTo("CANCELLED");
        assertThat(biller.listed("")).isZero();
    }

    @Test
    void what_nobody_decides_within_a_day_is_over() {
        Operation waiting = awaiting();

        org.stack().nextDay();

        Operation over = waiting.done();
        assertThat(over.state()).isEqualTo("EXPIRED");
        assertThat(over.progress("notProcessed")).isEqualTo(CLIENTS);
        assertThat(colleague
                        .post("/bulk-operations/" + waiting.id() + "/approve", GROUNDS)
                        .isProblem(410)
                        .problemType())
                .isEqualTo("approval-expired");
    }

    @Test
    void whoever_asked_and_is_inactive_in_the_directory_is_not_helped() {
        Operation waiting = awaiting();
        org.admin()
                .put(
                        "/users/biller",
                        object(
                                "name",
                                "Casey Biller",
                                "email",
                                "biller@example.org",
                                "active",
                                false,
                                "profileId",
                                null,
                                "userGroupIds",
                                List.of(),
                                "divisionIds",
                                List.of("*"),
                                "supervises",
                                List.of()))
                .is(200, 201, 204);

        assertThat(colleague
                        .post("/bulk-operations/" + waiting.id() + "/approve", GROUNDS)
                        .isProblem(409)
                        .problemType())
                .isEqualTo("requester-inactive");

        colleague.post("/bulk-operations/" + waiting.id() + "/decline", GROUNDS).is(202);
    }

    private Operation awaiting() {
        set("bulk.four-eyes-above", CLIENTS - 1);
        Operation waiting =
                Operation.of(biller, confirm(asking("fourEyes"), null).is(202));
        assertThat(waiting.state()).isEqualTo("AWAITING_APPROVAL");
        return waiting;
    }

    private void set(String key, int value) {
        org.admin().put("/settings/" + key, object("value", value)).is(200, 204);
    }

    /** A preview once the setting is known where previews are made. */
    private Preview asking(String what) {
        Preview[] preview = new Preview[1];
        eventually(() -> {
            preview[0] = biller.preview(adding());
            assertThat(preview[0].json().path("confirm").path(what).asBoolean()).isTrue();
        });
        return preview[0];
    }

    private Object adding() {
        return org.adding(object("filter", object("payerId", "bcbs")), group);
    }

    private static Object updating(String field, Object value) {
        return object("kind", "UPDATE", "selection", object("all", true), "patch", object(field, value));
    }

    private Answer confirm(Preview preview, @Nullable Long typed) {
        return biller.post(
                "/bulk-operations",
                typed == null
                        ? preview.confirmation(preview.count())
                        : object(
                                "previewId",
                                preview.id(),
                                "expectedCount",
                                preview.count(),
                                "typedCount",
                                typed,
                                "reason",
                                "PAYER_LETTER"),
                "Idempotency-Key",
                UUID.randomUUID().toString());
    }
}
