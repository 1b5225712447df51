package health.authz.acceptance;

import static health.authz.acceptance.dsl.Eventually.eventually;
import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
        assertThat(org.stack()
                        .as(Login.biller(org.id()).as("narrow").ofDivisions("youth"))
                        .post(own + "/approve", GROUNDS)
                        .isProblem(403)
                        .problemType())
                .isEqualTo("approver-sees-less");
        colleague
                .post(own + "/approve", object("comment", "no reason"))
                .isProblem(400)
                .naming("reason");
        colleague.post(own + "/approve", GROUNDS).is(202);

        Operation done = waiting.done().succeeded();
        assertThat(text(done.json().path("approval"), "decidedBy")).isEqualTo("colleague");
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
