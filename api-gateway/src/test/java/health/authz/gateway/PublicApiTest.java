package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpServer;
import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.PublicApi;
import health.authz.gateway.console.SignedIn;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.JsonNode;

/** What a screen gets from the API, through the door like everybody. */
class PublicApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static EchoService query;
    private static HttpServer command;
    private static RunningGateway gateway;
    private static PublicApi api;

    @BeforeAll
    static void start() throws Exception {
        query = EchoService.named("query");
        command = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        command.createContext("/", exchange -> {
            byte[] problem = """
                    {"type":"/problems/invalid-field","title":"Bad","status":400,"detail":"Look at the fields.","limit":7,
                     "errors":[{"field":"endDate","detail":"is a date"},{"field":"reason","detail":"is missing"}]}""".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            exchange.getResponseHeaders()
                    .set(Correlated.HEADER, exchange.getRequestHeaders().getFirst(Correlated.HEADER));
            exchange.sendResponseHeaders(400, problem.length);
            exchange.getResponseBody().write(problem);
            exchange.close();
        });
        command.start();
        gateway = new RunningGateway(
                folder,
                "--authz.services.query=" + query.address(),
                "--authz.services.command=http://localhost:"
                        + command.getAddress().getPort(),
                "--authz.services.alert=http://localhost:1",
                "--authz.services.billing=http://localhost:1");
        api = new PublicApi(() -> gateway.base, PATIENCE);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        query.close();
        command.stop(0);
    }

    @AfterEach
    void endRequest() {
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void it_is_asked_in_the_persons_name_below_its_root() throws Exception {
        String answer = api.as(biller())
                .get()
                .uri("/authorizations?q={q}&limit={limit}", "a b", 50)
                .retrieve()
                .body(String.class);

        assertThat(answer)
                .startsWith("query GET /api/v1/authorizations?q=a%20b&limit=50")
                .contains("Bearer");
    }

    @Test
    void a_refusal_comes_with_its_document_and_the_pages_correlation_id() throws Exception {
        MockHttpServletRequest page = new MockHttpServletRequest();
        page.addHeader(Correlated.HEADER, "page-1");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(page));
        SignedIn biller = biller();

        assertThatThrownBy(() -> api.as(biller)
                        .post()
                        .uri("/bulk-previews")
                        .body("{}")
                        .retrieve()
                        .body(JsonNode.class))
                .asInstanceOf(type(ApiProblem.class))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.slug()).isEqualTo("invalid-field");
                    assertThat(problem.detail()).isEqualTo("Look at the fields.");
                    assertThat(problem.more("limit")).isEqualTo("7");
                    assertThat(problem.more("nothing")).isNull();
                    assertThat(problem.correlationId()).isEqualTo("page-1");
                    assertThat(problem.errors())
                            .containsExactly(
                                    new ApiProblem.FieldError("endDate", "is a date"),
                                    new ApiProblem.FieldError("reason", "is missing"));
                });
    }

    @Test
    void a_service_that_is_away_and_a_token_that_is_over_are_problems_too() throws Exception {
        SignedIn biller = biller();
        assertThatThrownBy(() -> api.as(biller).get().uri("/alerts").retrieve().body(JsonNode.class))
                .asInstanceOf(type(ApiProblem.class))
                .extracting(ApiProblem::slug)
                .isEqualTo("service-unavailable");

        SignedIn stranger = new SignedIn("u", "u", "o", Set.of(), "nonsense");
        assertThatThrownBy(
                        () -> api.as(stranger).get().uri("/alerts").retrieve().body(JsonNode.class))
                .asInstanceOf(type(ApiProblem.class))
                .extracting(ApiProblem::status)
                .isEqualTo(401);
    }

    @Test
    void a_door_that_does_not_answer_is_a_problem_without_a_document() throws Exception {
        PublicApi nowhere = new PublicApi(() -> "http://localhost:1", PATIENCE);
        SignedIn biller = biller();

        assertThatThrownBy(
                        () -> nowhere.as(biller).get().uri("/alerts").retrieve().body(JsonNode.class))
                .asInstanceOf(type(ApiProblem.class))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.detail()).isNotBlank();
                    assertThat(problem.errors()).isEmpty();
                });
    }

    private static SignedIn biller() throws Exception {
        return new SignedIn("biller", "biller", "abc-therapeutic", Set.of("auth:read"), gateway.token("biller"));
    }
}
