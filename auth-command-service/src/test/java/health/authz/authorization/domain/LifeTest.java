package health.authz.authorization.domain;

import static health.authz.authorization.domain.AuthorizationFixtures.END;
import static health.authz.authorization.domain.AuthorizationFixtures.ID;
import static health.authz.authorization.domain.AuthorizationFixtures.NOTE_1;
import static health.authz.authorization.domain.AuthorizationFixtures.NOTE_2;
import static health.authz.authorization.domain.AuthorizationFixtures.OTHER;
import static health.authz.authorization.domain.AuthorizationFixtures.START;
import static health.authz.authorization.domain.AuthorizationFixtures.Scene.given;
import static health.authz.authorization.domain.AuthorizationFixtures.TODAY;
import static health.authz.authorization.domain.AuthorizationFixtures.added;
import static health.authz.authorization.domain.AuthorizationFixtures.addedUnmanaged;
import static health.authz.authorization.domain.AuthorizationFixtures.note;
import static health.authz.authorization.domain.AuthorizationFixtures.patch;
import static health.authz.authorization.domain.NoteState.DRAFT;
import static health.authz.authorization.domain.NoteState.RELEASED;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.AuthorizationFixtures.Form;
import health.authz.authorization.domain.AuthorizationFixtures.Scene;
import health.authz.events.authorization.ChangeReason;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Days, status, and being taken out of use (rules W-1 to W-8, U-6). */
class LifeTest {
    private static Scene letter() {
        return given(added("12", "12", "2"));
    }

    private static AuthorizationStatus on(Scene scene, LocalDate day) {
        return AuthorizationStatus.of(scene.now(), day);
    }

    private static final InactivateAuthorization INACTIVATE = new InactivateAuthorization(ID, ChangeReason.OTHER);
    private static final ReactivateAuthorization REACTIVATE = new ReactivateAuthorization(ID, ChangeReason.OTHER);
    private static final VoidAuthorization VOID = new VoidAuthorization(ID, ChangeReason.CORRECTION, null);

    @Test
    void status_at_each_edge_of_the_window() {
        assertThat(on(letter(), START.minusDays(1))).isEqualTo(AuthorizationStatus.PENDING_START);
        assertThat(on(letter(), START)).isEqualTo(AuthorizationStatus.ACTIVE);
        assertThat(on(letter(), END)).isEqualTo(AuthorizationStatus.ACTIVE);
        assertThat(on(letter(), END.plusDays(1))).isEqualTo(AuthorizationStatus.EXPIRED);
        assertThat(on(given(addedUnmanaged()), END.plusYears(20))).isEqualTo(AuthorizationStatus.ACTIVE);
    }

    @Test
    void the_stronger_status_hides_the_weaker() {
        Scene spent = letter().when(note(NOTE_1, "12", DRAFT));
        assertThat(on(spent, TODAY)).isEqualTo(AuthorizationStatus.EXHAUSTED);
        assertThat(on(spent, END.plusDays(1))).isEqualTo(AuthorizationStatus.EXPIRED);
        assertThat(on(spent.when(INACTIVATE), END.plusDays(1))).isEqualTo(AuthorizationStatus.INACTIVE);
        assertThat(on(spent.when(VOID), END.plusDays(1))).isEqualTo(AuthorizationStatus.VOIDED);
    }

    @Test
    void the_service_date_lies_in_the_window_first_and_last_day_included() {
        LocalDate late = END.plusDays(1);
        letter().when(note(NOTE_1, "1", DRAFT, START, START, false)).thenAccepted();
        letter().when(note(NOTE_1, "1", DRAFT, END, END, false)).thenAccepted();
        letter().when(note(NOTE_1, "1", DRAFT, START.minusDays(1), TODAY, false))
                .thenRejected("outside-window", "serviceDate");
        letter().when(note(NOTE_1, "1", DRAFT, late, late, true)).thenRejected("outside-window", "serviceDate");
    }

    @Test
    void a_late_note_is_taken_through_the_last_day_of_grace() {
        letter().when(note(NOTE_1, "1", DRAFT, END, END.plusDays(30), false)).thenAccepted();
        letter().when(note(NOTE_1, "1", DRAFT, END, END.plusDays(31), false)).thenRejected("late-note", "serviceDate");
        letter().when(note(NOTE_1, "1", DRAFT, END, END.plusDays(31), true)).thenAccepted();
    }

