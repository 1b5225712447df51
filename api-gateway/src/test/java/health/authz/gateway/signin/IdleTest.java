package health.authz.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;

class IdleTest {
    private static final Duration ALLOWED = Duration.ofMinutes(15);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-12-01T09:00:00Z"));
    private final Idle idle = new Idle(ALLOWED, new Clock() {
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
    private final MockHttpSession session = new MockHttpSession();

    @BeforeEach
    void signIn() {
        idle.begin(session);
    }

    @Test
    void a_deed_begins_the_count_anew() throws Exception {
        pass(Duration.ofMinutes(14));
        asked("GET", "/console/authorizations");
        pass(Duration.ofMinutes(14));

        assertThat(idle.left(session)).isEqualTo(Duration.ofMinutes(1));
        assertThat(session.isInvalid()).isFalse();
    }

    @Test
    void the_last_second_still_counts_and_the_next_does_not() throws Exception {
        pass(ALLOWED.minusSeconds(1));
        asked("GET", "/session");
        assertThat(session.isInvalid()).isFalse();

        pass(Duration.ofSeconds(1));
        asked("GET", "/console");
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void looking_how_long_it_lasts_and_what_a_page_does_by_itself_are_no_deeds() throws Exception {
        pass(Duration.ofMinutes(10));
        asked("GET", "/session");
        MockHttpServletRequest poll = request("GET", "/console/operations/1");
        poll.addHeader("X-Background", "true");
        asked(poll);

        assertThat(idle.left(session)).isEqualTo(Duration.ofMinutes(5));
        asked("POST", "/session/extend");
        assertThat(idle.left(session)).isEqualTo(ALLOWED);
    }

    @Test
    void who_has_not_signed_in_is_kept_for_minutes_only() {
        MockHttpSession anonymous = new MockHttpSession();
        Idle.beforeSignIn(anonymous);

        assertThat(anonymous.getMaxInactiveInterval()).isEqualTo(300);
        assertThat(idle.left(anonymous)).isZero();
        assertThat(session.getMaxInactiveInterval()).isEqualTo(20 * 60);
    }

    @Test
    void a_session_without_sign_in_is_left_alone() throws Exception {
        MockHttpSession anonymous = new MockHttpSession();
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/sign-in");
        request.setSession(anonymous);
        asked(request);

        assertThat(anonymous.isInvalid()).isFalse();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private MockHttpServletRequest request(String method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setSession(session);
        return request;
    }

    private void asked(String method, String path) throws Exception {
        asked(request(method, path));
    }

    private void asked(MockHttpServletRequest request) throws Exception {
        idle.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
    }
}
