package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static health.authz.stack.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Organisation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Alerts reach those who should know, and are never lost because nobody should. */
class AlertIT {
    private Organisation org;
    private Api biller;
    private Api clinician;

    @BeforeEach
    void one_client_and_one_code() {
        org = Organisation.open("alert");
        org.client("c-1", "adult", "bcbs", "clinician");
        org.known();
        org.code("A1", 12);
        biller = org.biller();
        clinician = org.clinician();
    }

    @Test
    void an_alert_that_reaches_nobody_is_raised_and_seen_by_managers() {
        String id = org.authorization("c-1", "A1", 12, "unitAlertLevel", 2);

        clinician.note(id, "note-1", "DRAFT", "10", org.today());

        eventually(() -> assertThat(alertsOn(id, "&scope=all")).singleElement().satisfies(alert -> assertThat(
                        alert.path("recipients").isEmpty())
                .isTrue()));
        assertThat(alertsOn(id, "")).as("nobody's own").isEmpty();
    }

    @Test
    void with_the_master_switch_off_nothing_is_raised() {
        org.user("biller", true, List.of("*"), "LOW_UNITS", "EXPIRING");
        String silent = org.authorization("c-1", "A1", 12, "unitAlertLevel", 2, "authorizationNumber", "PA-1");
        org.admin()
                .put("/settings/authorization-alerts.enabled", object("value", false))
                .is(200, 204);

        clinician.note(silent, "note-1", "DRAFT", "10", org.today());
        eventually(() -> assertThat(remaining(silent)).isEqualTo(2));
        throughout(Duration.ofSeconds(3), () -> assertThat(alertsOn(silent, "&scope=all"))
                .isEmpty());

        org.admin()
                .put("/settings/authorization-alerts.enabled", object("value", null))
                .is(200, 204);
    }

    @Test
    void voiding_a_note_closes_the_alert_and_arms_it_again() {
        org.user("biller", true, List.of("*"), "LOW_UNITS");
        String id = org.authorization("c-1", "A1", 12, "unitAlertLevel", 2);
        clinician.note(id, "note-1", "DRAFT", "4", org.today());
        clinician.note(id, "note-1", "RELEASED", "4", org.today());
        clinician.note(id, "note-2", "DRAFT", "6", org.today());
        eventually(() -> assertThat(states(id)).containsExactly("OPEN"));
        clinician.note(id, "note-3", "DRAFT", "2", org.today());
        eventually(() -> assertThat(text(biller.authorization(id), "status")).isEqualTo("EXHAUSTED"));

        clinician.note(id, "note-1", "VOIDED", "4", org.today());
        eventually(() -> {
            assertThat(remaining(id)).isEqualTo(4);
            assertThat(text(biller.authorization(id), "status")).isEqualTo("ACTIVE");
            assertThat(states(id)).containsExactly("CLOSED");
        });

        clinician.note(id, "note-4", "DRAFT", "2", org.today());
        eventually(() -> assertThat(states(id)).containsExactlyInAnyOrder("OPEN", "CLOSED"));
    }

    @Test
    void seen_is_each_persons_own_and_acknowledged_closes_nothing() {
        org.user("biller", true, List.of("*"), "LOW_UNITS");
        org.user("clinician", false, List.of("*"), "LOW_UNITS");
        String id = org.authorization("c-1", "A1", 12, "unitAlertLevel", 2);
        clinician.note(id, "note-1", "DRAFT", "11", org.today());
        eventually(() -> assertThat(alertsOn(id, "")).hasSize(1));
        String alert = text(alertsOn(id, "").getFirst(), "id");

        biller.post("/alerts/" + alert + "/seen", "").is(200, 204);
        biller.post("/alerts/" + alert + "/acknowledge", "").is(200, 204);

        eventually(() -> assertThat(alertsOn(id, "")).singleElement().satisfies(mine -> {
            assertThat(mine.path("seen").asBoolean()).isTrue();
            assertThat(text(mine, "acknowledgedBy")).isEqualTo("biller");
            assertThat(text(mine, "state")).isEqualTo("OPEN");
        }));
        assertThat(clinician.get("/alerts?authorizationId=" + id).is(200).items())
                .singleElement()
                .satisfies(theirs -> assertThat(theirs.path("seen").asBoolean()).isFalse());
    }

    @Test
    void an_expiring_authorization_is_told_at_once_and_closed_when_it_is_extended() {
        org.user("biller", true, List.of("*"), "EXPIRING");
        String id = org.authorization(
                "c-1", "A1", 12, "endDate", org.today().plusDays(5).toString(), "expirationAlertDays", 7);
        eventually(() -> assertThat(states(id)).containsExactly("OPEN"));

        biller.patch(
                        "/authorizations/" + id,
                        object("endDate", org.today().plusDays(60).toString()),
                        "If-Match",
                        biller.get("/authorizations/" + id).etag())
                .is(200);

        eventually(() -> assertThat(states(id)).containsExactly("CLOSED"));
    }

    private List<JsonNode> alertsOn(String authorizationId, String more) {
        return biller.get("/alerts?authorizationId=" + authorizationId + more)
                .is(200)
                .items();
    }

    private List<String> states(String authorizationId) {
        return alertsOn(authorizationId, "").stream()
                .map(alert -> text(alert, "state"))
                .toList();
    }

    private int remaining(String id) {
        return biller.authorization(id).path("remainingUnits").asInt();
    }
}
