package health.authz.alert.domain;

import static health.authz.alert.domain.AlertFixtures.authorization;
import static health.authz.alert.domain.AlertFixtures.clientInactive;
import static health.authz.alert.domain.AlertFixtures.expiring;
import static health.authz.alert.domain.AlertFixtures.on;
import static health.authz.alert.domain.AlertFixtures.switchedOff;
import static health.authz.alert.domain.AlertFixtures.withSuccessor;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.alert.domain.AlertDecisions.Closed;
import health.authz.alert.domain.AlertDecisions.Decision;
import health.authz.alert.domain.AlertDecisions.Raised;
import health.authz.alert.domain.Facts.Condition;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.events.alert.AlertEvent.CloseCause;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules. */
class ExpiryPolicyTest {
    private static final Arming OPEN_AT_14 = new Arming(0, BigDecimal.valueOf(14));

    @Test
    void is_raised_on_the_first_day_within_the_alert_days_and_not_the_day_before() {
        assertThat(expiring(authorization(), Arming.FIRST, on("2027-05-16")).transitions())
                .isEmpty();
        assertThat(expiring(authorization(), Arming.FIRST, on("2027-05-17")).transitions())
                .containsExactly(raised(0, 14, 14));
    }

    @Test
    void zero_days_means_on_the_last_day() {
        assertThat(expiring(authorization().days(0), Arming.FIRST, on("2027-05-30"))
                        .transitions())
                .isEmpty();
        assertThat(expiring(authorization().days(0), Arming.FIRST, on("2027-05-31"))
                        .transitions())
                .containsExactly(raised(0, 0, 0));
    }

    @Test
    void is_not_raised_after_the_last_day() {
        assertThat(expiring(authorization(), Arming.FIRST, on("2027-06-01")).transitions())
                .isEmpty();
    }

    @Test
    void a_short_window_is_raised_on_its_first_day() {
        assertThat(expiring(authorization().end("2026-12-05"), Arming.FIRST, on("2026-11-30"))
                        .transitions())
                .isEmpty();
        assertThat(expiring(authorization().end("2026-12-05"), Arming.FIRST, on("2026-12-01"))
                        .transitions())
                .containsExactly(raised(0, 4, 14));
    }

    @Test
    void an_unmanaged_one_is_raised_only_if_it_has_an_end_date() {
        assertThat(expiring(authorization().unmanaged(), Arming.FIRST, on("2027-05-31"))
                        .transitions())
                .hasSize(1);
        assertThat(expiring(authorization().unmanaged().end(null), Arming.FIRST, on("2027-05-31"))
                        .transitions())
                .isEmpty();
    }

    @Test
    void needs_something_left_alert_days_no_successor_and_the_switch() {
        assertThat(expiring(authorization().remaining("0"), Arming.FIRST, on("2027-05-31"))
                        .transitions())
                .isEmpty();
        assertThat(expiring(authorization().days(null), Arming.FIRST, on("2027-05-31"))
                        .transitions())
                .isEmpty();
        assertThat(expiring(authorization(), Arming.FIRST, withSuccessor("2027-05-31"))
                        .transitions())
                .isEmpty();
        assertThat(expiring(authorization(), Arming.FIRST, switchedOff("2027-05-31"))
                        .transitions())
                .isEmpty();
        assertThat(expiring(authorization(), Arming.FIRST, clientInactive("2027-05-31"))
                        .transitions())
                .isEmpty();
    }

    @Test
    void a_successor_closes_it_and_its_going_away_raises_the_next() {
        Decision closing = expiring(authorization(), OPEN_AT_14, withSuccessor("2027-05-20"));
        assertThat(closing.transitions()).containsExactly(closed(CloseCause.SUCCESSOR_ADDED));
        assertThat(expiring(authorization(), closing.arming(), on("2027-05-21")).transitions())
                .containsExactly(raised(1, 10, 14));
    }

    @Test
    void an_end_date_moved_out_closes_and_one_moved_within_the_days_does_not() {
        assertThat(expiring(authorization().end("2027-06-30"), OPEN_AT_14, on("2027-05-20"))
                        .transitions())
                .containsExactly(closed(CloseCause.END_DATE_MOVED));
        assertThat(expiring(authorization().end("2027-05-25"), OPEN_AT_14, on("2027-05-20"))
                        .transitions())
                .isEmpty();
    }

    @Test
    void changed_days_close_it_and_raise_the_next_if_the_end_is_within_them() {
        assertThat(expiring(authorization().days(30), OPEN_AT_14, on("2027-05-20"))
                        .transitions())
                .containsExactly(closed(CloseCause.DAYS_CHANGED), raised(1, 11, 30));
        assertThat(expiring(authorization().days(5), OPEN_AT_14, on("2027-05-20"))
                        .transitions())
                .containsExactly(closed(CloseCause.DAYS_CHANGED));
    }

    @Test
    void the_day_after_its_last_closes_it_and_an_extension_raises_the_next() {
        Decision closing = expiring(authorization(), OPEN_AT_14, on("2027-06-01"));
        assertThat(closing.transitions()).containsExactly(closed(CloseCause.EXPIRED));
        assertThat(expiring(authorization().end("2027-06-10"), closing.arming(), on("2027-06-01"))
                        .transitions())
                .containsExactly(raised(1, 9, 14));
    }

    @Test
    void voided_inactivated_and_client_inactive_close_it_with_their_cause() {
        assertThat(expiring(authorization().condition(Condition.VOIDED), OPEN_AT_14, on("2027-05-20"))
                        .transitions())
                .containsExactly(closed(CloseCause.VOIDED));
        assertThat(expiring(authorization().condition(Condition.INACTIVATED), OPEN_AT_14, on("2027-05-20"))
                        .transitions())
                .containsExactly(closed(CloseCause.INACTIVATED));
        assertThat(expiring(authorization(), OPEN_AT_14, clientInactive("2027-05-20"))
                        .transitions())
                .containsExactly(closed(CloseCause.CLIENT_INACTIVE));
    }

    @Test
    void a_successor_begins_no_later_than_the_day_after_ends_later_and_has_units_left() {
        Facts ending = authorization().facts();
        assertThat(successor(ending, authorization().id(2).start("2027-06-01").end("2027-11-30")))
                .isTrue();
        assertThat(successor(ending, authorization().id(2).start("2027-06-02").end("2027-11-30")))
                .isFalse();
        assertThat(successor(ending, authorization().id(2).end("2027-05-31"))).isFalse();
        assertThat(successor(ending, authorization().id(2).end("2027-06-01"))).isTrue();
        assertThat(successor(ending, authorization().id(2).end("2027-11-30").remaining("0")))
                .isFalse();
        assertThat(successor(ending, authorization().id(2).end(null).unmanaged()))
                .isTrue();
        assertThat(successor(ending, authorization().id(2).end("2027-11-30").payer("aetna")))
                .isFalse();
        assertThat(successor(ending, authorization().id(2).end("2027-11-30").condition(Condition.VOIDED)))
                .isFalse();
        assertThat(successor(ending, authorization().end("2027-11-30")))
                .as("not its own successor")
                .isFalse();
    }

    private static boolean successor(Facts ending, AlertFixtures.A other) {
        return Successors.has(ending, List.of(other.facts()));
    }

    private static Raised raised(int epoch, long value, long threshold) {
        return new Raised(AlertKind.EXPIRING, epoch, BigDecimal.valueOf(value), BigDecimal.valueOf(threshold));
    }

    private static Closed closed(CloseCause cause) {
        return new Closed(AlertKind.EXPIRING, 0, cause);
    }
}
