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
import health.authz.acceptance.dsl.Truth;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Operations that are stopped, and asked for again; a client that is held in the store holds the chunk in which it stands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlIT {
    private static final int CLIENTS = 2_400;
    /** All but two chunks of 500. */
    private static final int LEFT = 1_400;

    private static final int LAST_CHUNK = 400;
    private static final Object GROUNDS = object("reason", "CORRECTION", "comment", "the letter was misread");
    private Organisation org;
    private Api biller;

    @BeforeAll
    void clients_for_five_chunks() {
        org = Organisation.open("control");
        org.manyClients("c", CLIENTS, "adult", "bcbs");
        org.manyClients("few", 3, "youth", "aetna");
        org.known();
        biller = org.biller();
    }

    @Test
    void what_is_in_work_is_finished_what_is_not_is_listed_and_retried() throws SQLException {
        Operation stopping;
        Preview preview = previewed("C1");
        try (Connection held = holding("c-0001", "c-0501")) {
            stopping = begun(preview);
            assertThat(text(control(stopping, "cancel").is(202).json(), "state"))
                    .isEqualTo("CANCELLING");
            assertThat(text(control(stopping, "cancel").is(202).json(), "state"))
                    .isEqualTo("CANCELLING");
            retry(stopping).isProblem(409);
            assertThat(retry(stopping).problemType()).isEqualTo("operation-not-ended");
            held.rollback();
        }
        Operation cancelled = stopping.done();

        assertThat(cancelled.state()).isEqualTo("CANCELLED");
        assertThat(cancelled.progress("succeeded")).isEqualTo(CLIENTS - LEFT);
        assertThat(cancelled.progress("notProcessed")).isEqualTo(LEFT);
        assertThat(new Truth(org).storedBy(cancelled.id())).hasSize(CLIENTS - LEFT);
        String results = "/bulk-operations/" + cancelled.id() + "/results?outcome=NOT_PROCESSED";
        assertThat(biller.get(results).is(200).count()).isEqualTo(LEFT);
        assertThat(text(cancelled.results("outcome=NOT_PROCESSED").getFirst(), "clientId"))
                .isEqualTo("c-1001");
        assertThat(biller.lines(results, "application/x-ndjson")).hasSize(LEFT);
        assertThat(biller.lines(results, "text/csv")).hasSize(LEFT + 1);
        assertThat(control(cancelled, "cancel").isProblem(409).problemType()).isEqualTo("operation-ended");
        assertThat(cancelled.json().path("links").has("cancel")).isFalse();

        String key = UUID.randomUUID().toString();
        Answer accepted = retry(cancelled, "Idempotency-Key", key).is(202);
        assertThat(retry(cancelled, "Idempotency-Key", key).is(202).text("id")).isEqualTo(accepted.text("id"));
        Operation retried = Operation.of(biller, accepted).done().succeeded();
        assertThat(retried.progress("succeeded")).isEqualTo(LEFT);
        assertThat(text(retried.json(), "retryOf")).isEqualTo(cancelled.id());
        assertThat(text(cancelled.now().json(), "retriedBy")).isEqualTo(retried.id());
        assertThat(cancelled.now().json().path("links").has("retry-failed")).isFalse();
        Answer again = retry(cancelled).isProblem(409);
        assertThat(again.problemType()).isEqualTo("already-retried");
        assertThat(again.text("operationId")).isEqualTo(retried.id());
        assertThat(retry(retried).isProblem(422).problemType()).isEqualTo("nothing-to-retry");
        eventually(() -> assertThat(biller.listed("billingCode=C1")).isEqualTo(CLIENTS));

        Operation undo = cancelled.revert().confirmed().succeeded();
        assertThat(undo.progress("succeeded")).as("what it had done").isEqualTo(CLIENTS - LEFT);
        assertThat(text(cancelled.now().json(), "revertedBy")).isEqualTo(undo.id());
        eventually(() -> assertThat(biller.listed("billingCode=C1")).isEqualTo(LEFT));
    }

    @Test
    void a_service_killed_while_it_stops_an_operation_still_ends_it() throws SQLException {
        Operation stopping;
        Preview preview = previewed("C2");
        try (Connection held = holding("c-0001", "c-0501")) {
            stopping = begun(preview);
            control(stopping, "cancel").is(202);
            org.stack().kill9("auth-command-service");
            held.rollback();
        }
        Operation cancelled = stopping.done();

        assertThat(cancelled.state()).isEqualTo("CANCELLED");
        assertThat(cancelled.progress("succeeded") + cancelled.progress("notProcessed"))
                .isEqualTo(CLIENTS);
        assertThat(new Truth(org).storedBy(cancelled.id())).hasSize((int) cancelled.progress("succeeded"));
    }

    @Test
    void what_is_stopped_in_its_last_chunk_is_done_whole_and_says_so() throws SQLException {
        Operation running;
        Preview preview = previewed("C3");
        try (Connection held = holding("c-2001")) {
            running = Operation.of(
                    biller, preview.tryConfirm(UUID.randomUUID().toString()).is(202));
            eventually(() -> {
                assertThat(running.now().progress("processed")).isEqualTo(CLIENTS - LAST_CHUNK);
                assertThat(chunksThatWait()).isEqualTo(1);
            });
            assertThat(running.now().state()).isEqualTo("RUNNING");
            assertThat(retry(running).isProblem(409).problemType()).isEqualTo("operation-not-ended");
            assertThat(running.tryRevert(biller).isProblem(409).problemType()).isEqualTo("operation-not-ended");

            assertThat(text(control(running, "cancel").is(202).json(), "state")).isEqualTo("CANCELLING");
            assertThat(running.now().isDone()).isFalse();
            held.rollback();
        }
        Operation stopped = running.done();

        assertThat(stopped.state()).as("nothing of it was left").isEqualTo("SUCCEEDED");
        assertThat(stopped.progress("succeeded")).isEqualTo(CLIENTS);
        assertThat(stopped.progress("notProcessed")).isZero();
        assertThat(new Truth(org).storedBy(stopped.id())).hasSize(CLIENTS);
        assertThat(control(stopped, "cancel").isProblem(409).problemType()).isEqualTo("operation-ended");
        assertThat(retry(stopped).isProblem(422).problemType()).isEqualTo("nothing-to-retry");
    }

    @Test
    void all_or_nothing_takes_thousands_in_one_transaction_and_no_more_than_it_may() throws SQLException {
        List.of("N1", "N2", "N3").forEach(code -> org.code(code, 10));

        Operation whole = biller.preview(wholly(org.group("Whole", "N1", "N2")))
                .confirmed()
                .succeeded();

        assertThat(whole.progress("succeeded")).isEqualTo(2 * CLIENTS);
        assertThat(new Truth(org).storedBy(whole.id())).hasSize(2 * CLIENTS);
        assertThat(new Truth(org).transactionsOf(whole.id())).isEqualTo(1);
        Object more = wholly(org.group("More", "N1", "N2", "N3"));
        eventually(() -> assertThat(
                        biller.post("/bulk-previews", more).isProblem(422).problemType())
                .isEqualTo("too-many-rows-for-all-or-nothing"));
    }

    private Object wholly(String group) {
        Map<String, @Nullable Object> adding = org.adding(object("filter", object("divisionId", "adult")), group);
        adding.put("allOrNothing", true);
        return adding;
    }

    @Test
    void rows_that_were_refused_or_stale_are_taken_up_on_the_state_of_now() {
        org.code("R1", 10);
        biller.preview(org.adding(object("filter", object("divisionId", "youth")), org.group("Retry", "R1")))
                .confirmed()
                .succeeded();
        eventually(() -> assertThat(biller.listed("billingCode=R1")).isEqualTo(3));
        Object later = object(
                "kind", "UPDATE",
                "selection", object("filter", object("billingCode", "R1")),
                "patch", object("endDate", org.today().plusDays(120).toString()));
        Preview preview = biller.preview(later);
        String moved = text(biller.wholeList("billingCode=R1").getFirst(), "authorizationId");
        biller.patch("/authorizations/" + moved, object("payerReference", "call 9"), "If-Match", "\"0\"")
                .is(200);
        Operation stale = preview.confirmed();
        assertThat(stale.state()).isEqualTo("PARTIALLY_SUCCEEDED");
        assertThat(stale.progress("failed")).isEqualTo(1);
        assertThat(stale.json().path("links").has("retry-failed")).isTrue();

        Operation taken = Operation.of(biller, retry(stale).is(202)).done().succeeded();

        assertThat(taken.results("").stream().map(row -> text(row, "authorizationId")))
                .containsExactly(moved);
        eventually(() -> assertThat(
                        biller.listed("billingCode=R1&endsFrom=" + org.today().plusDays(120)))
                .isEqualTo(3));

        Operation refused = org.frontDesk()
                .preview(object(
                        "kind", "UPDATE",
                        "selection", object("filter", object("billingCode", "R1")),
                        "patch", object("endDate", org.today().plusDays(130).toString())))
                .confirmed();
        assertThat(refused.state()).isEqualTo("FAILED");
        Operation allowed = Operation.of(biller, retry(refused).is(202)).done().succeeded();
        assertThat(allowed.progress("succeeded")).isEqualTo(3);
    }

    @Test
    void whoever_may_not_and_what_is_not_there_is_refused() {
        String nobody = "/bulk-operations/" + UUID.randomUUID();
        for (String how : List.of("/cancel", "/retry-failed", "/approve", "/decline")) {
            biller.post(nobody + how, GROUNDS).isProblem(404);
            org.clinician().post(nobody + how, GROUNDS).isProblem(403);
        }
        biller.get(nobody + "/results").isProblem(404);
        biller.get("/bulk-operations/no-id/results").isProblem(404);
        biller.post(nobody + "/retry-failed", object("comment", "no reason"))
                .isProblem(400)
                .naming("reason");
        biller.post(nobody + "/retry-failed", object("reason", "OTHER", "rows", 3))
                .isProblem(400)
                .naming("rows");
    }

    private Answer control(Operation operation, String how) {
        return biller.post("/bulk-operations/" + operation.id() + "/" + how, object());
    }

    private Answer retry(Operation operation, String... headers) {
        return biller.post("/bulk-operations/" + operation.id() + "/retry-failed", GROUNDS, headers);
    }

    /** Before anything is held: a number that some transaction never used is passed when all of its time have ended. */
    private Preview previewed(String code) {
        org.code(code, 10);
        return biller.preview(
                org.adding(object("filter", object("divisionId", "adult")), org.group("Group " + code, code)));
    }

    /** Confirmed, and both workers are in work on the chunks whose clients are held. */
    private Operation begun(Preview preview) {
        Operation operation = Operation.of(
                biller, preview.tryConfirm(UUID.randomUUID().toString()).is(202));
        eventually(() -> assertThat(chunksThatWait()).isEqualTo(2));
        return operation;
    }

    private long chunksThatWait() throws SQLException {
        return org.stack().count("auth_command", """
            select count(*) from pg_stat_activity
             where wait_event_type = 'Lock' and query like '%directory_record%for no key update%'""");
    }

    /** Holds clients as a bulk add does, until it is closed. */
    private Connection holding(String... clients) throws SQLException {
        Connection database = org.stack().postgres("auth_command");
        database.setAutoCommit(false);
        try (PreparedStatement hold = database.prepareStatement("""
            select id from directory_record where tenant = ? and id = any(?) order by id for no key update""")) {
            hold.setString(1, org.id());
            hold.setArray(2, database.createArrayOf("text", clients));
            hold.executeQuery();
        }
        return database;
    }
}
