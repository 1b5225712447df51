package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refusal of a large body reaches whoever sent it, and a connection that a service ends is no service that is away. */
class RefusedUploadTest {
    private static final int MEGABYTE = 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void a_refusal_that_comes_while_the_body_is_still_sent_is_the_answer() throws Exception {
        try (RefusingService service = RefusingService.thatReadsOn(2 * MEGABYTE)) {
            HttpResponse<String> answer = upload(service, 30 * MEGABYTE);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo(RefusingService.REFUSAL);
        }
    }

    @Test
    void a_refusal_whose_reason_is_cut_off_keeps_its_status() throws Exception {
        try (RefusingService service = RefusingService.cutOffInItsReason(MEGABYTE)) {
            HttpResponse<String> answer = upload(service, MEGABYTE);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).contains("/problems/broken-off", "auth-command-service", "\"status\":403");
        }
    }

    @Test
    void a_service_that_takes_no_more_of_a_body_is_not_away() throws Exception {
        try (RefusingService service = RefusingService.silent(2 * MEGABYTE)) {
            HttpResponse<String> answer = upload(service, 30 * MEGABYTE);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
            assertThat(answer.body()).contains("/problems/broken-off", "auth-command-service");
        }
    }

    private HttpResponse<String> upload(RefusingService service, int bytes) throws Exception {
        try (RunningGateway gateway = new RunningGateway(folder, RunningGateway.allServicesAt(service.address()))) {
            return gateway.ask(
                    "POST",
                    gateway.base + "/api/v1/bulk-previews?kind=ADD",
                    gateway.token("biller"),
                    BodyPublishers.ofByteArray(new byte[bytes]),
                    "text/csv",
                    BodyHandlers.ofString());
        }
    }
}
