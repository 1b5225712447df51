package health.authz.authorization.domain;

import static health.authz.authorization.domain.AuthorizationFixtures.BLUE_CROSS;
import static health.authz.authorization.domain.AuthorizationFixtures.CLIENT;
import static health.authz.authorization.domain.AuthorizationFixtures.END;
import static health.authz.authorization.domain.AuthorizationFixtures.ID;
import static health.authz.authorization.domain.AuthorizationFixtures.MEDICAID;
import static health.authz.authorization.domain.AuthorizationFixtures.NOTE_1;
import static health.authz.authorization.domain.AuthorizationFixtures.NOTE_2;
import static health.authz.authorization.domain.AuthorizationFixtures.OTHER;
import static health.authz.authorization.domain.AuthorizationFixtures.START;
import static health.authz.authorization.domain.AuthorizationFixtures.TODAY;
import static health.authz.authorization.domain.AuthorizationFixtures.addedUnmanaged;
import static health.authz.authorization.domain.AuthorizationFixtures.note;
import static health.authz.authorization.domain.AuthorizationFixtures.patch;
import static health.authz.authorization.domain.NoteState.DRAFT;
import static health.authz.authorization.domain.NoteState.RELEASED;
import static health.authz.authorization.domain.RevertFixtures.ADD;
import static health.authz.authorization.domain.RevertFixtures.CHANGE;
import static health.authz.authorization.domain.RevertFixtures.REDO;
import static health.authz.authorization.domain.RevertFixtures.UNDO;
import static health.authz.authorization.domain.RevertFixtures.UNDO_AGAIN;
import static health.authz.authorization.domain.RevertFixtures.operation;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.AuthorizationFixtures.Form;
import health.authz.authorization.domain.Decision.SkipReason;
import health.authz.authorization.domain.Decision.Skipped;
import health.authz.authorization.domain.RevertFixtures.Life;
import health.authz.events.AuthorizationId;
import health.authz.events.OperationId;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import health.authz.events.authorization.AuthorizationEvent.AuthRestored;
import health.authz.events.authorization.AuthorizationEvent.AuthVoided;
import health.authz.events.authorization.ChangeReason;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What taking an operation back does to one row (rules ). */
class RevertTest {
    private static final LocalDate SHORT = TODAY.plusDays(5);
    private static final OperationId SECOND = operation(12);

    private static Life letter() {
        return Life.addedSingly("12", "12");
    }

    private static Form number(String number) {
        return Form.blank().number(number);
    }

    private static Form end(LocalDate date) {
        return Form.blank().end(date);
    }

    @Nested
    class Fields_go_back {
        @Test
        void exactly_those_that_the_operation_changed() {
            Life life = letter().changedBy(CHANGE, number("PA-1").end(SHORT).level("4"));
            life.when("u-9", patch(Form.blank().days(7))).revert(CHANGE, UNDO).thenChanged();

            Definition now = life.now().definition();
            assertThat(now.authorizationNumber()).isNull();
            assertThat(now.endDate()).isEqualTo(END);
            assertThat(now.unitAlertLevel()).isEqualTo(AuthorizationFixtures.units("2"));
            assertThat(now.expirationAlertDays()).as("what a person set").isEqualTo(7);
            AuthFieldsPatched event = (AuthFieldsPatched) life.event();
            assertThat(event.operationId()).isEqualTo(UNDO);
            assertThat(event.reverts()).isEqualTo(CHANGE);
            assertThat(event.expirationAlertDays()).isNull();
        }

        @Test
        void not_where_one_of_them_was_changed_since_and_then_none_of_the_row() {
            Life life = letter().changedBy(CHANGE, number("PA-1").end(SHORT));
            life.when("u-9", patch(number("PA-2"))).revert(CHANGE, UNDO);

            life.thenRejected("changed-since", "authorizationNumber").because("u-9", 2);
            assertThat(life.refusal().sentence())
                    .contains("authorizationNumber")
                    .doesNotContain("endDate");
            assertThat(life.now().definition().endDate()).isEqualTo(SHORT);
        }

