package health.authz.authorization.domain;

import static health.authz.authorization.domain.AuthorizationFixtures.ASSESSMENT;
import static health.authz.authorization.domain.AuthorizationFixtures.CLIENT;
import static health.authz.authorization.domain.AuthorizationFixtures.CODE;
import static health.authz.authorization.domain.AuthorizationFixtures.END;
import static health.authz.authorization.domain.AuthorizationFixtures.ID;
import static health.authz.authorization.domain.AuthorizationFixtures.NOTE_1;
import static health.authz.authorization.domain.AuthorizationFixtures.START;
import static health.authz.authorization.domain.AuthorizationFixtures.Scene.given;
import static health.authz.authorization.domain.AuthorizationFixtures.TODAY;
import static health.authz.authorization.domain.AuthorizationFixtures.add;
import static health.authz.authorization.domain.AuthorizationFixtures.added;
import static health.authz.authorization.domain.AuthorizationFixtures.addedUnmanaged;
import static health.authz.authorization.domain.AuthorizationFixtures.note;
import static health.authz.authorization.domain.AuthorizationFixtures.patch;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.AddPolicies.OnExisting;
import health.authz.authorization.domain.AddPolicies.OnOverlap;
import health.authz.authorization.domain.AuthorizationFixtures.Form;
import health.authz.authorization.domain.AuthorizationFixtures.Scene;
import health.authz.events.OperationId;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import health.authz.events.authorization.ChangeReason;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Adding beside older ones: with them, or with them ended (rules B-6 and B-22). */
class EndPreviousTest {
    private static final OperationId OPERATION = new OperationId(new UUID(1, 2));
    private static final LocalDate NEW_START = END.minusDays(30);
    private static final EndPrevious ENDING = new EndPrevious(true, ChangeReason.PAYER_LETTER, OPERATION, TODAY);

    private static Scene older() {
        return given(added("12", "12", "2"));
    }

    private static Decision.Accepted adding(Scene older, OnOverlap policy, LocalDate start) {
        Decision decision = AuthorizationDecisions.decide(
                Authorization.NOT_ADDED,
                add(
                        CODE,
                        Form.blank().start(start).end(END.plusDays(90)),
                        Form.blank(),
                        new AddPolicies(OnExisting.SKIP, policy),
                        List.of(ExistingWindow.of(older.now())),
                        false,
                        CLIENT));
        return (Decision.Accepted) decision;
    }

    private static EndPrevious.Answer ending(Scene older, LocalDate start, EndPrevious ending) {
        return ending.of(adding(older, OnOverlap.END_PREVIOUS, start), Map.of(ID, older.now()));
    }

    private static void refused(EndPrevious.Answer answer, String slug, String bound) {
        assertThat(answer.ended()).isEmpty();
        assertThat(answer.refused()).isNotNull();
        assertThat(answer.refused().slug()).isEqualTo(slug);
        assertThat(answer.refused().bound()).isEqualTo(bound);
    }

    @Test
    void allowed_it_stands_beside_the_older_one_with_a_warning() {
        Decision.Accepted beside = adding(older(), OnOverlap.ALLOW, NEW_START);
        assertThat(beside.events()).hasSize(1);
        assertThat(beside.ends()).isEmpty();
        assertThat(beside.warnings()).containsExactly(Warning.OVERLAPS_EXISTING);
    }

    @Test
    void the_older_one_ends_the_day_before_under_the_operation() {
        Decision.Accepted add = adding(older(), OnOverlap.END_PREVIOUS, NEW_START);
        assertThat(add.ends()).containsExactly(ID);
        assertThat(add.warnings()).containsExactly(Warning.ENDS_PREVIOUS);

        EndPrevious.Ended ended = ending(older(), NEW_START, ENDING).ended().getFirst();
        assertThat(ended.after().definition().endDate()).isEqualTo(NEW_START.minusDays(1));
        AuthFieldsPatched event = (AuthFieldsPatched) ended.events().getFirst();
        assertThat(event.operationId()).isEqualTo(OPERATION);
        assertThat(event.reason()).isEqualTo(ChangeReason.PAYER_LETTER);
        assertThat(event.endDate().before()).isEqualTo(END);
        assertThat(event.allottedUnits()).isNull();
    }

