package health.authz.authorization.domain;

import static health.authz.authorization.domain.AuthorizationFixtures.END;
import static health.authz.authorization.domain.AuthorizationFixtures.NOTE_1;
import static health.authz.authorization.domain.AuthorizationFixtures.START;
import static health.authz.authorization.domain.AuthorizationFixtures.Scene.given;
import static health.authz.authorization.domain.AuthorizationFixtures.TODAY;
import static health.authz.authorization.domain.AuthorizationFixtures.added;
import static health.authz.authorization.domain.AuthorizationFixtures.addedUnmanaged;
import static health.authz.authorization.domain.AuthorizationFixtures.note;
import static health.authz.authorization.domain.AuthorizationFixtures.patch;
import static health.authz.authorization.domain.AuthorizationFixtures.patchOfMany;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.AuthorizationFixtures.Form;
import health.authz.authorization.domain.AuthorizationFixtures.Scene;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import org.junit.jupiter.api.Test;

/** Changing fields of a row (rules B-1 to B-4, B-7, B-9, B-10, W-4). */
class PatchTest {
    private static Scene letter() {
        return given(added("12", "12", "2"));
    }

    @Test
    void blank_is_unchanged() {
        Definition before = letter().now().definition();
        Scene scene = letter().when(patch(Form.blank().end(END.minusDays(1))));
        AuthFieldsPatched event = (AuthFieldsPatched) scene.event();
        assertThat(event.endDate().before()).isEqualTo(END);
        assertThat(event.endDate().after()).isEqualTo(END.minusDays(1));
        assertThat(event.startDate()).isNull();
        assertThat(event.allottedUnits()).isNull();
        assertThat(scene.now().definition().unitAlertLevel()).isEqualTo(before.unitAlertLevel());
        assertThat(scene.now().definition().payerId()).isEqualTo(before.payerId());
    }

    @Test
    void what_is_already_so_writes_nothing() {
        letter().when(patch(Form.blank().end(END).level("2.00"))).thenUnchanged();
    }

    @Test
    void clearing_is_explicit_and_legal_only_where_blank_is() {
        Scene scene = letter().when(patch(Form.blank().clear("unitAlertLevel"))).thenAccepted();
        assertThat(scene.now().definition().unitAlertLevel()).isNull();
        letter().when(patch(Form.blank().clear("startDate"))).thenRejected("not-clearable", "startDate");
        letter().when(patch(Form.blank().clear("allottedUnits"))).thenRejected("not-clearable", "allottedUnits");
        letter().when(patch(Form.blank().clear("endDate"))).thenRejected("not-clearable", "endDate");
    }

    @Test
    void the_end_of_an_unmanaged_one_can_be_cleared() {
        Scene scene = given(addedUnmanaged()).when(patch(Form.blank().end(END))).thenAccepted();
        scene.when(patch(Form.blank().clear("endDate"))).thenAccepted();
        assertThat(scene.now().definition().endDate()).isNull();
    }

    @Test
    void the_merged_row_is_validated() {
        letter().when(patch(Form.blank().end(START))).thenAccepted(Warning.ENDS_IN_THE_PAST);
        letter().when(patch(Form.blank().end(START.minusDays(1)))).thenRejected("dates-reversed", "endDate");
        letter().when(patch(Form.blank().start(END.plusDays(1)))).thenRejected("dates-reversed", "endDate");
    }

    @Test
    void end_remaining_and_unmanaged_of_a_managed_row_need_the_special_permission() {
        for (Form form : new Form[] {
            Form.blank().end(END.minusDays(1)),
            Form.blank().remaining("3"),
            Form.blank().unmanaged(true)
        }) {
            Scene scene = letter().when(patch(form, null, true, false));
            assertThat(scene.now().seq()).isZero();
            scene.when(patch(form, null, true, true)).thenAccepted();
        }
        letter().when(patch(Form.blank().end(END.minusDays(1)), null, true, false))
                .thenRejected("special-permission", "endDate");
    }

    @Test
    void allotted_needs_no_special_permission_although_remaining_moves() {
        letter().when(patch(Form.blank().allotted("20"), null, true, false)).thenAccepted();
        given(addedUnmanaged())
                .when(patch(Form.blank().end(END), null, true, false))
                .thenAccepted();
    }

    @Test
    void a_note_in_between_does_not_make_an_end_date_stale_but_makes_units_stale() {
        Scene scene = letter().when(note(NOTE_1, "2", NoteState.DRAFT));
        scene.when(patch(Form.blank().allotted("20"), 0L, true, true)).thenRejected("stale", null);
        scene.when(patch(Form.blank().unmanaged(true), 0L, true, true)).thenRejected("stale", null);
        scene.when(patch(Form.blank().end(TODAY.plusDays(1)), 0L, true, true)).thenAccepted();
    }

    @Test
    void a_change_of_the_definition_in_between_makes_every_patch_stale() {
        Scene scene = letter().when(patch(Form.blank().number("PA-1")));
        scene.when(patch(Form.blank().end(TODAY.plusDays(1)), 0L, true, true)).thenRejected("stale", null);
        scene.when(patch(Form.blank().end(TODAY.plusDays(1)), 1L, true, true)).thenAccepted();
    }

