package health.authz.gateway.console.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.console.words.Typed;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProfileFormTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode PROFILE = JSON.readTree("""
            {"id": "billing", "name": "Billing office", "active": true, "clientAdmin": true, "rules": [
              {"kind": "EXPIRING", "scope": {"all": true}, "channels": ["INBOX"]},
              {"kind": "OF_A_LATER_DAY", "scope": {"all": true}, "channels": ["INBOX"]}]}""");

    @Test
    void a_profile_read_into_the_form_and_out_again_keeps_rules_that_the_form_does_not_know() {
        JsonNode body = ProfileForm.body(ProfileForm.filled(PROFILE), PROFILE);
        assertThat(body.path("rules")).isEqualTo(PROFILE.path("rules"));
        assertThat(body.path("clientAdmin").asBoolean()).isTrue();
    }

    @Test
    void a_box_that_is_not_ticked_is_no_rule() {
        Typed form = ProfileForm.filled(PROFILE).put("rule.EXPIRING", "").put("rule.LOW_UNITS", "true");
        assertThat(ProfileForm.body(form, JSON.createObjectNode()).path("rules"))
                .isEqualTo(JSON.readTree("""
                        [{"kind": "LOW_UNITS", "scope": {"all": true}, "channels": ["INBOX"]}]"""));
    }

    @Test
    void a_setting_says_its_default_and_what_holds() {
        SettingLine own = SettingLine.of(JSON.readTree("""
                {"key": "bulk.rows-max", "default": 1000000, "value": 5000, "changedBy": "admin", "changedAt": null}"""));
        assertThat(own.holds()).isEqualTo("5000");
        assertThat(own.usualNumber()).isEqualTo(1_000_000);
        SettingLine usual = SettingLine.of(JSON.readTree("""
                {"key": "authorization-alerts.enabled", "default": true, "value": null}"""));
        assertThat(usual.on()).isTrue();
        assertThat(usual.own()).isEmpty();
    }

    @Test
    void a_setting_of_a_later_day_is_shown_by_its_name() {
        assertThat(SettingLine.of(JSON.readTree("{\"key\": \"some.new-thing\", \"default\": 3}"))
                        .label())
                .isEqualTo("Some new thing");
    }
}
