package health.authz.platform.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class StartRulesTest {
    private static final Map<String, Object> SET = Map.of(
            "authz.security.issuer", "https://issuer.example.org",
            "authz.security.audience", "authz",
            "authz.cursor-secret", "of-our-own",
            "authz.ids.keys.1", "also-of-our-own",
            "spring.datasource.url", "jdbc:postgresql://postgres/authz",
            "spring.datasource.username", "alert",
            "spring.datasource.password", "known-to-few");

    private static void start(Map<String, Object> settings, String... profiles) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        environment.setActiveProfiles(profiles);
        StartRules.check(environment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "PROD", "production", "staging", "DEMO"})
    void demo_starts_beside_no_other_profile(String other) {
        assertThatThrownBy(() -> start(SET, "demo", other)).hasMessageContaining("choose one");
        assertThatThrownBy(() -> start(SET, other, "demo")).hasMessageContaining("choose one");
    }

    @Test
    void demo_alone_starts_on_a_workstations_settings() {
        assertThatCode(() -> start(Map.of(), "demo")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "PROD", "staging", "DEMO"})
    void any_other_starts_on_settings_of_its_own(String profile) {
        assertThatCode(() -> start(SET, profile)).doesNotThrowAnyException();
        assertThatCode(() -> start(SET)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "authz.security.issuer, ''",
        "authz.security.issuer, http://localhost:8080/demo-issuer",
        "authz.security.issuer, http://127.0.0.1/issuer",
        "authz.security.issuer, http://[::1]:9000",
        "authz.security.issuer, issuer",
        "authz.security.audience, ' '",
        "authz.security.audience, workstation-only",
        "authz.cursor-secret, ''",
        "authz.cursor-secret, workstation-only",
        "authz.ids.keys.1, workstation-only-workstation-only",
        "authz.ids.keys.1, ''",
        "spring.datasource.password, ''",
        "spring.datasource.password, alert",
        "spring.datasource.password, workstation-only",
    })
    void any_other_names_what_is_unset_or_a_workstations(String setting, String value) {
        Map<String, Object> settings = new HashMap<>(SET);
        settings.put(setting, value);

        for (String profile : new String[] {"prod", "production"}) {
            assertThatThrownBy(() -> start(settings, profile))
                    .hasMessageContaining(setting)
                    .hasMessageNotContaining("of-our-own");
        }
        assertThatThrownBy(() -> start(settings)).hasMessageContaining(setting);
    }

    @Test
    void everything_that_is_missing_is_named_at_once() {
        assertThatThrownBy(() -> start(Map.of("spring.datasource.url", "jdbc:postgresql://postgres/authz"), "prod"))
                .hasMessageContainingAll("AUTHZ_ISSUER", "AUTHZ_AUDIENCE", "AUTHZ_POSTGRES_PASSWORD");
    }
}
