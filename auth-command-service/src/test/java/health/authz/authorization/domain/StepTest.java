package health.authz.authorization.domain;

import static health.authz.authorization.domain.AuthorizationFixtures.END;
import static health.authz.authorization.domain.AuthorizationFixtures.NOTE_1;
import static health.authz.authorization.domain.AuthorizationFixtures.START;
import static health.authz.authorization.domain.AuthorizationFixtures.Scene.given;
import static health.authz.authorization.domain.AuthorizationFixtures.added;
import static health.authz.authorization.domain.AuthorizationFixtures.addedUnmanaged;
import static health.authz.authorization.domain.AuthorizationFixtures.note;
import static health.authz.authorization.domain.AuthorizationFixtures.patch;
import static health.authz.authorization.domain.AuthorizationFixtures.units;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.AuthorizationFixtures.Form;
import health.authz.authorization.domain.AuthorizationFixtures.Scene;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Moving a field by a step from what is there (rule B-21). */
class StepTest {
    private static Scene letter() {
        return given(added("12", "12", "2"));
    }

    private static int daysTo(LocalDate from, LocalDate to) {
        return (int) ChronoUnit.DAYS.between(from, to);
    }

    @Test
    void the_event_holds_what_it_was_and_what_it_came_to() {
        Scene scene = letter().when(patch(Form.blank().days("endDate", 30).moreAllotted("6")));
        AuthFieldsPatched event = (AuthFieldsPatched) scene.event();
        assertThat(event.endDate().before()).isEqualTo(END);
        assertThat(event.endDate().after()).isEqualTo(END.plusDays(30));
        assertThat(event.allottedUnits().before()).isEqualTo(units("12"));
        assertThat(event.allottedUnits().after()).isEqualTo(units("18"));
        assertThat(event.totals().remaining()).isEqualTo(units("18"));
        assertThat(event.remainingUnits()).isNull();
    }

    @Test
    void steps_go_back_too() {
        Scene scene = letter().when(patch(
                Form.blank().days("startDate", -10).days("endDate", -1).moreAllotted("-2.5")));
        assertThat(scene.now().definition().startDate()).isEqualTo(START.minusDays(10));
        assertThat(scene.now().definition().endDate()).isEqualTo(END.minusDays(1));
        assertThat(scene.now().totals().allotted()).isEqualTo(units("9.5"));
        assertThat(scene.now().totals().remaining()).isEqualTo(units("9.5"));
    }

    @Test
    void the_merged_row_is_validated_as_ever() {
        letter().when(patch(Form.blank().days("endDate", daysTo(END, START)))).thenAccepted(Warning.ENDS_IN_THE_PAST);
        letter().when(patch(Form.blank().days("endDate", daysTo(END, START) - 1)))
                .thenRejected("dates-reversed", "endDate");
        letter().when(note(NOTE_1, "5", NoteState.RELEASED))
                .when(patch(Form.blank().moreAllotted("-7.01")))
                .thenRejected("below-used", "allottedUnits");
        letter().when(note(NOTE_1, "5", NoteState.RELEASED))
                .when(patch(Form.blank().moreAllotted("-7")))
                .thenAccepted(Warning.NOTHING_REMAINING);
        letter().when(patch(Form.blank().moreAllotted("-12"))).thenRejected("no-units", "allottedUnits");
    }

    @Test
    void a_step_over_the_bounds_is_refused_at_its_field() {
        letter().when(patch(Form.blank().moreAllotted("-12.01"))).thenRejected("step-out-of-bounds", "allottedUnits");
        letter().when(patch(Form.blank().moreAllotted("9999987.99"))).thenAccepted();
        letter().when(patch(Form.blank().moreAllotted("9999988"))).thenRejected("step-out-of-bounds", "allottedUnits");
        letter().when(patch(Form.blank().days("endDate", daysTo(END, Moves.LAST_DAY))))
                .thenAccepted(Warning.WINDOW_OVER_A_YEAR);
        letter().when(patch(Form.blank().days("endDate", daysTo(END, Moves.LAST_DAY) + 1)))
                .thenRejected("step-out-of-bounds", "endDate");
        letter().when(patch(Form.blank().days("startDate", daysTo(START, Moves.FIRST_DAY) - 1)))
                .thenRejected("step-out-of-bounds", "startDate");
    }

    @Test
    void from_blank_there_is_no_step() {
        given(addedUnmanaged())
                .when(patch(Form.blank().days("endDate", 30), null, false, true))
                .thenRejected("nothing-to-move", "endDate");
        given(addedUnmanaged())
                .when(patch(Form.blank().moreAllotted("6").unmanaged(false), null, false, true))
                .thenRejected("nothing-to-move", "allottedUnits");
    }

    @Test
    void units_for_a_list_are_ignored_on_an_unmanaged_row_as_a_value_would_be() {
        given(addedUnmanaged())
                .when(patch(Form.blank().moreAllotted("6").number("PA-2"), null, false, true))
                .thenAccepted(Warning.IGNORED_ON_UNMANAGED);
    }

    @Test
    void units_of_this_very_row_are_refused_on_an_unmanaged_one_as_a_value_would_be() {
        given(addedUnmanaged())
                .when(patch(Form.blank().moreAllotted("6").number("PA-2"), null, true, true))
                .thenRejected("units-on-unmanaged", "allottedUnits");
    }

    @Test
    void a_step_of_a_managed_end_needs_the_special_permission() {
        letter().when(patch(Form.blank().days("endDate", 1), null, false, false))
                .thenRejected("special-permission", "endDate");
        letter().when(patch(Form.blank().moreAllotted("1"), null, false, false)).thenAccepted();
    }

    @Test
    void the_same_step_on_the_same_version_is_made_once() {
        PatchAuthorization step = patch(Form.blank().days("endDate", 30).moreAllotted("6"), 0L, false, true);
        Scene scene = letter().when(step).thenAccepted();
        scene.when(step).thenRejected("stale", null);
        assertThat(scene.now().totals().allotted()).isEqualTo(units("18"));
        assertThat(scene.now().definition().endDate()).isEqualTo(END.plusDays(30));
    }

    @Test
    void a_note_in_between_makes_a_step_of_units_stale_and_not_one_of_dates() {
        Scene scene = letter().when(note(NOTE_1, "2", NoteState.DRAFT));
        scene.when(patch(Form.blank().moreAllotted("6"), 0L, false, true)).thenRejected("stale", null);
        scene.when(patch(Form.blank().days("endDate", 30), 0L, false, true)).thenAccepted();
    }
}
