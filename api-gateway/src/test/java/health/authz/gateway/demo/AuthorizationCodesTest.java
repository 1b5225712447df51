package health.authz.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AuthorizationCodesTest {
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String BACK = "http://localhost:8080/login/oauth2/code/organisation";
    private static final SignInRequest REQUEST =
            new SignInRequest("authz-console", BACK, "state", "nonce", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    private static final Instant NINE = Instant.parse("2026-12-01T09:00:00Z");
    private final AtomicReference<Instant> now = new AtomicReference<>(NINE);
    private final AuthorizationCodes codes = new AuthorizationCodes(new Clock() {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    });

    @Test
    void the_challenge_is_that_of_the_standards_example() {
        assertThat(AuthorizationCodes.challengeOf(VERIFIER)).isEqualTo(REQUEST.codeChallenge());
    }

    @Test
    void a_code_is_exchanged_once() {
        String code = codes.issue(DemoLogin.BILLER, REQUEST);

        assertThat(codes.exchange(code, "authz-console", BACK, VERIFIER))
                .hasValue(new AuthorizationCodes.Granted(DemoLogin.BILLER, "nonce"));
        assertThat(codes.exchange(code, "authz-console", BACK, VERIFIER)).isEmpty();
    }

    @Test
    void whatever_does_not_fit_uses_the_code_up() {
        for (String[] wrong : new String[][] {
            {"another", BACK, VERIFIER},
            {"authz-console", BACK + "x", VERIFIER},
            {"authz-console", BACK, VERIFIER + "x"},
            {"authz-console", BACK, ""}
        }) {
            String code = codes.issue(DemoLogin.BILLER, REQUEST);

            assertThat(codes.exchange(code, wrong[0], wrong[1], wrong[2])).isEmpty();
            assertThat(codes.exchange(code, "authz-console", BACK, VERIFIER)).isEmpty();
        }
    }

    @Test
    void a_code_lives_a_minute() {
        String code = codes.issue(DemoLogin.BILLER, REQUEST);
        now.set(NINE.plusSeconds(61));

        assertThat(codes.exchange(code, "authz-console", BACK, VERIFIER)).isEmpty();
    }

    @Test
    void so_many_are_kept_and_the_oldest_goes_first() {
        String first = codes.issue(DemoLogin.BILLER, REQUEST);
        String second = codes.issue(DemoLogin.ADMIN, REQUEST);
        for (int i = 0; i < 999; i++) {
            codes.issue(DemoLogin.OPS, REQUEST);
        }

        assertThat(codes.exchange(first, "authz-console", BACK, VERIFIER)).isEmpty();
        assertThat(codes.exchange(second, "authz-console", BACK, VERIFIER)).isPresent();
    }
}