        @Test
        void not_where_a_person_set_the_same_again_after_something_else() {
            letter().changedBy(CHANGE, number("PA-1"))
                    .when("u-8", patch(number("PA-2")))
                    .when("u-9", patch(number("PA-1")))
                    .revert(CHANGE, UNDO)
                    .thenRejected("changed-since", "authorizationNumber")
                    .because("u-9", 3);
        }

        @Test
        void every_touched_field_is_named_with_the_last_who_and_when() {
            Life life = letter().changedBy(CHANGE, number("PA-1").end(SHORT));
            life.when("u-8", patch(number("PA-2"))).when("u-9", patch(end(END))).revert(CHANGE, UNDO);

            life.because("u-9", 3);
            assertThat(life.refusal().sentence())
                    .contains("authorizationNumber by u-8 at 2026-12-01T10:00:00Z")
                    .contains("endDate by u-9 at 2026-12-01T11:00:00Z");
        }

        @Test
        void under_the_rules_of_a_change_by_hand() {
            letter().changedBy(CHANGE, end(SHORT))
                    .without("auth:special")
                    .revert(CHANGE, UNDO)
                    .thenRejected("special-permission", "endDate");
            letter().changedBy(CHANGE, number("PA-1"))
                    .without("auth:special")
                    .revert(CHANGE, UNDO)
                    .thenChanged();
            ClientFacts moved = new ClientFacts(
                    CLIENT.id(), true, null, List.of("adult"), List.of(MEDICAID), List.of(), ZoneOffset.UTC);
            letter().changedBy(CHANGE, Form.blank().payer(MEDICAID))
                    .client(moved)
                    .revert(CHANGE, UNDO)
                    .thenRejected("payer-not-of-client", "payerId");
        }

        @Test
        void an_operation_that_left_the_row_alone_has_nothing_to_take_back() {
            letter().revert(CHANGE, UNDO).thenUnchanged();
        }

        @Test
        void a_window_that_a_later_one_of_the_same_operation_ended_goes_as_it_came() {
            Life life = Life.addedBy(ADD).changedBy(ADD, end(SHORT)).revert(ADD, UNDO);

            assertThat(life.event()).isInstanceOf(AuthVoided.class);
            assertThat(life.staysInUse(ADD)).isFalse();
            life.revert(ADD, UNDO_AGAIN).thenUnchanged();
        }

        @Test
        void and_stays_where_somebody_changed_it_since() {
            Life.addedBy(ADD)
                    .changedBy(ADD, end(SHORT))
                    .when("u-9", patch(number("PA-9")))
                    .revert(ADD, UNDO)
                    .thenRejected("changed-since", "authorizationNumber")
                    .because("u-9", 2);
        }

        @Test
        void twice_is_once() {
            Life life = letter().changedBy(CHANGE, number("PA-1")).revert(CHANGE, UNDO);
            life.revert(CHANGE, UNDO_AGAIN).thenUnchanged();
        }

        @Test
        void on_a_row_that_was_taken_out_of_use_too() {
            letter().changedBy(CHANGE, number("PA-1"))
                    .when("u-9", new InactivateAuthorization(ID, ChangeReason.OTHER))
                    .revert(CHANGE, UNDO)
                    .thenChanged();
        }

        @Test
        void not_on_a_row_that_somebody_voided() {
            letter().changedBy(CHANGE, number("PA-1"))
                    .when("u-9", new VoidAuthorization(ID, ChangeReason.OTHER, null))
                    .revert(CHANGE, UNDO)
                    .thenRejected("changed-since", "voided")
                    .because("u-9", 2);
        }
    }

    @Nested
    class Units_stay_right {
        @Test
        void notes_do_not_count_as_a_touch_and_stay_used() {
            letter().changedBy(CHANGE, Form.blank().allotted("20"))
                    .when("u-9", note(NOTE_1, "5", DRAFT))
                    .when("u-9", note(NOTE_1, "5", RELEASED))
                    .revert(CHANGE, UNDO)
                    .thenChanged()
                    .units("12", "7", "0", "5");
        }

        @Test
        void a_corrected_remaining_goes_back_by_its_adjustment() {
            letter().changedBy(CHANGE, Form.blank().remaining("3"))
                    .when("u-9", note(NOTE_1, "2", DRAFT))
                    .revert(CHANGE, UNDO)
                    .thenChanged()
                    .units("12", "10", "2", "0");
        }

