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
import health.authz.acceptance.dsl.Together;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Taking bulk changes back, as a biller sees it: the list, history and alerts follow. */
class RevertIT {
    private static final int CLIENTS = 6;
    private static final int ALL = CLIENTS * 2;
    private static final String ANY = "status=ACTIVE,PENDING_START,EXHAUSTED,EXPIRED,INACTIVE,VOIDED";
    private Organisation org;
    private Api biller;
    private Api clinician;
    private Operation adding;
    private LocalDate end;

    @BeforeEach
    void everybody_got_two_codes() {
        org = Organisation.open("undo");
        org.user("biller", true, List.of("*"), "LOW_UNITS");
        for (int i = 1; i <= CLIENTS; i++) {
            org.client("c-" + i, "adult", "bcbs");
        }
        org.known();
        org.code("H0031", 12);
        org.code("H2014", 48);
        biller = org.biller();
        clinician = org.clinician();
        end = org.today().plusDays(90);
        String group = org.group("Starter", "H0031", "H2014");
        adding = biller.preview(org.adding(object("all", true), group))
                .confirmed()
                .succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(ALL));
    }

    private Operation change(Object... patch) {
        return biller.preview(object("kind", "UPDATE", "selection", object("all", true), "patch", object(patch)))
                .confirmed()
                .succeeded();
    }

    private String authorization(String client, String code) {
        return text(
                biller.wholeList(ANY + "&clientId=" + client + "&billingCode=" + code)
                        .getFirst(),
                "authorizationId");
    }

    private JsonNode now(Operation operation) {
        return operation.now().json();
    }

    @Test
    void a_change_goes_back_where_nobody_came_between_and_the_others_are_listed() {
        Operation change = change("endDate", end.minusDays(30).toString(), "unitAlertLevel", 5);
        String noted = authorization("c-1", "H0031");
        String touched = authorization("c-2", "H0031");
        clinician.note(noted, "n-1", "DRAFT", "8", org.today());
        eventually(() -> assertThat(biller.get("/alerts?state=OPEN&authorizationId=" + noted)
                        .is(200)
                        .count())
                .isEqualTo(1));
        biller.patch("/authorizations/" + touched, object("unitAlertLevel", 3), "If-Match", "*")
                .is(200);

        Preview preview = change.revert();
        assertThat(text(preview.json(), "kind")).isEqualTo("REVERT");
        assertThat(preview.count()).isEqualTo(ALL);
        assertThat(preview.outcome("WOULD_CHANGE")).isEqualTo(ALL - 1);
        assertThat(preview.outcome("STALE")).isEqualTo(1);
        JsonNode stale = preview.items("outcome=STALE").getFirst();
        assertThat(text(stale, "authorizationId")).isEqualTo(touched);
        assertThat(stale.at("/problem/field").asString()).isEqualTo("unitAlertLevel");
        assertThat(stale.at("/problem/changedBy").asString()).isEqualTo("biller");
        assertThat(stale.at("/problem/changedAt").asString())
                .startsWith(org.today().getYear() + "-");
        Operation undo = preview.confirmed();

        assertThat(undo.state()).isEqualTo("PARTIALLY_SUCCEEDED");
        assertThat(undo.progress("succeeded")).isEqualTo(ALL - 1);
        assertThat(undo.progress("failed")).isEqualTo(1);
        eventually(() -> assertThat(biller.listed("endsFrom=" + end)).isEqualTo(ALL - 1));
        JsonNode row = biller.authorization(noted);
        assertThat(row.path("unitAlertLevel").isNull()).isTrue();
        assertThat(row.path("remainingUnits").asInt()).as("the note stays").isEqualTo(4);
        assertThat(biller.authorization(touched).path("unitAlertLevel").asInt()).isEqualTo(3);
        eventually(() -> assertThat(biller.get("/alerts?state=OPEN&authorizationId=" + noted)
                        .is(200)
                        .count())
                .as("what the level had raised")
                .isZero());
        List<JsonNode> history =
                biller.get("/authorizations/" + noted + "/history").is(200).items();
        assertThat(text(history.getLast(), "operationId")).isEqualTo(undo.id());
        assertThat(history.getLast().path("changes").valueStream().map(each -> text(each, "field")))
                .containsExactlyInAnyOrder("endDate", "unitAlertLevel");
        assertThat(text(now(change), "revertedBy")).isEqualTo(undo.id());
        assertThat(text(now(undo), "reverts")).isEqualTo(change.id());
    }

    @Test
    void an_add_goes_and_comes_back_and_half_used_rows_are_left_or_ended() {
        String used = authorization("c-1", "H2014");
        clinician.note(used, "n-1", "RELEASED", "3", org.today());

        Preview left = adding.revert();
        assertThat(left.outcome("SKIPPED")).isEqualTo(1);
        assertThat(left.items("outcome=SKIPPED").getFirst().at("/problem/type").asString())
                .endsWith("/row-used");
        Operation undo = adding.revert("END_AFTER_LAST_SERVICE").confirmed().succeeded();
        assertThat(undo.progress("succeeded")).isEqualTo(ALL);
        eventually(() -> assertThat(biller.listed("status=VOIDED")).isEqualTo(ALL - 1));
        assertThat(biller.listed("")).as("what is left").isEqualTo(1);
        assertThat(text(biller.authorization(used), "endDate"))
                .isEqualTo(org.today().toString());

        Operation redo = undo.now().revert().confirmed().succeeded();
        assertThat(redo.progress("succeeded")).isEqualTo(ALL);
        eventually(() -> assertThat(biller.listed("endsFrom=" + end)).isEqualTo(ALL));
        String restored = authorization("c-2", "H0031");
        assertThat(biller.get("/authorizations/" + restored + "/history").is(200).items().stream()
                        .map(item -> text(item, "type")))
                .containsExactly("AuthAdded", "AuthVoided", "AuthRestored");
        clinician.note(restored, "n-2", "DRAFT", "2", org.today());
        assertThat(now(adding).has("revertedBy")).isFalse();

        Operation again = adding.revert().confirmed();
        assertThat(again.progress("succeeded")).isEqualTo(ALL - 2);
        assertThat(again.progress("skipped")).isEqualTo(2);
        eventually(() -> assertThat(biller.listed("status=VOIDED")).isEqualTo(ALL - 2));
    }

    @Test
    void two_people_at_once_take_it_back_once() {
        Operation change = change("endDate", end.minusDays(30).toString());
        Api colleague = org.stack().as(Login.biller(org.id()).as("colleague"));
        Preview mine = change.revert();
        Preview theirs = new Operation(colleague, change.json()).revert();

        List<Answer> answers = Together.run(
                () -> mine.tryConfirm(UUID.randomUUID().toString()),
                () -> theirs.tryConfirm(UUID.randomUUID().toString()));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(202, 409);
        Answer accepted = answers.stream()
                .filter(each -> each.status() == 202)
                .findFirst()
                .orElseThrow();
        Answer refused = answers.stream()
                .filter(each -> each.status() == 409)
                .findFirst()
                .orElseThrow();
        assertThat(refused.text("operationId")).isEqualTo(accepted.text("id"));
        Operation undo = Operation.of(biller, accepted).done().succeeded();
        assertThat(undo.progress("succeeded")).isEqualTo(ALL);
        Answer third = change.tryRevert(biller).is(409);
        assertThat(third.text("type")).endsWith("/already-reverted");
        assertThat(third.text("operationId")).isEqualTo(undo.id());
        eventually(() -> assertThat(biller.listed("endsFrom=" + end)).isEqualTo(ALL));
    }

    @Test
    void steps_are_taken_back_from_the_last_one_on() {
        Operation first = change("authorizationNumber", "PA-1");
        eventually(() -> assertThat(biller.listed("authorizationNumber=PA-1")).isEqualTo(ALL));
        Operation second = change("authorizationNumber", "PA-2");
        assertThat(first.revert().outcome("STALE")).isEqualTo(ALL);

        second.revert().confirmed().succeeded();
        Operation undone = first.revert().confirmed().succeeded();

        assertThat(undone.progress("succeeded")).isEqualTo(ALL);
        eventually(() -> assertThat(biller.listed("numberMissing=true")).isEqualTo(ALL));
    }

    @Test
    void what_cannot_be_taken_back_says_why() {
        assertThat(biller.send("POST", "/bulk-operations/" + UUID.randomUUID() + "/revert", "")
                        .is(404)
                        .text("type"))
                .endsWith("/not-found");
        Api mayNot = org.stack().as(Login.biller(org.id()).without("auth:bulk-revert"));
        assertThat(adding.tryRevert(mayNot).is(403).text("permission")).isEqualTo("auth:bulk-revert");
        adding.revert();
        assertThat(biller.post("/bulk-operations/" + adding.id() + "/revert", object("usedRows", "VOID"))
                        .is(400)
                        .text("detail"))
                .contains("usedRows", "LEAVE, END_AFTER_LAST_SERVICE");
        Operation nothing = change("endDate", end.toString());
        assertThat(nothing.tryRevert(biller).is(422).text("type")).endsWith("/nothing-to-revert");
    }

    @Test
    void of_one_that_was_stopped_what_was_done_is_taken_back() {
        List<String> many = org.manyClients("m", 2_000, "adult", "bcbs");
        org.known();
        Operation stopped = Operation.of(
                biller,
                biller.preview(org.adding(object("ids", many), org.group("More", "H0031", "H2014")))
                        .tryConfirm("stopped")
                        .is(202));
        eventually(() -> assertThat(stopped.now().progress("processed")).isPositive());
        biller.send("POST", "/bulk-operations/" + stopped.id() + "/cancel", "").is(202, 409);
        long done = stopped.done().progress("succeeded");

        Operation undo = stopped.revert().confirmed().succeeded();

        assertThat(done).isPositive();
        assertThat(undo.progress("succeeded")).isEqualTo(done);
        eventually(() -> assertThat(biller.listed("")).isEqualTo(ALL));
    }

    @Test
    void a_running_operation_is_not_taken_back_before_it_ends() {
        List<String> many = org.manyClients("m", 1_500, "adult", "bcbs");
        org.known();
        Preview large = biller.preview(org.adding(object("ids", many), org.group("More", "H0031", "H2014")));
        Operation running = Operation.of(biller, large.tryConfirm("large").is(202));

        Answer early = running.tryRevert(biller);

        if (!running.now().isDone()) {
            assertThat(early.is(409).text("type")).endsWith("/operation-not-ended");
        }
        Operation undo = running.done().revert().confirmed();
        assertThat(undo.progress("succeeded")).isEqualTo(running.now().progress("succeeded"));
    }
}
