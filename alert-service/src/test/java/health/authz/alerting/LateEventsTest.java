package health.authz.alerting;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.DomainEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Events and days that come late or twice leave the facts and the alerts that the ordered log leaves. */
class LateEventsTest {
    private static final int AUTHORIZATIONS = 12;
    private static final int EVENTS = 7;
    private final RunningAlerts alerts = RunningAlerts.shared();

    private record Sent(AuthAdded of, long seq, DomainEvent event, double place) {}

    private String organisation() {
        String tenant = "t-" + UUID.randomUUID();
        alerts.division(tenant, "adult", "UTC");
        alerts.client(tenant, "c-1", true, List.of("adult"), List.of());
        alerts.flush();
        eventually(() -> {
            assertThat(number("select count(*) from client_copy where tenant = ?", tenant))
                    .isEqualTo(1);
            assertThat(number(
                            "select count(*) from calendar where tenant = ? and zone = 'UTC' and looked is not null",
                            tenant))
                    .isEqualTo(1);
        });
        return tenant;
    }

    private long number(String query, String tenant) {
        Long count = alerts.jdbc.queryForObject(query, Long.class, tenant);
        return count == null ? 0 : count;
    }

    @Test
    void an_event_that_came_before_its_time_is_applied_when_the_missing_one_comes() {
        String tenant = organisation();
        AuthAdded added = added(tenant, 0);

        send(tenant, added, 1);
        eventually(() -> assertThat(number(
                        "select count(*) from parked_record where subject = ?",
                        added.authorizationId().toString()))
                .isEqualTo(1));
        send(tenant, added, 0);
        send(tenant, added, 1);

        eventually(() -> assertThat(number("select sum(seq) from watched_authorization where tenant = ?", tenant))
                .isEqualTo(1));
        assertNothingParked();
    }

    private void send(String tenant, AuthAdded added, int seq) {
        alerts.event(tenant, added.authorizationId(), seq, event(added, seq));
        alerts.flush();
    }

    private AuthAdded added(String tenant, int number) {
        LocalDate today = alerts.today();
        return alerts.added(tenant, "c-1", "B" + number, today.minusDays(5), today.plusDays(60), 4, 3);
    }

    /** Units go from 12 down over the alert level of 4, up and down again. */
    private static DomainEvent event(AuthAdded added, int seq) {
        int[] remaining = {12, 9, 4, 8, 3, 0, 5};
        return seq == 0
                ? added
                : RunningAlerts.held(
                        added, "n-" + seq, Integer.toString(12 - remaining[seq]), Integer.toString(remaining[seq]));
    }

    @Test
    void a_log_with_doubles_and_swaps_leaves_the_facts_and_alerts_of_the_ordered_one() {
        String ordered = organisation();
        String disturbed = organisation();
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Sent> log = new ArrayList<>();
        for (int number = 0; number < AUTHORIZATIONS; number++) {
            AuthAdded inOrder = added(ordered, number);
            AuthAdded late = added(disturbed, number);
            for (int seq = 0; seq < EVENTS; seq++) {
                alerts.event(ordered, inOrder.authorizationId(), seq, event(inOrder, seq));
                double place = seq * AUTHORIZATIONS + number;
                log.add(new Sent(late, seq, event(late, seq), place + random.nextInt(2) * random.nextInt(40)));
                if (random.nextInt(4) == 0) {
                    log.add(new Sent(late, seq, event(late, seq), place + random.nextInt(60)));
                }
            }
        }
        log.sort(Comparator.comparingDouble(Sent::place));
        for (Sent each : log) {
            alerts.event(disturbed, each.of().authorizationId(), each.seq(), each.event());
            if (random.nextInt(3) == 0) {
                alerts.flush();
            }
        }
        alerts.flush();

        eventually(() -> {
            for (String tenant : List.of(ordered, disturbed)) {
                assertThat(number("select sum(seq) from watched_authorization where tenant = ?", tenant))
                        .as("seed %d", seed)
                        .isEqualTo(AUTHORIZATIONS * (EVENTS - 1));
            }
        });
        assertThat(facts(disturbed))
                .as("seed %d", seed)
                .isEqualTo(facts(ordered))
                .hasSize(AUTHORIZATIONS);
        assertThat(raised(disturbed))
                .as("seed %d", seed)
                .isEqualTo(raised(ordered))
                .hasSizeGreaterThan(AUTHORIZATIONS);
        assertNothingParked();
    }

    private List<Map<String, Object>> facts(String tenant) {
        return alerts.jdbc.queryForList("""
                select billing_code, seq, start_date, end_date, allotted, remaining, used, condition, low_epoch, low_open_at,
                       expiring_epoch, expiring_open_at
                  from watched_authorization where tenant = ? order by billing_code""", tenant);
    }

    private List<Map<String, Object>> raised(String tenant) {
        return alerts.jdbc.queryForList("""
                select billing_code, kind, state, value, threshold, close_cause, count(*) from alert where tenant = ?
                 group by billing_code, kind, state, value, threshold, close_cause
                 order by billing_code, kind, state, value, close_cause""", tenant);
    }

    @Test
    void a_day_that_comes_after_the_next_one_is_looked_at_too_and_first() {
        String tenant = organisation();
        LocalDate today = alerts.today();
        AuthAdded added = alerts.added(tenant, "c-1", "H0031", today.minusDays(5), today.plusDays(1), 4, 0);
        send(tenant, added, 0);
        eventually(() -> assertThat(number("select count(*) from watched_authorization where tenant = ?", tenant))
                .isEqualTo(1));

        alerts.day(tenant, "UTC", today.plusDays(2), 2);
        alerts.flush();
        eventually(() -> assertThat(number("select count(*) from parked_record where key = ?", tenant))
                .isEqualTo(1));
        alerts.day(tenant, "UTC", today.plusDays(1), 1);
        alerts.flush();

        eventually(() -> assertThat(raised(tenant)).singleElement().satisfies(alert -> assertThat(alert)
                .containsEntry("kind", "EXPIRING")
                .containsEntry("close_cause", "EXPIRED")));
        assertNothingParked();
    }

    private void assertNothingParked() {
        eventually(() -> assertThat(
                        alerts.jdbc.queryForList("select subject || ' ' || reason from parked_record", String.class))
                .isEmpty());
    }
}