        @Test
        void a_corrected_remaining_goes_back_beside_an_allotted_that_a_person_raised_since() {
            letter().changedBy(CHANGE, Form.blank().remaining("3"))
                    .when("u-9", patch(Form.blank().allotted("20")))
                    .revert(CHANGE, UNDO)
                    .thenChanged()
                    .units("20", "20", "0", "0");
        }

        @Test
        void a_remaining_given_as_it_was_beside_a_new_allotted_stays_as_it_was() {
            letter().changedBy(CHANGE, Form.blank().allotted("15").remaining("12"))
                    .revert(CHANGE, UNDO)
                    .thenChanged()
                    .units("12", "12", "0", "0");
        }

        @Test
        void a_remaining_that_a_person_corrected_since_is_theirs() {
            letter().changedBy(CHANGE, Form.blank().remaining("3"))
                    .when("u-9", patch(Form.blank().remaining("4")))
                    .revert(CHANGE, UNDO)
                    .thenRejected("changed-since", "remainingUnits")
                    .because("u-9", 2);
        }

        @Test
        void never_below_what_is_used_not_by_a_hundredth() {
            letter().changedBy(CHANGE, Form.blank().allotted("20"))
                    .when("u-9", note(NOTE_1, "12", DRAFT))
                    .revert(CHANGE, UNDO)
                    .thenChanged()
                    .units("12", "0", "12", "0");
            Life over = letter().changedBy(CHANGE, Form.blank().allotted("20"))
                    .when("u-8", note(NOTE_1, "12", DRAFT))
                    .when("u-9", note(NOTE_2, "0.01", DRAFT));
            over.revert(CHANGE, UNDO)
                    .thenRejected("units-below-use", "allottedUnits")
                    .because("u-9", 3);
            assertThat(over.refusal().bound()).isEqualTo("at least 12.01");
        }

        @Test
        void units_used_elsewhere_before_count_as_used() {
            Life.addedSingly("20", "7")
                    .changedBy(CHANGE, Form.blank().allotted("24"))
                    .when("u-9", note(NOTE_1, "7.01", DRAFT))
                    .revert(CHANGE, UNDO)
                    .thenRejected("units-below-use", "allottedUnits");
        }

        @Test
        void what_became_unmanaged_counts_again_with_the_notes_in_between() {
            Life life = letter().changedBy(CHANGE, Form.blank().unmanaged(true)).when("u-9", note(NOTE_1, "5", DRAFT));
            life.revert(CHANGE, UNDO).thenChanged().units("12", "7", "5", "0");
            assertThat(life.now().definition().unitAlertLevel()).isEqualTo(AuthorizationFixtures.units("2"));
            life.revert(UNDO, REDO).thenChanged().units(null, null, "5", "0");
        }

        @Test
        void what_became_managed_counts_no_more() {
            Life life = Life.of(addedUnmanaged())
                    .changedBy(CHANGE, end(END).unmanaged(false).allotted("8").remaining("6"))
                    .when("u-9", note(NOTE_1, "5", DRAFT));
            life.revert(CHANGE, UNDO).thenChanged().units(null, null, "5", "0");
            assertThat(life.now().definition().endDate()).isNull();
            life.revert(UNDO, REDO).thenChanged().units("8", "1", "5", "0");
        }
    }

    @Nested
    class Services_stay_covered {
        private static Life noteOn(LocalDate day) {
            return letter().changedBy(CHANGE, end(END.plusDays(30)))
                    .when("u-9", note(NOTE_1, "1", DRAFT, day, day, true));
        }

        @Test
        void a_service_on_the_last_day_as_it_was_is_covered() {
            noteOn(END).revert(CHANGE, UNDO).thenChanged();
        }

        @Test
        void one_a_day_later_keeps_the_window() {
            Life life = noteOn(END.plusDays(1)).revert(CHANGE, UNDO);

            life.thenRejected("service-left-out", "endDate").because("u-9", 2);
            assertThat(life.refusal().bound()).isEqualTo(START + " through " + END);
            assertThat(life.refusal().sentence()).contains(END.plusDays(1).toString(), "n-1");
        }

