package health.authz.authorization.domain;

import static health.authz.authorization.domain.AuthorizationFixtures.NOTE_1;
import static health.authz.authorization.domain.AuthorizationFixtures.NOTE_2;
import static health.authz.authorization.domain.AuthorizationFixtures.NOTE_3;
import static health.authz.authorization.domain.AuthorizationFixtures.Scene.given;
import static health.authz.authorization.domain.AuthorizationFixtures.added;
import static health.authz.authorization.domain.AuthorizationFixtures.addedUnmanaged;
import static health.authz.authorization.domain.AuthorizationFixtures.note;
import static health.authz.authorization.domain.AuthorizationFixtures.patch;
import static health.authz.authorization.domain.AuthorizationFixtures.units;
import static health.authz.authorization.domain.AuthorizationStatus.ACTIVE;
import static health.authz.authorization.domain.AuthorizationStatus.EXHAUSTED;
import static health.authz.authorization.domain.NoteState.DRAFT;
import static health.authz.authorization.domain.NoteState.RELEASED;
import static health.authz.authorization.domain.NoteState.VOIDED;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.AuthorizationFixtures.Form;
import health.authz.authorization.domain.AuthorizationFixtures.Scene;
import org.junit.jupiter.api.Test;

/** The arithmetic of units, with numbers a billing clerk can check (rules U-2 to U-9). */
class UnitVectorsTest {
    private static Scene twelveWithTwoLeft() {
        return given(added("12", "12", "2"))
                .when(note(NOTE_1, "4", DRAFT))
                .when(note(NOTE_1, "4", RELEASED))
                .when(note(NOTE_2, "6", DRAFT));
    }

    @Test
    void a_released_note_and_a_draft_leave_two_of_twelve() {
        twelveWithTwoLeft().then("2", "6", "4", ACTIVE);
    }

    @Test
    void the_last_units_exhaust_it() {
        twelveWithTwoLeft().when(note(NOTE_3, "2", DRAFT)).then("0", "8", "4", EXHAUSTED);
    }

    @Test
    void a_voided_note_gives_its_units_back_and_reactivates() {
        twelveWithTwoLeft()
                .when(note(NOTE_3, "2", DRAFT))
                .when(note(NOTE_1, "4", VOIDED))
                .then("4", "8", "0", ACTIVE);
    }

    @Test
    void raising_allotted_raises_remaining_and_leaves_opening_use() {
        Scene scene = given(added("20", "7", "2"))
                .when(patch(Form.blank().allotted("24")))
                .then("11", "0", "0", ACTIVE);
        assertThat(scene.now().totals().openingUsed()).isEqualTo(units("13"));
    }

    @Test
    void an_unmanaged_authorization_never_runs_out() {
        given(addedUnmanaged()).when(note(NOTE_1, "50", DRAFT)).then(null, "50", "0", ACTIVE);
    }

    @Test
    void allotted_below_use_is_refused() {
        given(added("10", "3", "1"))
                .when(patch(Form.blank().allotted("5")))
                .thenRejected("below-used", "allottedUnits");
    }

    @Test
    void allotted_down_to_use_is_legal_and_exhausts() {
        given(added("10", "3", "1")).when(patch(Form.blank().allotted("7"))).then("0", "0", "0", EXHAUSTED);
    }

    @Test
    void one_hundredth_more_than_remains_is_refused() {
        given(added("12", "2", "1")).when(note(NOTE_1, "2.01", DRAFT)).thenRejected("not-enough-units", "units");
    }

    @Test
    void the_last_unit_can_be_held() {
        given(added("12", "2", "1")).when(note(NOTE_1, "2", DRAFT)).then("0", "2", "0", EXHAUSTED);
    }

    @Test
    void a_hold_stays_releasable_when_nothing_remains() {
        given(added("12", "2", "1"))
                .when(note(NOTE_1, "2", DRAFT))
                .when(note(NOTE_1, "2", RELEASED))
                .then("0", "0", "2", EXHAUSTED);
    }

    @Test
    void remaining_is_never_set_above_what_allotted_leaves() {
        Scene scene =
                given(added("12", "12", "1")).when(note(NOTE_1, "4", DRAFT)).when(note(NOTE_1, "4", RELEASED));
        scene.when(patch(Form.blank().remaining("8.01"))).thenRejected("remaining-above-allotted", "remainingUnits");
        scene.when(patch(Form.blank().remaining("5"))).then("5", "0", "4", ACTIVE);
        assertThat(scene.now().totals().adjustments()).isEqualTo(units("-3"));
    }

    @Test
    void an_amended_draft_moves_only_the_difference() {
        given(added("12", "12", "2"))
                .when(note(NOTE_1, "4", DRAFT))
                .when(note(NOTE_1, "6", DRAFT))
                .then("6", "6", "0", ACTIVE)
                .when(note(NOTE_1, "1.5", DRAFT))
                .then("10.5", "1.5", "0", ACTIVE);
    }

    @Test
    void the_same_note_put_twice_happens_once() {
        given(added("12", "12", "2"))
                .when(note(NOTE_1, "4", DRAFT))
                .when(note(NOTE_1, "4", DRAFT))
                .thenUnchanged();
    }

    @Test
    void voiding_a_note_that_is_not_there_changes_nothing() {
        given(added("12", "12", "2")).when(note(NOTE_1, "4", VOIDED)).thenUnchanged();
    }

    @Test
    void an_unmanaged_one_becomes_managed_only_with_allotted_remaining_and_end() {
        Scene scene = given(addedUnmanaged());
        scene.when(patch(Form.blank().unmanaged(false).allotted("10").remaining("10")))
                .thenRejected("missing-for-managed", "endDate");
        scene.when(patch(Form.blank()
                        .unmanaged(false)
                        .allotted("10")
                        .remaining("10")
                        .end(AuthorizationFixtures.END)))
                .then("10", "0", "0", ACTIVE);
    }

    @Test
    void becoming_unmanaged_clears_the_unit_alert_level() {
        Scene scene = given(added("12", "12", "2")).when(patch(Form.blank().unmanaged(true)));
        assertThat(scene.now().definition().unitAlertLevel()).isNull();
        assertThat(scene.now().totals().remaining()).isNull();
    }
}
