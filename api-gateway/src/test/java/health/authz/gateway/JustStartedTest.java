package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes the moment the door opens is served like anybody else. */
class JustStartedTest {
    @TempDir
    static Path folder;

    @Test
    void the_first_request_after_the_port_is_open_is_passed_on() throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        try (EchoService echo = EchoService.named("query");
                RunningGateway gateway = new RunningGateway(
                        folder,
                        (opened, base) -> answers.add(first(opened, base)),
                        RunningGateway.allServicesAt(echo.address()))) {
            assertThat(gateway.base).isNotEmpty();
        }

        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst().statusCode())
                .as(answers.getFirst().body())
                .isEqualTo(202);
    }

    private static HttpResponse<String> first(RunningGateway opened, String base) {
        try {
            return opened.ask("GET", base + "/api/v1/authorizations", opened.token("admin"), "", "application/json");
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void an_issuer_that_gives_no_keys_is_nobodys_fault_and_says_when_to_come_back() throws Exception {
        try (RunningGateway gateway =
                new RunningGateway(folder, "--authz.security.jwk-set-uri=http://localhost:1/jwks")) {
            HttpResponse<String> answer = gateway.ask(
                    "GET", gateway.base + "/api/v1/authorizations", gateway.token("admin"), "", "application/json");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(answer.body()).contains("/problems/service-unavailable");
        }
    }
}
