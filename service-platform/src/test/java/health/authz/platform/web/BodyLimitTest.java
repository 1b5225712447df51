package health.authz.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** The bound goes by the type itself, and what has no type is not read. */
class BodyLimitTest {
    private static final byte[] LARGE = new byte[(int) BodyLimit.BYTES_MAX + 1];

    private static MockHttpServletRequest large(String type) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/authorizations");
        request.setContentType(type);
        request.setContent(LARGE);
        return request;
    }

    private static int status(MockHttpServletRequest request) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        MockFilterChain chain = new MockFilterChain();
        new BodyLimit().doFilter(request, response, chain);
        if (chain.getRequest() == null) {
            assertThat(response.getContentType()).startsWith("application/problem+json");
        }
        return response.getStatus();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "application/json",
                "application/json;a=csv",
                "application/json; ndjson=1",
                "application/csv+json",
                "text/plain",
                "application/x-ndjson-not"
            })
    void what_is_not_lines_has_the_bound_announced_or_not(String type) throws Exception {
        assertThat(status(large(type))).isEqualTo(413);

        MockHttpServletRequest unannounced = new MockHttpServletRequest("POST", "/api/v1/authorizations") {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
        unannounced.setContentType(type);
        unannounced.setContent(LARGE);
        MockFilterChain chain = new MockFilterChain();
        new BodyLimit().doFilter(unannounced, new MockHttpServletResponse(), chain);
        assertThatThrownBy(() -> chain.getRequest().getInputStream().readAllBytes())
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "text/csv;charset=utf-8", "Application/X-NDJSON"})
    void lines_have_none(String type) throws Exception {
        assertThat(status(large(type))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "application/*+json",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "nonsense",
                "application/json;charset=none-such"
            })
    void what_names_no_single_type_is_not_read(String type) throws Exception {
        assertThat(status(large(type))).isEqualTo(415);
    }
}
