package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Nothing is true only in MongoDB. */
class MongoEmptiedIT {
    private static final Duration REBUILT = Duration.ofMinutes(5);
    private static final int CLIENTS = 30;
    private static final int MANY_CLIENTS = 2_500;

    @Test
    void the_list_the_clients_and_the_history_come_back_equal() {
        Organisation org = Organisation.open("emptied");
        org.manyClients("c", CLIENTS, "adult", "bcbs");
        org.known();
        org.code("M1", 10);
        org.code("M2", 5);
        Api biller = org.biller();
        biller.preview(org.adding(object("all", true), org.group("Emptied", "M1", "M2")))
                .confirmed()
                .succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS * 2));
        List<JsonNode> rows = biller.wholeList("");
        String noted = text(rows.getFirst(), "authorizationId");
        org.clinician().note(noted, "note-1", "DRAFT", "2", org.today());
        eventually(() ->
                assertThat(biller.authorization(noted).path("seq").asInt()).isEqualTo(1));
        Map<String, JsonNode> before = Json.by("authorizationId", biller.wholeList(""));
        List<JsonNode> history =
                biller.get("/authorizations/" + noted + "/history").is(200).items();
        List<JsonNode> clients = biller.get("/clients?limit=500").is(200).items();

        org.stack().emptyMongo();
        biller.preview(org.adding(
                        object("ids", List.of("c-0001")),
                        org.group("After", "M1"),
                        "startDate",
                        org.today().plusDays(200).toString(),
                        "endDate",
                        org.today().plusDays(300).toString()))
                .confirmed()
                .succeeded();

        eventually(REBUILT, () -> {
            Map<String, JsonNode> after = Json.by("authorizationId", biller.wholeList(""));
            assertThat(after).hasSize(before.size() + 1).containsAllEntriesOf(before);
        });
        eventually(REBUILT, () -> {
            assertThat(biller.get("/authorizations/" + noted + "/history")
                            .is(200)
                            .items())
                    .isEqualTo(history);
            assertThat(biller.get("/clients?limit=500").is(200).items()).isEqualTo(clients);
        });
    }

    @Test
    void no_page_calls_itself_whole_and_no_bulk_change_is_previewed_on_half_of_a_list() {
        Organisation org = Organisation.open("half");
        org.manyClients("h", MANY_CLIENTS, "adult", "bcbs");
        org.known();
        String group = org.group("Half", org.code("E1", 10), org.code("E2", 5));
        Api biller = org.biller();
        biller.preview(org.adding(object("all", true), group)).confirmed().succeeded();
        int rows = MANY_CLIENTS * 2;
        eventually(() -> assertThat(biller.listed("")).isEqualTo(rows));
        Preview frozen = biller.preview(ending(org, 40));
        assertThat(frozen.count()).isEqualTo(rows);

        org.stack().emptyMongo();

        List<String> states = new ArrayList<>();
        eventually(REBUILT, () -> {
            Answer page = biller.get("/authorizations?limit=1").is(200);
            states.add(page.text("listState"));
            assertThat(page.text("listState").equals("REBUILDING") || page.count() == rows)
                    .as("%s", page.body())
                    .isTrue();
            Answer summary = biller.get("/authorizations/summary").is(200);
            assertThat(summary.text("listState").equals("REBUILDING") || summary.count() == rows)
                    .as("%s", summary.body())
                    .isTrue();
            Answer asked = biller.post("/bulk-previews", ending(org, 50));
            if (asked.status() == 503) {
                assertThat(asked.isProblem(503).problemType()).isEqualTo("list-is-being-rebuilt");
                assertThat(asked.headers().firstValue("Retry-After")).hasValue("5");
            } else {
                assertThat(biller.ready(asked).count()).isEqualTo(rows);
            }
            if (states.size() == 1) {
                frozen.confirmed().succeeded();
            }
            assertThat(asked.status()).as("the list is whole again").isNotEqualTo(503);
            assertThat(states.getLast()).as("and the page says so").isEqualTo("READY");
        });
        assertThat(states).as("what a page said first").startsWith("REBUILDING");
        assertThat(states.getLast()).isEqualTo("READY");
    }

    private static Object ending(Organisation org, int days) {
        return object(
                "kind", "UPDATE",
                "selection", object("all", true),
                "patch", object("endDate", org.today().plusDays(days).toString()));
    }
}