    @Test
    void units_for_a_list_are_ignored_on_unmanaged_rows_and_refused_on_a_single_one() {
        given(addedUnmanaged())
                .when(patch(Form.blank().allotted("20").number("PA-2"), null, false, true))
                .thenAccepted(Warning.IGNORED_ON_UNMANAGED);
        given(addedUnmanaged())
                .when(patch(Form.blank().allotted("20"), null, true, true))
                .thenRejected("units-on-unmanaged", "allottedUnits");
    }

    @Test
    void an_end_for_a_list_is_kept_from_an_unmanaged_row_without_one_unless_it_is_meant_too() {
        Scene kept = given(addedUnmanaged())
                .when(patchOfMany(Form.blank().end(END), false))
                .thenUnchanged(Warning.ENDS_AN_OPEN_ONE);
        assertThat(kept.now().definition().endDate()).isNull();
        assertThat(kept.now().seq()).isZero();

        Scene other = given(addedUnmanaged())
                .when(patchOfMany(Form.blank().end(END).number("PA-2"), false))
                .thenAccepted(Warning.ENDS_AN_OPEN_ONE);
        assertThat(other.now().definition().endDate()).isNull();
        assertThat(other.now().definition().authorizationNumber()).isEqualTo("PA-2");

        Scene ended = given(addedUnmanaged())
                .when(patchOfMany(Form.blank().end(END), true))
                .thenAccepted(Warning.ENDS_AN_OPEN_ONE);
        assertThat(ended.now().definition().endDate()).isEqualTo(END);
        ended.when(patchOfMany(Form.blank().end(END.minusDays(1)), false)).thenAccepted();
        assertThat(ended.now().definition().endDate()).isEqualTo(END.minusDays(1));
    }

    @Test
    void an_end_that_was_written_for_one_row_is_meant() {
        Scene single =
                given(addedUnmanaged()).when(patch(Form.blank().end(END))).thenAccepted();
        assertThat(single.now().definition().endDate()).isEqualTo(END);
    }

    @Test
    void a_row_that_becomes_managed_takes_the_end_of_the_list() {
        Scene managed = given(addedUnmanaged())
                .when(patchOfMany(
                        Form.blank().end(END).unmanaged(false).allotted("12").remaining("12"), false))
                .thenAccepted();
        assertThat(managed.now().definition().endDate()).isEqualTo(END);
    }

    @Test
    void a_start_behind_an_end_that_is_kept_away_is_no_reversal() {
        given(addedUnmanaged())
                .when(patchOfMany(Form.blank().start(END.plusDays(5)).end(END), false))
                .thenAccepted(Warning.ENDS_AN_OPEN_ONE);
        given(addedUnmanaged())
                .when(patchOfMany(Form.blank().start(END.plusDays(5)).end(END), true))
                .thenRejected("dates-reversed", "endDate");
    }

    @Test
    void a_number_that_replaces_another_after_units_were_used_is_told() {
        Scene scene = letter().when(patch(Form.blank().number("PENDING"))).thenAccepted();
        scene.when(note(NOTE_1, "2", NoteState.DRAFT));
        scene.when(patch(Form.blank().number("PA-1"))).thenAccepted(Warning.NUMBER_REPLACED);
        scene.when(note(NOTE_1, "2", NoteState.RELEASED));
        scene.when(patch(Form.blank().number("PA-2")))
                .thenAccepted(Warning.NUMBER_REPLACED, Warning.NUMBER_REPLACED_AFTER_USE);
        scene.when(patch(Form.blank().clear("authorizationNumber")))
                .thenAccepted(Warning.NUMBER_REPLACED, Warning.NUMBER_REPLACED_AFTER_USE);
        scene.when(patch(Form.blank().number("PA-3"))).thenAccepted();
    }

    @Test
    void a_number_or_a_reference_that_a_spreadsheet_seems_to_have_changed_is_told() {
        Scene scene = letter().when(patch(Form.blank().number("00481516"))).thenAccepted();
        scene.when(patch(Form.blank().number("481516")))
                .thenAccepted(Warning.NUMBER_REPLACED, Warning.NUMBER_LOOKS_DAMAGED);
        scene.when(patch(Form.blank().number("00481516"))).thenAccepted(Warning.NUMBER_REPLACED);
        scene.when(patch(Form.blank().number("00481516").allotted("20"))).thenAccepted();
        scene.when(patch(Form.blank().number("481517"))).thenAccepted(Warning.NUMBER_REPLACED);
    }

    @Test
    void allotted_below_what_was_used_before_it_was_entered_is_told_where_remaining_is_corrected_too() {
        Scene part = given(added("20", "7", "2"));
        part.when(patch(Form.blank().allotted("10"))).thenRejected("below-used", "allottedUnits");
        part.when(patch(Form.blank().allotted("13").remaining("5"))).thenAccepted();
        part.when(patch(Form.blank().allotted("12.99").remaining("5"))).thenAccepted(Warning.ALLOTTED_BELOW_USED);
    }

    @Test
    void a_change_that_leaves_nothing_is_told_once() {
        Scene scene = letter();
        scene.when(patch(Form.blank().remaining("0"))).thenAccepted(Warning.NOTHING_REMAINING);
        scene.when(patch(Form.blank().end(END.minusDays(1)))).thenAccepted();
    }
}