    @Test
    void a_day_of_its_own_must_be_left_to_the_older_one() {
        assertThat(ending(older(), START.plusDays(1), ENDING)
                        .ended()
                        .getFirst()
                        .after()
                        .definition()
                        .endDate())
                .isEqualTo(START);
        refused(ending(older(), START, ENDING), "cannot-end-previous", "after " + START);
        refused(ending(older(), START.minusDays(1), ENDING), "cannot-end-previous", "after " + START);
    }

    @Test
    void a_held_or_used_service_date_is_not_cut_off() {
        for (NoteState state : List.of(NoteState.DRAFT, NoteState.RELEASED)) {
            Scene noted = older().when(note(NOTE_1, "2", state, NEW_START, TODAY, true));
            refused(ending(noted, NEW_START, ENDING), "cannot-end-previous", "after " + NEW_START);
            assertThat(ending(noted, NEW_START.plusDays(1), ENDING).refused()).isNull();
            noted.when(note(NOTE_1, "2", NoteState.VOIDED, NEW_START, TODAY, true));
            assertThat(ending(noted, NEW_START, ENDING).refused()).isNull();
        }
    }

    @Test
    void a_note_outside_its_window_already_is_not_cut_off_by_this() {
        Scene noted = older().when(note(NOTE_1, "2", NoteState.DRAFT, END, TODAY, true))
                .when(patch(Form.blank().end(NEW_START.plusDays(2))));
        assertThat(ending(noted, NEW_START, ENDING).refused()).isNull();
    }

    @Test
    void a_managed_end_needs_the_special_permission_and_an_unmanaged_one_does_not() {
        EndPrevious plain = new EndPrevious(false, ChangeReason.PAYER_LETTER, OPERATION, TODAY);
        refused(ending(older(), NEW_START, plain), "special-permission", null);
        assertThat(ending(given(addedUnmanaged()), NEW_START, plain)
                        .ended()
                        .getFirst()
                        .after()
                        .definition()
                        .endDate())
                .isEqualTo(NEW_START.minusDays(1));
    }

    @Test
    void one_that_no_longer_overlaps_is_left_alone() {
        Decision.Accepted add = adding(older(), OnOverlap.END_PREVIOUS, NEW_START);
        Scene moved = older().when(patch(Form.blank().end(NEW_START.minusDays(9))));
        assertThat(ENDING.of(add, Map.of(ID, moved.now()))).isEqualTo(new EndPrevious.Answer(List.of(), null));
    }

    @Test
    void several_older_ones_end_together_or_none() {
        Added first = older().now();
        Added second = new Added(
                new Identity(
                        AuthorizationFixtures.OTHER,
                        first.identity().tenant(),
                        1002,
                        CLIENT.id(),
                        ASSESSMENT,
                        null,
                        null),
                first.definition(),
                first.totals(),
                Standing.IN_USE,
                null,
                Notes.NONE,
                0,
                0);
        Decision.Accepted add = (Decision.Accepted) AuthorizationDecisions.decide(
                Authorization.NOT_ADDED,
                add(
                        CODE,
                        Form.blank().start(NEW_START).end(END.plusDays(1)),
                        Form.blank(),
                        new AddPolicies(OnExisting.SKIP, OnOverlap.END_PREVIOUS),
                        List.of(ExistingWindow.of(first), ExistingWindow.of(second)),
                        false,
                        CLIENT));
        Map<health.authz.events.AuthorizationId, Added> states = Map.of(ID, first, AuthorizationFixtures.OTHER, second);
        assertThat(ENDING.of(add, states).ended()).hasSize(2);
        Added used = new Added(
                second.identity(),
                second.definition(),
                second.totals(),
                Standing.IN_USE,
                null,
                Notes.NONE.with(NOTE_1, new Note(NEW_START, AuthorizationFixtures.units("1"), NoteState.RELEASED)),
                1,
                0);
        refused(
                ENDING.of(add, Map.of(ID, first, AuthorizationFixtures.OTHER, used)),
                "cannot-end-previous",
                "after " + NEW_START);
    }
}
