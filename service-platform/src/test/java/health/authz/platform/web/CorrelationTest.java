package health.authz.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class CorrelationTest {
    private static final String SENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String FORM = "00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}";

    @Test
    void a_valid_trace_is_kept_for_the_request_and_answered() throws Exception {
        AtomicReference<String> during = new AtomicReference<>();

        assertThat(answered(SENT, during)).isEqualTo(SENT);
        assertThat(during).hasValue(SENT);
        assertThat(Correlation.traceParent()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\nforged log line"
            })
    void an_invalid_trace_is_ignored_and_a_new_one_begins(String invalid) throws Exception {
        assertThat(answered(invalid, new AtomicReference<>())).matches(FORM).isNotEqualTo(invalid);
    }

    @Test
    void each_request_without_a_trace_begins_its_own() {
        assertThat(TraceParent.given(null)).matches(FORM).isNotEqualTo(TraceParent.given(null));
    }

    @Test
    void work_on_behalf_of_a_request_leaves_the_thread_as_it_was() {
        Correlation.on("c-1", SENT, () -> {
            Correlation.on("c-2", null, () -> {
                assertThat(Correlation.current()).isEqualTo("c-2");
                assertThat(Correlation.traceParent()).isNull();
            });
            assertThat(Correlation.current()).isEqualTo("c-1");
            assertThat(Correlation.traceParent()).isEqualTo(SENT);
        });
        assertThat(Correlation.traceParent()).isNull();
    }

    private static String answered(String sent, AtomicReference<String> during) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("traceparent", sent);
        MockHttpServletResponse response = new MockHttpServletResponse();
        new Correlation().doFilter(request, response, (in, out) -> during.set(Correlation.traceParent()));
        return response.getHeader("traceparent");
    }
}
