package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Stack;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What somebody finds who starts the stack for the first time. */
class DemoIT {
    private static final long AUTHORIZATIONS = 9_000;
    private static final int CLIENTS = 1_200;
    private static final String EVERY_STATUS = "status=ACTIVE,PENDING_START,EXHAUSTED,EXPIRED,INACTIVE,VOIDED";
    private final Stack stack = Stack.running();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "biller",
                "front-desk",
                "admin",
                "clinician",
                "auditor",
                "biller-adult",
                "clinician-own",
                "biller2",
                "admin2"
            })
    void every_login_gets_a_token_that_opens_the_list(String login) throws Exception {
        Api api = as(login);
        eventually(() -> assertThat(api.get("/authorizations").is(200).count()).isPositive());
    }

    @Test
    void an_operator_is_of_no_organisation_and_opens_no_route_of_one() throws Exception {
        as("ops").get("/authorizations").isProblem(401);
    }

    @Test
    void an_unknown_login_gets_none() throws Exception {
        assertThat(ask("nobody").statusCode()).isBetween(400, 404);
    }

    @Test
    void the_list_is_full_in_every_status() throws Exception {
        Api admin = as("admin");
        Api other = as("admin2");
        eventually(() -> assertThat(admin.listed(EVERY_STATUS + "&clientActive=any")
                        + other.listed(EVERY_STATUS + "&clientActive=any"))
                .as("other scenarios on this stack may have added to the demo data")
                .isGreaterThanOrEqualTo(AUTHORIZATIONS));
        eventually(() -> assertThat(admin.get("/authorizations/summary?clientActive=any&" + EVERY_STATUS)
                        .is(200)
                        .json()
                        .path("byStatus")
                        .propertyNames())
                .containsExactlyInAnyOrder("ACTIVE", "PENDING_START", "EXHAUSTED", "EXPIRED", "INACTIVE", "VOIDED"));
    }

    @Test
    void clients_of_both_organisations_are_there() throws Exception {
        Api admin = as("admin");
        Api other = as("admin2");
        Api biller = as("biller");
        Api ofAdults = as("biller-adult");
        eventually(() -> {
            Answer one = admin.get("/clients?active=true").is(200);
            assertThat(one.count()).isGreaterThan(CLIENTS / 2);
            assertThat(one.items().getFirst().path("name").path("family").asString())
                    .isNotBlank();
            // divisions of their own are what other scenarios bring to the second organisation
            assertThat(admin.get("/divisions").count() + other.get("/divisions").count())
                    .isGreaterThanOrEqualTo(6);
            assertThat(ofAdults.get("/authorizations").count())
                    .isPositive()
                    .isLessThan(biller.get("/authorizations").count());
        });
    }

    @Test
    void alerts_reach_somebody() throws Exception {
        Api biller = as("biller");
        eventually(() -> assertThat(biller.get("/alerts").is(200).count()).isPositive());
    }

    @Test
    void programs_are_asked_for_nothing() throws Exception {
        for (String login : List.of("admin", "admin2")) {
            assertThat(Json.by("key", as(login).get("/settings").is(200).items()))
                    .extractingByKeys("bulk.confirm-count-above", "bulk.four-eyes-above")
                    .allSatisfy(setting ->
                            assertThat(setting.path("value").isNull()).isTrue());
        }
    }

    private Api as(String login) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(login);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode token = Json.read(answer.body());
        assertThat(token.path("expires_in").asInt()).isEqualTo(8 * 60 * 60);
        return stack.withToken(text(token, "access_token"));
    }

    private HttpResponse<String> ask(String login) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(stack.gateway().resolve("/demo-issuer/token"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(Json.write(object("login", login))))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