        @Test
        void one_before_the_first_day_as_it_was_too() {
            letter().changedBy(CHANGE, Form.blank().start(START.minusDays(9)))
                    .when("u-9", note(NOTE_1, "1", DRAFT, START.minusDays(1), START, true))
                    .revert(CHANGE, UNDO)
                    .thenRejected("service-left-out", "endDate");
        }

        @Test
        void one_that_is_outside_already_does_not_stand_in_the_way() {
            letter().when("u-9", note(NOTE_1, "1", DRAFT, END, END, true))
                    .when("u-9", patch(end(TODAY)))
                    .changedBy(CHANGE, end(SHORT))
                    .revert(CHANGE, UNDO)
                    .thenChanged();
        }

        @Test
        void a_voided_note_covers_nothing() {
            Life life = noteOn(END.plusDays(1)).when("u-9", note(NOTE_1, "1", NoteState.VOIDED, END, END, true));
            life.revert(CHANGE, UNDO).thenChanged();
        }
    }

    @Nested
    class Added_rows_go {
        @Test
        void an_unused_one_is_voided() {
            Life life = Life.addedBy(ADD).revert(ADD, UNDO).thenChanged();

            assertThat(life.event()).isEqualTo(new AuthVoided(ID, ChangeReason.CORRECTION, UNDO, ADD));
            life.revert(ADD, UNDO_AGAIN).thenUnchanged();
        }

        @Test
        void one_whose_notes_were_all_voided_is_unused() {
            Life.addedBy(ADD)
                    .when("u-9", note(NOTE_1, "1", RELEASED))
                    .when("u-9", note(NOTE_1, "1", NoteState.VOIDED))
                    .revert(ADD, UNDO)
                    .thenChanged();
        }

        @Test
        void a_used_one_stays_unless_said() {
            Life life = Life.addedBy(ADD).when("u-9", note(NOTE_1, "1", DRAFT)).revert(ADD, UNDO);

            assertThat(life.last()).isEqualTo(new Skipped(SkipReason.USED, ID));
        }

        @Test
        void a_used_one_ends_on_its_last_service_date_held_or_used() {
            Life life = Life.addedBy(ADD)
                    .usedRows(UsedRows.END_AFTER_LAST_SERVICE)
                    .when("u-9", note(NOTE_1, "1", RELEASED, TODAY, TODAY, true))
                    .when("u-9", note(NOTE_2, "1", DRAFT, TODAY.plusDays(2), TODAY, true))
                    .revert(ADD, UNDO)
                    .thenChanged()
                    .units("12", "10", "1", "1");
            assertThat(life.now().definition().endDate()).isEqualTo(TODAY.plusDays(2));
            life.revert(ADD, UNDO_AGAIN).thenUnchanged();
            life.revert(UNDO, REDO).thenChanged();
            assertThat(life.now().definition().endDate()).isEqualTo(END);
            life.revert(ADD, UNDO_AGAIN).thenChanged();
        }

        @Test
        void one_that_ends_on_it_already_stays_so_and_ending_needs_the_special_permission() {
            Life.addedBy(ADD)
                    .usedRows(UsedRows.END_AFTER_LAST_SERVICE)
                    .when("u-9", note(NOTE_1, "1", DRAFT, END, END, true))
                    .revert(ADD, UNDO)
                    .thenUnchanged();
            Life.addedBy(ADD)
                    .usedRows(UsedRows.END_AFTER_LAST_SERVICE)
                    .without("auth:special")
                    .when("u-9", note(NOTE_1, "1", DRAFT))
                    .revert(ADD, UNDO)
                    .thenRejected("special-permission", "endDate");
        }

        @Test
        void one_that_somebody_worked_on_since_stays() {
            Life.addedBy(ADD)
                    .when("u-9", patch(number("PA-1")))
                    .revert(ADD, UNDO)
                    .thenRejected("changed-since", "authorizationNumber")
                    .because("u-9", 1);
            Life.addedBy(ADD)
                    .when("u-9", new InactivateAuthorization(ID, ChangeReason.OTHER))
                    .revert(ADD, UNDO)
                    .thenRejected("changed-since", "inactive");
            Life.addedBy(ADD)
                    .when("u-9", new SupersedeAuthorization(ID, OTHER, ChangeReason.RENEWAL))
                    .revert(ADD, UNDO)
                    .thenRejected("changed-since", "supersededBy");
        }
    }

