package health.authz.authorization.domain;

import static health.authz.authorization.domain.AuthorizationFixtures.ASSESSMENT;
import static health.authz.authorization.domain.AuthorizationFixtures.BLUE_CROSS;
import static health.authz.authorization.domain.AuthorizationFixtures.CLIENT;
import static health.authz.authorization.domain.AuthorizationFixtures.CODE;
import static health.authz.authorization.domain.AuthorizationFixtures.END;
import static health.authz.authorization.domain.AuthorizationFixtures.INTERNAL;
import static health.authz.authorization.domain.AuthorizationFixtures.MEDICAID;
import static health.authz.authorization.domain.AuthorizationFixtures.OTHER;
import static health.authz.authorization.domain.AuthorizationFixtures.START;
import static health.authz.authorization.domain.AuthorizationFixtures.Scene.given;
import static health.authz.authorization.domain.AuthorizationFixtures.TODAY;
import static health.authz.authorization.domain.AuthorizationFixtures.add;
import static health.authz.authorization.domain.AuthorizationFixtures.letter;
import static health.authz.authorization.domain.AuthorizationFixtures.units;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.AddPolicies.OnExisting;
import health.authz.authorization.domain.AddPolicies.OnOverlap;
import health.authz.authorization.domain.AuthorizationFixtures.Form;
import health.authz.authorization.domain.AuthorizationFixtures.Scene;
import health.authz.events.PayerId;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entering one row (rules B-5, B-6, B-8 to B-11, W-4, W-5, U-5). */
class AddTest {
    private static ExistingWindow existing(String number, LocalDate start, LocalDate end, WindowState state) {
        return new ExistingWindow(OTHER, CLIENT.id(), ASSESSMENT, BLUE_CROSS, number, start, end, state);
    }

    private static Scene beside(ExistingWindow window, AddPolicies policies, Form form) {
        return given().when(add(CODE, form, Form.blank(), policies, List.of(window), false, CLIENT));
    }

    @Test
    void blanks_are_taken_from_the_code_and_the_client() {
        AuthAdded event = (AuthAdded) given().when(add(letter())).thenAccepted().event();
        assertThat(event.totals().allotted()).isEqualTo(units("12"));
        assertThat(event.totals().remaining()).isEqualTo(units("12"));
        assertThat(event.payerId()).isEqualTo(BLUE_CROSS);
        assertThat(event.unitAlertLevel()).isNull();
        assertThat(event.unmanaged()).isFalse();
    }

    @Test
    void a_value_for_the_code_beats_one_for_all() {
        Scene scene = given().when(add(
                CODE,
                letter().allotted("4"),
                Form.blank().allotted("48"),
                AddPolicies.DEFAULT,
                List.of(),
                false,
                CLIENT));
        assertThat(scene.now().totals().allotted()).isEqualTo(units("4"));
    }

    @Test
    void part_used_elsewhere_is_opening_use() {
        Scene scene = given().when(add(letter().allotted("20").remaining("7")));
        assertThat(scene.now().totals().openingUsed()).isEqualTo(units("13"));
    }

    @Test
    void remaining_above_allotted_is_refused_and_equal_is_not() {
        given().when(add(letter().allotted("20").remaining("20.01")))
                .thenRejected("remaining-above-allotted", "remainingUnits");
        given().when(add(letter().allotted("20").remaining("20"))).thenAccepted();
    }

    @Test
    void nothing_remaining_loads_as_exhausted_with_a_warning() {
        Scene scene = given().when(add(letter().remaining("0"))).thenAccepted(Warning.NOTHING_REMAINING);
        assertThat(AuthorizationStatus.of(scene.now(), TODAY)).isEqualTo(AuthorizationStatus.EXHAUSTED);
    }

    @Test
    void a_managed_row_needs_units_above_zero() {
        CodeFacts without = new CodeFacts(ASSESSMENT, true, false, null);
        given().when(add(without, letter(), Form.blank(), AddPolicies.DEFAULT, List.of(), false, CLIENT))
                .thenRejected("no-units", "allottedUnits");
        given().when(add(letter().allotted("0"))).thenRejected("no-units", "allottedUnits");
    }

    @Test
    void one_day_is_a_window_and_a_reversed_one_is_not() {
        given().when(add(Form.blank().start(END).end(END))).thenAccepted();
        given().when(add(Form.blank().start(END).end(END.minusDays(1)))).thenRejected("dates-reversed", "endDate");
    }

    @Test
    void dates_are_required_where_the_row_is_managed() {
        given().when(add(Form.blank().end(END))).thenRejected("missing-start-date", "startDate");
        given().when(add(Form.blank().start(START))).thenRejected("missing-end-date", "endDate");
    }

    @Test
    void an_end_in_the_past_is_allowed_and_said() {
        given().when(add(Form.blank().start(TODAY.minusDays(90)).end(TODAY.minusDays(1))))
                .thenAccepted(Warning.ENDS_IN_THE_PAST);
    }

