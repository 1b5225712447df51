package health.authz.alert.domain;

import static health.authz.alert.domain.AlertFixtures.authorization;
import static health.authz.alert.domain.AlertFixtures.clientInactive;
import static health.authz.alert.domain.AlertFixtures.low;
import static health.authz.alert.domain.AlertFixtures.on;
import static health.authz.alert.domain.AlertFixtures.switchedOff;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.alert.domain.AlertDecisions.Closed;
import health.authz.alert.domain.AlertDecisions.Decision;
import health.authz.alert.domain.AlertDecisions.Raised;
import health.authz.alert.domain.Facts.Condition;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.events.alert.AlertEvent.CloseCause;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Rules. */
class LowUnitsPolicyTest {
    private static final Arming OPEN_AT_2 = new Arming(0, new BigDecimal("2.00"));

    @Test
    void is_raised_when_remaining_reaches_the_level() {
        assertThat(low(authorization().remaining("2"), Arming.FIRST, on("2027-01-10"))
                        .transitions())
                .containsExactly(raised(0, "2", "2"));
    }

    @Test
    void is_not_raised_one_hundredth_above_the_level() {
        assertNothing(low(authorization().remaining("2.01"), Arming.FIRST, on("2027-01-10")));
    }

    @Test
    void is_raised_when_one_note_jumps_past_the_level_to_zero() {
        assertThat(low(authorization().remaining("0"), Arming.FIRST, on("2027-01-10"))
                        .transitions())
                .containsExactly(raised(0, "0", "2"));
    }

    @Test
    void at_level_zero_is_raised_at_zero_and_not_before() {
        assertNothing(low(authorization().level("0").remaining("0.01"), Arming.FIRST, on("2027-01-10")));
        assertThat(low(authorization().level("0").remaining("0"), Arming.FIRST, on("2027-01-10"))
                        .transitions())
                .containsExactly(raised(0, "0", "0"));
    }

    @Test
    void already_there_waits_for_the_first_day_and_is_raised_on_it() {
        assertNothing(low(authorization().loaded("1"), Arming.FIRST, on("2026-11-30")));
        assertThat(low(authorization().loaded("1"), Arming.FIRST, on("2026-12-01"))
                        .transitions())
                .containsExactly(raised(0, "1", "2"));
    }

    @Test
    void a_level_not_below_allotted_waits_for_the_first_unit_used() {
        assertNothing(low(authorization().level("12").loaded("12"), Arming.FIRST, on("2026-12-01")));
        assertThat(low(authorization().level("12").remaining("11"), Arming.FIRST, on("2026-12-01"))
                        .transitions())
                .containsExactly(raised(0, "11", "12"));
    }

    @Test
    void is_raised_on_the_last_day_and_not_after_it() {
        assertThat(low(authorization().remaining("2"), Arming.FIRST, on("2027-05-31"))
                        .transitions())
                .hasSize(1);
        assertNothing(low(authorization().remaining("2"), Arming.FIRST, on("2027-06-01")));
    }

    @Test
    void needs_a_level_a_managed_authorization_in_use_and_an_active_client() {
        assertNothing(low(authorization().level(null).remaining("0"), Arming.FIRST, on("2027-01-10")));
        assertNothing(low(authorization().unmanaged(), Arming.FIRST, on("2027-01-10")));
        assertNothing(
                low(authorization().remaining("0").condition(Condition.INACTIVATED), Arming.FIRST, on("2027-01-10")));
        assertNothing(low(authorization().remaining("0"), Arming.FIRST, clientInactive("2027-01-10")));
    }

    @Test
    void is_not_raised_twice_in_one_epoch() {
        assertNothing(low(authorization().remaining("1"), OPEN_AT_2, on("2027-01-11")));
    }

    @Test
    void closes_and_is_armed_again_when_units_are_above_the_level() {
        Decision decision = low(authorization().remaining("2.01"), OPEN_AT_2, on("2027-01-11"));
        assertThat(decision.transitions()).containsExactly(closed(CloseCause.UNITS_ABOVE_LEVEL));
        assertThat(decision.arming()).isEqualTo(new Arming(1, null));
    }

    @Test
    void a_higher_level_closes_the_old_alert_and_raises_the_next() {
        Decision decision = low(authorization().level("4").remaining("2"), OPEN_AT_2, on("2027-01-11"));
        assertThat(decision.transitions()).containsExactly(closed(CloseCause.LEVEL_CHANGED), raised(1, "2", "4"));
    }

    @Test
    void a_lower_or_cleared_level_closes_and_raises_nothing() {
        assertThat(low(authorization().level("1").remaining("2"), OPEN_AT_2, on("2027-01-11"))
                        .transitions())
                .containsExactly(closed(CloseCause.LEVEL_CHANGED));
        assertThat(low(authorization().level(null).remaining("2"), OPEN_AT_2, on("2027-01-11"))
                        .transitions())
                .containsExactly(closed(CloseCause.LEVEL_CHANGED));
    }

    @Test
    void closes_with_its_cause_when_taken_out_of_use() {
        assertThat(low(authorization().remaining("2").condition(Condition.VOIDED), OPEN_AT_2, on("2027-01-11"))
                        .transitions())
                .containsExactly(closed(CloseCause.VOIDED));
        assertThat(low(authorization().remaining("2").condition(Condition.INACTIVATED), OPEN_AT_2, on("2027-01-11"))
                        .transitions())
                .containsExactly(closed(CloseCause.INACTIVATED));
        assertThat(low(authorization().remaining("2"), OPEN_AT_2, clientInactive("2027-01-11"))
                        .transitions())
                .containsExactly(closed(CloseCause.CLIENT_INACTIVE));
        assertThat(low(authorization().unmanaged(), OPEN_AT_2, on("2027-01-11")).transitions())
                .containsExactly(closed(CloseCause.UNMANAGED));
        assertThat(low(authorization().remaining("2"), OPEN_AT_2, on("2027-06-01"))
                        .transitions())
                .containsExactly(closed(CloseCause.EXPIRED));
    }

    @Test
    void the_switch_off_raises_nothing_and_still_closes() {
        assertNothing(low(authorization().remaining("2"), Arming.FIRST, switchedOff("2027-01-10")));
        assertThat(low(authorization().remaining("3"), OPEN_AT_2, switchedOff("2027-01-10"))
                        .transitions())
                .containsExactly(closed(CloseCause.UNITS_ABOVE_LEVEL));
    }

    private static void assertNothing(Decision decision) {
        assertThat(decision.transitions()).isEmpty();
    }

    private static Raised raised(int epoch, String value, String threshold) {
        return new Raised(AlertKind.LOW_UNITS, epoch, new BigDecimal(value), new BigDecimal(threshold));
    }

    private static Closed closed(CloseCause cause) {
        return new Closed(AlertKind.LOW_UNITS, 0, cause);
    }
}
