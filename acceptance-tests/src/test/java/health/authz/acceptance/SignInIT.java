package health.authz.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Stack;
import health.authz.acceptance.dsl.Visitor;
import health.authz.acceptance.dsl.Visitor.Page;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People come in, and go out, by the one door. */
class SignInIT {
    private final Stack stack = Stack.running();
    private final Visitor visitor = new Visitor(stack.gateway());

    @Test
    void the_start_page_leads_to_the_logins_on_this_one_origin() throws Exception {
        Page page = visitor.open("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("biller", "front-desk", "admin2", "ABC Therapeutic Group");
        assertThat(visitor.way()).hasSizeGreaterThan(1).allSatisfy(each -> assertThat(each.getAuthority())
                .isEqualTo(stack.gateway().getAuthority()));
    }

    @Test
    void one_click_signs_in_and_log_off_ends_at_the_logins_again() throws Exception {
        Page first = visitor.choose(visitor.open("/"), "biller");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.at().getPath()).startsWith("/console");
        Map<String, String> session = new LinkedHashMap<>(visitor.cookies());

        Page after = visitor.send("/logout", Map.of("_csrf", first.token()));

        assertThat(after.status()).isEqualTo(200);
        assertThat(after.at().getPath()).isEqualTo("/demo-issuer/authorize");
        visitor.cookies().putAll(session);
        assertThat(visitor.open("/").at().getPath())
                .as("the old cookie opens nothing")
                .isEqualTo("/demo-issuer/authorize");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console", "/problems/stale", "/sign-in/failed", "/no-such-page"})
    void every_page_is_strict_before_and_after(String path) throws Exception {
        assertStrict(visitor.open(path));
        visitor.choose(visitor.open("/"), "biller");
        assertStrict(visitor.open(path));
    }

    private static void assertStrict(Page page) {
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .contains("script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe-inline", "unsafe-eval");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isNotEmpty();
        assertThat(page.header("Permissions-Policy")).isNotEmpty();
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.body()).doesNotContain("<style", " style=").doesNotContainPattern("<script(?![^>]* src=)");
    }
}
