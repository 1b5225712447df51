package health.authz.gateway.console.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AlertReachTest {
    private static final JsonNode PROFILES = read("""
        { "items": [
          { "id": "billing", "active": true, "clientAdmin": true, "rules": [ { "kind": "LOW_UNITS" } ] },
          { "id": "clinical", "active": true, "clientAdmin": false, "rules": [ { "kind": "LOW_UNITS" } ] },
          { "id": "silent", "active": true, "clientAdmin": true, "rules": [] } ] }\
        """);
    private static final JsonNode USERS = read("""
        { "items": [
          { "id": "u-1", "name": "Biller", "active": true, "profileId": "billing", "divisionIds": ["*"] },
          { "id": "u-2", "name": "Adult biller", "active": true, "profileId": "billing", "divisionIds": ["adult"] },
          { "id": "u-3", "name": "Gone", "active": false, "profileId": "billing", "divisionIds": ["*"] },
          { "id": "u-4", "name": "Clinician", "active": true, "profileId": "clinical", "divisionIds": ["*"] },
          { "id": "u-5", "name": "Quiet", "active": true, "profileId": "silent", "divisionIds": ["*"] } ] }\
        """);
    private static final JsonNode ON = read("{ \"items\": [] }");
    private static final JsonNode OFF = read(
            "{ \"items\": [ { \"key\": \"authorization-alerts.enabled\", \"default\": true, \"value\": false } ] }");

    private static JsonNode read(String json) {
        return JsonMapper.builder().build().readTree(json);
    }

    @Test
    void active_people_of_a_profile_with_a_rule_are_reached_where_they_see_the_division() {
        AlertReach reach = AlertReach.of(PROFILES, USERS, ON, "child");

        assertThat(reach.everybody()).containsExactly("Biller");
        assertThat(reach.ownClients()).containsExactly("Clinician");
        assertThat(reach.nobody()).isFalse();
    }

    @Test
    void nobody_is_reached_while_alerts_are_switched_off() {
        assertThat(AlertReach.of(PROFILES, USERS, OFF, "").nobody()).isTrue();
    }

    @Test
    void nobody_is_reached_where_no_profile_has_a_rule() {
        assertThat(AlertReach.of(read("{ \"items\": [] }"), USERS, ON, "").nobody())
                .isTrue();
    }
}