    @Test
    void a_level_not_below_allotted_is_a_warning() {
        given().when(add(letter().level("12"))).thenAccepted(Warning.ALERT_LEVEL_NOT_BELOW_ALLOTTED);
        given().when(add(letter().level("11.99"))).thenAccepted();
    }

    @Test
    void an_unmanaged_row_ignores_what_was_given_for_the_whole_group() {
        Scene scene = given().when(add(
                        INTERNAL,
                        Form.blank().start(START),
                        Form.blank().end(END).allotted("48").level("4"),
                        AddPolicies.DEFAULT,
                        List.of(),
                        false,
                        CLIENT))
                .thenAccepted(Warning.IGNORED_ON_UNMANAGED);
        assertThat(scene.now().definition().endDate()).isNull();
        assertThat(scene.now().totals().allotted()).isNull();
    }

    @Test
    void units_on_a_single_unmanaged_row_are_refused() {
        given().when(add(
                        INTERNAL,
                        Form.blank().start(START).allotted("4"),
                        Form.blank(),
                        AddPolicies.DEFAULT,
                        List.of(),
                        false,
                        CLIENT))
                .thenRejected("units-on-unmanaged", "allottedUnits");
    }

    @Test
    void unmanaged_against_the_code_needs_the_special_permission() {
        Form form = letter().unmanaged(true);
        given().when(add(CODE, form, Form.blank(), AddPolicies.DEFAULT, List.of(), false, CLIENT))
                .thenRejected("special-permission", "unmanaged");
        given().when(add(CODE, form, Form.blank(), AddPolicies.DEFAULT, List.of(), true, CLIENT))
                .thenAccepted();
    }

    @Test
    void a_payer_the_client_does_not_have_is_refused_and_a_second_one_is_a_warning() {
        given().when(add(letter().payer(new PayerId("harbor")))).thenRejected("payer-not-of-client", "payerId");
        given().when(add(letter().payer(MEDICAID))).thenAccepted(Warning.NOT_PRIMARY_PAYER);
    }

    @Test
    void inactive_clients_and_codes_are_refused() {
        ClientFacts gone =
                new ClientFacts(CLIENT.id(), false, null, List.of(), CLIENT.payerIds(), List.of(), ZoneOffset.UTC);
        given().when(add(CODE, letter(), Form.blank(), AddPolicies.DEFAULT, List.of(), false, gone))
                .thenRejected("inactive-client", "clientId");
        CodeFacts inactive = new CodeFacts(ASSESSMENT, false, false, units("4"));
        given().when(add(inactive, letter(), Form.blank(), AddPolicies.DEFAULT, List.of(), false, CLIENT))
                .thenRejected("inactive-code", "billingCode");
    }

    @Test
    void an_exact_duplicate_is_skipped_unless_it_is_to_be_rejected() {
        ExistingWindow same = existing("PA 881", START, END, WindowState.USABLE);
        beside(same, AddPolicies.DEFAULT, letter().number("PA-881")).thenSkipped();
        beside(same, new AddPolicies(OnExisting.REJECT, OnOverlap.SKIP), letter().number("PA-881"))
                .thenRejected("duplicate-authorization", null);
    }

    @Test
    void a_voided_one_is_no_duplicate() {
        beside(existing(null, START, END, WindowState.VOIDED), AddPolicies.DEFAULT, letter())
                .thenAccepted();
    }

    @Test
    void windows_overlap_on_their_shared_day_and_not_a_day_later() {
        ExistingWindow before = existing("PA-1", START.minusDays(30), START, WindowState.USABLE);
        beside(before, AddPolicies.DEFAULT, letter()).thenRejected("overlapping-authorization", "startDate");
        beside(
                        before,
                        AddPolicies.DEFAULT,
                        Form.blank().start(START.plusDays(1)).end(END))
                .thenAccepted();
        beside(before, new AddPolicies(OnExisting.SKIP, OnOverlap.SKIP), letter())
                .thenSkipped();
    }

    @Test
    void another_payer_or_an_exhausted_one_does_not_overlap() {
        ExistingWindow used = existing("PA-1", START, END, WindowState.EXHAUSTED);
        beside(used, AddPolicies.DEFAULT, letter()).thenAccepted();
        ExistingWindow theirs =
                new ExistingWindow(OTHER, CLIENT.id(), ASSESSMENT, MEDICAID, null, START, END, WindowState.USABLE);
        beside(theirs, AddPolicies.DEFAULT, letter()).thenAccepted();
        ExistingWindow nobodys =
                new ExistingWindow(OTHER, CLIENT.id(), ASSESSMENT, null, null, START, END, WindowState.USABLE);
        beside(nobodys, AddPolicies.DEFAULT, letter()).thenRejected("overlapping-authorization", "startDate");
    }
}