    @Nested
    class Undone_is_as_if_it_had_not_been {
        @Test
        void a_later_change_that_is_taken_back_bars_no_earlier_one() {
            Life life = letter().changedBy(CHANGE, number("PA-1")).changedBy(SECOND, number("PA-2"));
            life.revert(CHANGE, UNDO)
                    .thenRejected("changed-since", "authorizationNumber")
                    .because("u-2", 2);

            life.revert(SECOND, UNDO).thenChanged().revert(CHANGE, UNDO_AGAIN).thenChanged();

            assertThat(life.now().definition().authorizationNumber()).isNull();
        }

        @Test
        void an_add_goes_once_the_change_after_it_went() {
            Life life = Life.addedBy(ADD).changedBy(CHANGE, number("PA-1"));
            life.revert(ADD, UNDO).thenRejected("changed-since", "authorizationNumber");
            life.revert(CHANGE, UNDO).thenChanged().revert(ADD, UNDO_AGAIN).thenChanged();
            assertThat(life.now().standing()).isEqualTo(Standing.VOIDED);
        }

        @Test
        void a_revert_of_a_revert_gives_the_change_again_and_then_it_can_be_taken_back_again() {
            Life life = letter().changedBy(CHANGE, number("PA-1").remaining("3"));
            Added after = life.now();
            life.when("u-9", note(NOTE_1, "1", DRAFT))
                    .revert(CHANGE, UNDO)
                    .revert(UNDO, REDO)
                    .thenChanged();

            assertThat(life.now().definition()).isEqualTo(after.definition());
            life.units("12", "2", "1", "0");
            life.revert(CHANGE, UNDO_AGAIN).thenChanged().units("12", "11", "1", "0");
        }

        @Test
        void not_where_somebody_came_between() {
            letter().changedBy(CHANGE, number("PA-1"))
                    .revert(CHANGE, UNDO)
                    .when("u-9", patch(number("PA-7")))
                    .revert(UNDO, REDO)
                    .thenRejected("changed-since", "authorizationNumber")
                    .because("u-9", 3);
        }
    }

    @Nested
    class Voided_rows_come_back {
        private static final AuthorizationId LATER = AuthorizationId.of("01a20000-0001-8000-8000-000000000009");

        private static Life undone() {
            return Life.addedBy(ADD).revert(ADD, UNDO);
        }

        private static ExistingWindow window(AuthorizationId id, String number, LocalDate start, WindowState state) {
            return new ExistingWindow(
                    id,
                    CLIENT.id(),
                    AuthorizationFixtures.ASSESSMENT,
                    BLUE_CROSS,
                    number,
                    start,
                    start.isAfter(END) ? null : END,
                    state);
        }

        @Test
        void as_they_were() {
            Added before = Life.addedBy(ADD).now();
            Life life = undone().revert(UNDO, REDO).thenChanged();

            assertThat(life.event()).isEqualTo(new AuthRestored(ID, ChangeReason.CORRECTION, REDO, UNDO));
            assertThat(life.now().standing()).isEqualTo(Standing.IN_USE);
            assertThat(life.now().definition()).isEqualTo(before.definition());
            assertThat(life.now().totals()).isEqualTo(before.totals());
            life.revert(UNDO, UNDO_AGAIN).thenUnchanged();
            life.revert(ADD, UNDO_AGAIN).thenChanged();
            assertThat(life.now().standing()).isEqualTo(Standing.VOIDED);
        }

        @Test
        void a_redo_can_itself_be_taken_back() {
            Life life = undone().revert(UNDO, REDO).revert(REDO, UNDO_AGAIN).thenChanged();
            assertThat(life.now().standing()).isEqualTo(Standing.VOIDED);
        }

