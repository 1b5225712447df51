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
import health.authz.acceptance.dsl.Together;
import health.authz.acceptance.dsl.Truth;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever is sent twice, at once or late: one set of rows. */
class ExactlyOnceIT {
    private static final int CLIENTS = 12;
    private static final int INTERLEAVINGS = 50;
    private Organisation org;
    private Api biller;
    private String group;

    @BeforeEach
    void clients_and_a_group() {
        org = Organisation.open("once");
        org.manyClients("c", CLIENTS, "adult", "bcbs");
        org.known();
        org.code("E1", 10);
        org.code("E2", 10);
        group = org.group("Once", "E1", "E2");
        biller = org.biller();
    }

    @Test
    void one_key_twice_is_one_operation() throws SQLException {
        Preview preview = biller.preview(addToAll());
        String key = UUID.randomUUID().toString();

        List<Answer> answers = Together.run(
                () -> preview.tryConfirm(key), () -> preview.tryConfirm(key), () -> preview.tryConfirm(key));

        answers.forEach(answer -> answer.is(202, 200));
        assertThat(answers)
                .extracting(answer -> answer.text("id"))
                .containsOnly(answers.getFirst().text("id"));
        Operation done = Operation.of(biller, answers.getFirst()).done().succeeded();
        preview.tryConfirm(key).is(202, 200);
        assertThat(new Truth(org).storedBy(done.id())).hasSize(CLIENTS * 2);
        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS * 2));
        assertThat(biller.get("/bulk-operations").is(200).count()).isEqualTo(1);
    }

    @Test
    void one_preview_with_two_keys_is_one_operation() {
        Preview preview = biller.preview(addToAll());

        List<Answer> answers = Together.run(
                () -> preview.tryConfirm(UUID.randomUUID().toString()),
                () -> preview.tryConfirm(UUID.randomUUID().toString()));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(202, 409);
        answers.stream().filter(answer -> answer.status() == 409).forEach(answer -> answer.isProblem(409));
        answers.stream()
                .filter(answer -> answer.status() == 202)
                .forEach(answer -> Operation.of(biller, answer).done().succeeded());
        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS * 2));
        assertThat(biller.get("/bulk-operations").is(200).count()).isEqualTo(1);
    }

    @Test
    void one_key_with_another_body_is_refused() {
        String key = UUID.randomUUID().toString();
        Preview one = biller.preview(addToAll());
        Preview two = biller.preview(addToAll());
        Operation.of(biller, one.tryConfirm(key).is(202)).done().succeeded();

        two.tryConfirm(key).isProblem(422);

        assertThat(biller.get("/bulk-operations").is(200).count()).isEqualTo(1);
    }

    @Test
    void a_preview_of_yesterday_is_over() throws SQLException {
        Preview preview = biller.preview(addToAll());

        org.stack().nextDay();

        eventually(() -> biller.get("/bulk-previews/" + preview.id()).isProblem(410));
        preview.tryConfirm(UUID.randomUUID().toString()).isProblem(410);
        assertThat(new Truth(org).storedEvents()).isZero();
    }

    @Test
    void the_same_bulk_add_again_finds_every_row_there() {
        biller.preview(addToAll()).confirmed().succeeded();

        Preview again = biller.preview(addToAll());
        assertThat(again.outcome("SKIPPED")).isEqualTo(again.count()).isEqualTo(CLIENTS * 2);
        Operation done = again.confirmed();

        assertThat(done.progress("skipped")).isEqualTo(CLIENTS * 2);
        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS * 2));
    }

    @Test
    void two_previews_over_the_same_rows_confirmed_together_add_each_row_once() throws SQLException {
        Preview one = biller.preview(addToAll());
        Preview two = biller.preview(addToAll());

        List<Operation> done = Together.run(one::confirmed, two::confirmed);

        assertThat(done.stream().mapToLong(each -> each.progress("succeeded")).sum())
                .isEqualTo(CLIENTS * 2);
        assertThat(done.stream().mapToLong(each -> each.progress("skipped")).sum())
                .isEqualTo(CLIENTS * 2);
        Truth truth = new Truth(org);
        Set<String> added = new TreeSet<>(truth.storedBy(done.getFirst().id()));
        added.addAll(truth.storedBy(done.getLast().id()));
        assertThat(added).as("rows of both together").hasSize(CLIENTS * 2);
        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS * 2));
    }

    @Test
    void two_updates_over_the_same_rows_confirmed_together_leave_no_row_half_done() {
        biller.preview(addToAll()).confirmed().succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS * 2));
        Preview one = biller.preview(numbering("PA-1"));
        Preview two = biller.preview(numbering("PA-2"));

        List<Operation> done = Together.run(one::confirmed, two::confirmed);

        assertThat(done.stream().mapToLong(each -> each.progress("succeeded")).sum())
                .as("whoever comes second on a row finds it stale")
                .isEqualTo(CLIENTS * 2);
        assertThat(done.stream().mapToLong(each -> each.progress("failed")).sum())
                .isEqualTo(CLIENTS * 2);
        eventually(
                () -> assertThat(biller.listed("authorizationNumber=PA-1") + biller.listed("authorizationNumber=PA-2"))
                        .isEqualTo(CLIENTS * 2));
    }

    @Test
    void a_group_edited_after_the_preview_adds_what_was_previewed() {
        Preview preview = biller.preview(addToAll());
        org.code("E3", 10);
        Answer read = biller.get("/billing-code-groups/" + group).is(200);
        biller.put(
                        "/billing-code-groups/" + group,
                        object("name", "Once", "active", true, "codes", List.of(object("code", "E3"))),
                        "If-Match",
                        read.etag())
                .is(200);

        preview.confirmed().succeeded();

        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS * 2));
        assertThat(biller.listed("billingCode=E3")).isZero();
    }

    @Test
    void of_two_notes_on_the_last_unit_exactly_one_wins() {
        org.manyClients("last", INTERLEAVINGS, "youth", "bcbs");
        org.known();
        biller.preview(org.adding(
                        object("filter", object("divisionId", "youth")), org.group("Last", "E1"), "allottedUnits", 1))
                .confirmed()
                .succeeded();
        eventually(() -> assertThat(biller.listed("divisionId=youth")).isEqualTo(INTERLEAVINGS));
        Api clinician = org.clinician();

        for (JsonNode row : biller.wholeList("divisionId=youth")) {
            String id = text(row, "authorizationId");
            List<Answer> answers = Together.run(
                    () -> clinician.tryNote(id, "note-a", "DRAFT", "1", org.today()),
                    () -> clinician.tryNote(id, "note-b", "RELEASED", "1", org.today()),
                    () -> clinician.tryNote(id, "note-c", "DRAFT", "1", org.today()));

            assertThat(answers)
                    .filteredOn(answer -> answer.status() < 300)
                    .as("%s", answers)
                    .hasSize(1);
            answers.stream().filter(answer -> answer.status() >= 300).forEach(refused -> refused.isProblem(422));
        }
        eventually(() -> assertThat(biller.wholeList("divisionId=youth&status=EXHAUSTED"))
                .hasSize(INTERLEAVINGS)
                .allSatisfy(row ->
                        assertThat(row.path("remainingUnits").decimalValue()).isEqualByComparingTo("0")));
    }

    private Object addToAll() {
        return org.adding(object("filter", object("payerId", "bcbs")), group);
    }

    private static Object numbering(String number) {
        return object(
                "kind", "UPDATE", "selection", object("all", true), "patch", object("authorizationNumber", number));
    }
}