    @Test
    void a_hold_taken_in_time_is_released_after_expiry() {
        letter().when(note(NOTE_1, "1", DRAFT, END, END, false))
                .when(note(NOTE_1, "1", RELEASED, END, END.plusDays(90), false))
                .thenAccepted();
    }

    @Test
    void a_held_note_outside_a_shortened_window_waits_for_its_date_to_be_corrected() {
        Scene scene = letter().when(note(NOTE_1, "1", DRAFT));
        scene.when(patch(Form.blank().end(TODAY.minusDays(1))))
                .thenAccepted(Warning.NOTES_OUTSIDE_WINDOW, Warning.ENDS_IN_THE_PAST);
        assertThat(scene.now().totals().pending()).isEqualTo(AuthorizationFixtures.units("1"));
        scene.when(note(NOTE_1, "1", RELEASED)).thenRejected("outside-window", "serviceDate");
    }

    @Test
    void manual_inactivation_outlives_returned_units() {
        Scene scene =
                letter().when(note(NOTE_1, "12", DRAFT)).when(INACTIVATE).when(note(NOTE_1, "12", NoteState.VOIDED));
        assertThat(on(scene, TODAY)).isEqualTo(AuthorizationStatus.INACTIVE);
        assertThat(on(scene.when(REACTIVATE), TODAY)).isEqualTo(AuthorizationStatus.ACTIVE);
    }

    @Test
    void an_inactive_one_takes_no_new_notes_and_asking_twice_changes_nothing() {
        Scene scene = letter().when(INACTIVATE);
        scene.when(note(NOTE_1, "1", DRAFT)).thenRejected("inactive-authorization", null);
        scene.when(INACTIVATE).thenUnchanged();
        letter().when(REACTIVATE).thenUnchanged();
    }

    @Test
    void only_an_unused_one_can_be_voided_and_voided_is_final() {
        letter().when(note(NOTE_1, "1", DRAFT))
                .when(note(NOTE_1, "1", RELEASED))
                .when(VOID)
                .thenRejected("has-consumed-units", null);
        Scene scene = letter().when(VOID).thenAccepted();
        scene.when(VOID).thenUnchanged();
        scene.when(REACTIVATE).thenRejected("voided", null);
        scene.when(patch(Form.blank().number("PA-1"))).thenRejected("voided", null);
    }

    @Test
    void a_note_on_a_voided_one_is_refused_and_one_that_is_voided_too_returns_its_units() {
        Scene scene = letter().when(note(NOTE_1, "3", DRAFT)).when(VOID).thenAccepted();
        scene.when(note(NOTE_1, "3", RELEASED)).thenRejected("authorization-voided", null);
        scene.when(note(NOTE_1, "2", DRAFT)).thenRejected("authorization-voided", null);
        scene.when(note(NOTE_2, "1", DRAFT)).thenRejected("authorization-voided", null);
        scene.when(note(NOTE_2, "1", NoteState.VOIDED)).thenUnchanged();
        scene.when(note(NOTE_1, "3", NoteState.VOIDED)).thenAccepted().then("12", "0", "0", AuthorizationStatus.VOIDED);
        scene.when(note(NOTE_1, "3", NoteState.VOIDED)).thenUnchanged();
    }

    @Test
    void superseded_is_a_link_and_the_older_one_stays_usable() {
        Scene scene = letter().when(new SupersedeAuthorization(ID, OTHER, ChangeReason.RENEWAL))
                .thenAccepted();
        assertThat(on(scene, TODAY)).isEqualTo(AuthorizationStatus.ACTIVE);
        assertThat(scene.now().successor()).isEqualTo(OTHER);
        letter().when(new SupersedeAuthorization(ID, ID, ChangeReason.RENEWAL)).thenRejected("supersedes-itself", null);
    }

    @Test
    void nothing_is_asked_of_what_was_never_added() {
        given().when(INACTIVATE).thenRejected("unknown-authorization", null);
    }
}
