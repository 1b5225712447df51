package health.authz.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SealedCookiesTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-12-01T09:00:00Z"));
    private final SealedCookies cookies = new SealedCookies(clock());

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private String kept(String name, String text) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        cookies.keep(new MockHttpServletRequest(), response, name, text);
        Cookie cookie = response.getCookie(name);
        return cookie == null ? "" : cookie.getValue();
    }

    private static MockHttpServletRequest with(String name, String value) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(new Cookie(name, value));
        return request;
    }

    @Test
    void what_is_kept_is_read_back_until_its_time_is_over() {
        String value = kept("a", "/console?q=\u00e9");

        now.set(now.get().plus(Duration.ofMinutes(5)));
        assertThat(cookies.read(with("a", value), "a")).hasValue("/console?q=\u00e9");
        now.set(now.get().plusMillis(1));
        assertThat(cookies.read(with("a", value), "a")).isEmpty();
    }

    @Test
    void what_was_altered_or_made_elsewhere_or_under_another_name_is_absent() {
        // whole groups of bytes, so that every bit of the text counts
        String value = kept("a", "/console/");

        assertThat(cookies.read(with("b", value), "b")).isEmpty();
        assertThat(new SealedCookies(clock()).read(with("a", value), "a")).isEmpty();
        for (int at = 0; at < value.length(); at++) {
            char other = value.charAt(at) == 'A' ? 'B' : 'A';
            String altered = value.substring(0, at) + other + value.substring(at + 1);
            assertThat(cookies.read(with("a", altered), "a"))
                    .as("character %d", at)
                    .isEmpty();
        }
        for (String nonsense : new String[] {"", "x", "%", "A".repeat(40)}) {
            assertThat(cookies.read(with("a", nonsense), "a")).as(nonsense).isEmpty();
        }
    }

    @Test
    void a_text_that_no_browser_would_keep_is_not_kept_and_the_one_before_is_forgotten() {
        MockHttpServletResponse response = new MockHttpServletResponse();

        cookies.keep(with("a", kept("a", "/console")), response, "a", "x".repeat(4_000));

        assertThat(response.getCookie("a").getMaxAge()).isZero();
        assertThat(kept("a", "x".repeat(2_800))).isNotEmpty();
    }

    @Test
    void it_is_for_the_browser_alone_and_for_https_alone_where_there_is_https() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setSecure(true);
        MockHttpServletResponse response = new MockHttpServletResponse();

        cookies.keep(request, response, "a", "/console");

        assertThat(response.getHeader("Set-Cookie")).contains("HttpOnly", "Secure", "SameSite=Lax", "Max-Age=300");
    }
}
