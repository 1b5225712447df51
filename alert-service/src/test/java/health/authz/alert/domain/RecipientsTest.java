package health.authz.alert.domain;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.AuthorizationId;
import health.authz.events.UserId;
import health.authz.events.alert.AlertEvent.AlertKind;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules. */
class RecipientsTest {
    private static final ClientFacts CLIENT = new ClientFacts(true, List.of("adult"), Set.of("clinician"));

    @Test
    void an_admin_by_profile_is_reached_within_their_divisions_only() {
        assertThat(reached(member("biller", true, Set.of("*"), Set.of()))).isTrue();
        assertThat(reached(member("biller", true, Set.of("adult"), Set.of()))).isTrue();
        assertThat(reached(member("biller", true, Set.of("child"), Set.of()))).isFalse();
    }

    @Test
    void others_are_reached_when_assigned_or_supervising_somebody_assigned() {
        assertThat(reached(member("clinician", false, Set.of("adult"), Set.of())))
                .isTrue();
        assertThat(reached(member("lead", false, Set.of("adult"), Set.of("clinician"))))
                .isTrue();
        assertThat(reached(member("other", false, Set.of("adult"), Set.of("somebody"))))
                .isFalse();
        assertThat(reached(member("clinician", false, Set.of("child"), Set.of())))
                .isFalse();
    }

    @Test
    void the_inactive_and_those_whose_profile_does_not_ask_are_not_reached() {
        assertThat(Recipients.of(AlertKind.EXPIRING, CLIENT, List.of(member("biller", true, Set.of("*"), Set.of()))))
                .isEmpty();
        assertThat(Recipients.of(
                        AlertKind.LOW_UNITS,
                        CLIENT,
                        List.of(new StaffMember(
                                new UserId("gone"), false, Set.of(AlertKind.LOW_UNITS), true, Set.of("*"), Set.of()))))
                .isEmpty();
    }

    @Test
    void one_arming_makes_one_alert_and_the_next_another() {
        AuthorizationId id = new AuthorizationId(UUID.fromString("019fae5d-3080-8a11-9c3e-5b1f2d7a6c01"));
        assertThat(AlertIds.of(id, AlertKind.LOW_UNITS, 0)).isEqualTo(AlertIds.of(id, AlertKind.LOW_UNITS, 0));
        assertThat(Set.of(
                        AlertIds.of(id, AlertKind.LOW_UNITS, 0),
                        AlertIds.of(id, AlertKind.LOW_UNITS, 1),
                        AlertIds.of(id, AlertKind.EXPIRING, 0)))
                .hasSize(3)
                .allMatch(alert -> alert.value().version() == 8 && alert.value().variant() == 2)
                .allMatch(alert -> alert.toString().startsWith("019fae5d-3080-8"));
    }

    private static boolean reached(StaffMember member) {
        return !Recipients.of(AlertKind.LOW_UNITS, CLIENT, List.of(member)).isEmpty();
    }

    private static StaffMember member(String id, boolean admin, Set<String> divisions, Set<String> supervises) {
        return new StaffMember(new UserId(id), true, Set.of(AlertKind.LOW_UNITS), admin, divisions, supervises);
    }
}
