package health.authz.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class WhereToTest {
    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/", "/console/authorizations", "/console/clients/c-1"})
    void pages_of_the_console_are_come_back_to(String path) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setQueryString("status=ACTIVE&q=a%20b");

        assertThat(WhereTo.of(request)).isEqualTo(path + "?status=ACTIVE&q=a%20b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/consoles", "/console//example.org", "/console/\\example.org", "/docs", "/logout"})
    void nothing_else_is(String path) {
        assertThat(WhereTo.of(new MockHttpServletRequest("GET", path))).isEqualTo("/");
    }

    @Test
    void a_form_leads_back_to_its_page_and_never_to_another_origin() {
        MockHttpServletRequest form = new MockHttpServletRequest("POST", "/console/save");
        assertThat(WhereTo.of(form)).isEqualTo("/");

        form.addHeader("Referer", "https://example.org/console/edit?x=1");
        assertThat(WhereTo.of(form)).isEqualTo("/console/edit?x=1");
    }

    @Test
    void an_address_without_end_is_not_kept() {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/console");
        request.setQueryString("q=" + "x".repeat(5_000));

        assertThat(WhereTo.of(request)).isEqualTo("/");
    }
}
