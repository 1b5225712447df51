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
import health.authz.acceptance.dsl.Truth;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
        eventually(() -> assertThat(
                        biller.authorization(touched).path("unitAlertLevel").asInt())
                .isEqualTo(3));
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
        eventually(() -> {
            assertThat(biller.listed("status=VOIDED")).isEqualTo(ALL - 1);
            assertThat(text(biller.authorization(used), "endDate"))
                    .isEqualTo(org.today().toString());
        });
        assertThat(biller.listed("")).as("what is left").isEqualTo(1);

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
        assertThat(adding.revert()
                        .tryConfirm(mayNot, UUID.randomUUID().toString(), ALL)
                        .isProblem(403)
                        .text("permission"))
                .as("its maker may no longer")
                .isEqualTo("auth:bulk-revert");
        assertThat(biller.post("/bulk-operations/" + adding.id() + "/revert", object("usedRows", "VOID"))
                        .is(400)
                        .text("detail"))
                .contains("usedRows", "LEAVE, END_AFTER_LAST_SERVICE");
        Operation nothing = change("endDate", end.toString());
        assertThat(nothing.tryRevert(biller).is(422).text("type")).endsWith("/nothing-to-revert");
    }

    @Test
    void what_the_row_of_before_does_not_cover_is_listed_with_who_and_when_and_retried_later() {
        LocalDate later = end.plusDays(30);
        Operation change = change("endDate", object("addDays", 30), "allottedUnits", object("add", 8));
        eventually(() -> assertThat(biller.listed("endsFrom=" + later)).isEqualTo(ALL));
        String held = authorization("c-1", "H0031");
        String used = authorization("c-2", "H2014");
        String spent = authorization("c-3", "H0031");
        String noted = authorization("c-4", "H0031");
        clinician.note(held, "n-1", "DRAFT", "1", end.plusDays(10));
        clinician.note(used, "n-2", "RELEASED", "2", later);
        clinician.note(spent, "n-3", "RELEASED", "12.01", org.today());
        clinician.note(noted, "n-4", "RELEASED", "12", end);

        Preview preview = change.revert();

        assertThat(preview.outcome("WOULD_CHANGE")).isEqualTo(ALL - 3);
        assertThat(preview.refused("service-left-out")).isEqualTo(2);
        assertThat(preview.refused("units-below-use")).isEqualTo(1);
        Map<String, JsonNode> refused = Json.by("authorizationId", preview.items("outcome=REJECTED"));
        assertThat(refused.keySet()).containsExactlyInAnyOrder(held, used, spent);
        assertThat(refused.values()).allSatisfy(item -> {
            assertThat(item.at("/problem/changedBy").asString()).isEqualTo("clinician");
            assertThat(Instant.parse(item.at("/problem/changedAt").asString())).isNotNull();
        });
        assertThat(refused.get(used).at("/problem/detail").asString()).contains(later.toString(), "n-2");
        Operation undo = preview.confirmed();
        assertThat(undo.state()).isEqualTo("PARTIALLY_SUCCEEDED");
        assertThat(undo.progress("failed")).isEqualTo(3);
        eventually(() -> assertThat(biller.listed(ANY + "&endsTo=" + end)).isEqualTo(ALL - 3));
        assertThat(biller.authorization(noted).path("remainingUnits").asInt()).isZero();
        assertThat(biller.authorization(spent).path("allottedUnits").asInt()).isEqualTo(20);

        String retrying = "/bulk-operations/" + undo.id() + "/retry-failed";
        Api mayNot = org.stack().as(Login.biller(org.id()).without("auth:bulk-revert"));
        assertThat(undo.now().json().path("links").has("retry-failed")).isTrue();
        assertThat(new Operation(mayNot, undo.json()).now().json().path("links").has("retry-failed"))
                .isFalse();
        assertThat(mayNot.post(retrying, object("reason", "CORRECTION"))
                        .isProblem(403)
                        .text("permission"))
                .isEqualTo("auth:bulk-revert");
        clinician.note(held, "n-1", "VOIDED", "1", end.plusDays(10));
        clinician.note(used, "n-2", "VOIDED", "2", later);
        clinician.note(spent, "n-3", "VOIDED", "12.01", org.today());
        Operation rest = Operation.of(
                        biller,
                        biller.post(retrying, object("reason", "CORRECTION")).is(202))
                .done()
                .succeeded();

        assertThat(rest.progress("succeeded")).isEqualTo(3);
        assertThat(text(rest.json(), "kind")).isEqualTo("REVERT");
        assertThat(text(rest.json(), "retryOf")).isEqualTo(undo.id());
        assertThat(text(now(rest), "reverts")).isEqualTo(change.id());
        assertThat(text(now(undo), "retriedBy")).isEqualTo(rest.id());
        eventually(() -> assertThat(biller.listed(ANY + "&endsTo=" + end)).isEqualTo(ALL));
    }

    @Test
    void used_rows_end_on_the_last_day_that_a_note_holds_or_used() {
        String both = authorization("c-1", "H2014");
        clinician.note(both, "n-1", "RELEASED", "1", org.today());
        clinician.note(both, "n-2", "DRAFT", "2", org.today().plusDays(5));
        String used = authorization("c-2", "H2014");
        clinician.note(used, "n-3", "RELEASED", "3", org.today().plusDays(9));

        assertThat(adding.revert("LEAVE").outcome("SKIPPED")).isEqualTo(2);
        Preview preview = adding.revert("END_AFTER_LAST_SERVICE");
        assertThat(text(preview.json(), "usedRows")).isEqualTo("END_AFTER_LAST_SERVICE");
        preview.confirmed().succeeded();

        eventually(() -> {
            assertThat(biller.listed("status=VOIDED")).isEqualTo(ALL - 2);
            assertThat(text(biller.authorization(both), "endDate"))
                    .isEqualTo(org.today().plusDays(5).toString());
            assertThat(text(biller.authorization(used), "endDate"))
                    .isEqualTo(org.today().plusDays(9).toString());
        });
    }

    @Test
    void older_ones_that_ended_for_what_was_added_have_their_ends_again() {
        LocalDate start = org.today().plusDays(30);
        LocalDate cut = start.minusDays(1);
        Map<String, @Nullable Object> following = org.adding(
                object("all", true),
                org.group("Next", "H0031", "H2014"),
                "startDate",
                start.toString(),
                "endDate",
                end.plusDays(90).toString());
        following.put("onOverlap", "END_PREVIOUS");
        Operation next = biller.preview(following).confirmed().succeeded();
        eventually(() -> {
            assertThat(biller.listed("endsTo=" + cut)).isEqualTo(ALL);
            assertThat(biller.listed("startsFrom=" + start)).isEqualTo(ALL);
        });
        String moved = only("clientId=c-1&billingCode=H0031&endsTo=" + cut);
        String beside = only("clientId=c-2&billingCode=H0031&endsTo=" + cut);
        String used = only("clientId=c-2&billingCode=H0031&startsFrom=" + start);
        biller.patch(
                        "/authorizations/" + moved,
                        object("endDate", cut.minusDays(9).toString()),
                        "If-Match",
                        "*")
                .is(200);
        clinician.note(used, "n-1", "DRAFT", "1", start.plusDays(1));

        Preview preview = next.revert();

        assertThat(preview.count()).isEqualTo(2 * ALL);
        assertThat(preview.outcome("WOULD_CHANGE")).isEqualTo(2 * ALL - 3);
        assertThat(preview.items("outcome=STALE"))
                .extracting(item -> text(item, "authorizationId"))
                .containsExactly(moved);
        assertThat(preview.items("outcome=SKIPPED"))
                .extracting(item -> text(item, "authorizationId"))
                .containsExactly(used);
        assertThat(preview.items("problem=overlapping-authorization"))
                .as("it stays ended beside what stays")
                .extracting(item -> text(item, "authorizationId"))
                .containsExactly(beside);
        Operation undo = preview.confirmed();
        assertThat(undo.progress("succeeded")).isEqualTo(2 * ALL - 3);
        eventually(() -> {
            assertThat(biller.listed("status=VOIDED")).isEqualTo(ALL - 1);
            assertThat(biller.listed("endsFrom=" + end + "&endsTo=" + end)).isEqualTo(ALL - 2);
        });
        assertThat(text(biller.authorization(beside), "endDate")).isEqualTo(cut.toString());
        eventually(() -> assertThat(text(biller.authorization(moved), "endDate"))
                .isEqualTo(cut.minusDays(9).toString()));
        String restored = only("clientId=c-3&billingCode=H0031");
        assertThat(text(
                        biller.get("/authorizations/" + restored + "/history")
                                .is(200)
                                .items()
                                .getLast(),
                        "operationId"))
                .isEqualTo(undo.id());

        undo.revert().confirmed().succeeded();
        eventually(() -> {
            assertThat(biller.listed("startsFrom=" + start)).isEqualTo(ALL);
            assertThat(biller.listed("endsTo=" + cut)).isEqualTo(ALL);
        });
    }

    private String only(String query) {
        return biller.wholeList(query).stream()
                .map(row -> text(row, "authorizationId"))
                .collect(Collectors.collectingAndThen(Collectors.toList(), found -> {
                    assertThat(found).as(query).hasSize(1);
                    return found.getFirst();
                }));
    }

    @Test
    void an_undone_change_comes_again_by_undoing_the_undo_and_its_events_tell_both_values() {
        LocalDate earlier = end.minusDays(30);
        Operation change = change("endDate", earlier.toString(), "authorizationNumber", "PA-1");
        Operation undo = change.revert().confirmed().succeeded();
        assertThat(text(now(change), "revertedBy")).isEqualTo(undo.id());

        Operation redo = undo.revert().confirmed().succeeded();

        assertThat(redo.progress("succeeded")).isEqualTo(ALL);
        assertThat(now(change).has("revertedBy")).isFalse();
        assertThat(text(now(undo), "revertedBy")).isEqualTo(redo.id());
        eventually(() -> assertThat(biller.listed("authorizationNumber=PA-1&endsTo=" + earlier))
                .isEqualTo(ALL));
        eventually(() -> assertThat(new Truth(org).changesToldBy(undo.id()))
                .hasSize(ALL)
                .allSatisfy(event -> {
                    assertThat(event.at("/endDate/before").asString()).isEqualTo(earlier.toString());
                    assertThat(event.at("/endDate/after").asString()).isEqualTo(end.toString());
                    assertThat(event.at("/authorizationNumber/before").asString())
                            .isEqualTo("PA-1");
                    assertThat(event.path("reverts").asString()).isEqualTo(change.id());
                }));
    }

    @Test
    void a_preview_that_takes_longer_is_accepted_and_ready_later() throws SQLException {
        Operation change = change("payerReference", "call 4471");
        Answer accepted;
        try (Connection busy = org.stack().postgres("auth_command");
                Statement statement = busy.createStatement()) {
            busy.setAutoCommit(false);
            statement.execute("lock table bulk_preview_chunk in share row exclusive mode");
            accepted = change.tryRevert(biller).is(202);
            String path = "/bulk-previews/" + accepted.text("id");
            assertThat(accepted.text("state")).isEqualTo("PREPARING");
            assertThat(accepted.headers().firstValue("Location")).hasValue("/api/v1" + path);
            assertThat(biller.get(path + "/items").isProblem(409).problemType()).isEqualTo("preview-not-ready");
            assertThat(new Preview(biller, accepted.json())
                            .tryConfirm(UUID.randomUUID().toString())
                            .isProblem(409)
                            .problemType())
                    .isEqualTo("preview-not-ready");
            busy.rollback();
        }

        Operation undo = biller.ready(accepted).confirmed().succeeded();

        assertThat(undo.progress("succeeded")).isEqualTo(ALL);
    }
}
