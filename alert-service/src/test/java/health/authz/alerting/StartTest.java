package health.authz.alerting;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;

/** Under which settings the service does not start; what is refused is refused before anything is connected to. */
class StartTest {
    @ParameterizedTest
    @ValueSource(strings = {"prod", "PROD", "production", "staging", ""})
    void without_demo_it_does_not_start_on_a_workstations_settings(String profile) {
        assertThatThrownBy(() -> start(profile))
                .hasStackTraceContaining("AUTHZ_ISSUER")
                .hasStackTraceContaining("AUTHZ_AUDIENCE")
                .hasStackTraceContaining("AUTHZ_CURSOR_SECRET")
                .hasStackTraceContaining("AUTHZ_POSTGRES_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo,prod", "demo,PROD", "demo,production"})
    void demo_does_not_start_beside_another(String profiles) {
        assertThatThrownBy(() -> start(profiles)).hasStackTraceContaining("choose one");
    }

    private static void start(String profiles) {
        new SpringApplication(AlertService.class)
                .run("--spring.profiles.active=" + profiles, "--server.port=0", "--management.server.port=0")
                .close();
    }
}