        @Test
        void not_beside_a_duplicate_or_an_overlap_that_was_added_since() {
            undone().beside(window(LATER, null, START, WindowState.EXHAUSTED))
                    .revert(UNDO, REDO)
                    .thenRejected("duplicate-authorization", null);
            undone().beside(window(LATER, "PA-9", START.plusDays(9), WindowState.USABLE))
                    .revert(UNDO, REDO)
                    .thenRejected("overlapping-authorization", "startDate");
        }

        @Test
        void beside_what_does_not_count() {
            undone().beside(
                            window(ID, null, START, WindowState.USABLE),
                            window(LATER, null, START, WindowState.VOIDED),
                            window(LATER, "PA-9", START, WindowState.EXHAUSTED),
                            window(OTHER, "PA-9", END.plusDays(1), WindowState.USABLE))
                    .revert(UNDO, REDO)
                    .thenChanged();
        }

        @Test
        void what_a_person_voided_is_final() {
            Life life = letter().when("u-9", new VoidAuthorization(ID, ChangeReason.OTHER, null));
            life.revert(UNDO, REDO).thenUnchanged();
            assertThat(life.now().standing()).isEqualTo(Standing.VOIDED);
        }
    }

    /** Rule R-8. */
    @Nested
    class An_end_before_something_that_follows {
        private static final ExistingWindow NEXT = new ExistingWindow(
                OTHER,
                CLIENT.id(),
                AuthorizationFixtures.ASSESSMENT,
                BLUE_CROSS,
                null,
                SHORT.plusDays(1),
                END,
                WindowState.USABLE);

        @Test
        void stays_while_that_stays() {
            letter().changedBy(CHANGE, end(SHORT))
                    .followedBy(NEXT)
                    .revert(CHANGE, UNDO)
                    .thenRejected("overlapping-authorization", "startDate");
            assertThat(letter().changedBy(CHANGE, end(SHORT)).facts()).hasSize(2);
        }

        @Test
        void goes_back_with_that_gone() {
            Life life =
                    letter().changedBy(CHANGE, end(SHORT)).revert(CHANGE, UNDO).thenChanged();
            assertThat(life.now().definition().endDate()).isEqualTo(END);
        }

        @Test
        void is_all_that_stays() {
            letter().changedBy(CHANGE, number("PA-1"))
                    .followedBy(NEXT)
                    .revert(CHANGE, UNDO)
                    .thenChanged();
        }

        @Test
        void is_told_from_a_later_end() {
            assertThat(RevertHistory.of(letter().changedBy(CHANGE, end(SHORT)).facts(), CHANGE)
                            .endedEarlier())
                    .isTrue();
            assertThat(RevertHistory.of(
                                    letter().changedBy(CHANGE, end(END.plusDays(1)))
                                            .facts(),
                                    CHANGE)
                            .endedEarlier())
                    .isFalse();
            assertThat(RevertHistory.of(
                                    letter().changedBy(CHANGE, number("PA-1")).facts(), CHANGE)
                            .endedEarlier())
                    .isFalse();
            assertThat(RevertHistory.of(letter().facts(), CHANGE).endedEarlier())
                    .isFalse();
        }

        @Test
        void what_was_added_stays_in_use_where_notes_used_it_or_somebody_changed_it() {
            assertThat(Life.addedBy(ADD).staysInUse(ADD)).isFalse();
            assertThat(Life.addedBy(ADD).when("u-9", note(NOTE_1, "1", DRAFT)).staysInUse(ADD))
                    .isTrue();
            assertThat(Life.addedBy(ADD)
                            .when("u-9", note(NOTE_1, "1", DRAFT))
                            .usedRows(UsedRows.END_AFTER_LAST_SERVICE)
                            .staysInUse(ADD))
                    .isTrue();
            assertThat(Life.addedBy(ADD).when("u-9", patch(number("PA-2"))).staysInUse(ADD))
                    .isTrue();
        }

        @Test
        void what_the_operation_did_not_add_or_what_is_gone_does_not() {
            assertThat(letter().staysInUse(ADD)).isFalse();
            assertThat(letter().changedBy(CHANGE, number("PA-1")).staysInUse(CHANGE))
                    .isFalse();
            assertThat(Life.addedBy(ADD).revert(ADD, UNDO).staysInUse(ADD)).isFalse();
        }
    }
}
