package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Together;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Facts on a client come on another topic than its authorizations: before, after or meanwhile, the row ends the same. */
class DirectoryRaceIT {
    private static final int CLIENTS = 60;
    private static final int CODES = 3;
    private Organisation org;
    private Api biller;
    private String group;

    @BeforeEach
    void clients_of_the_adult_division() {
        org = Organisation.open("race");
        org.manyClients("c", CLIENTS, "adult", "bcbs");
        org.known();
        Stream.of("R1", "R2", "R3").forEach(code -> org.code(code, 10));
        group = org.group("Race", "R1", "R2", "R3");
        biller = org.biller();
    }

    @Test
    void a_record_before_its_authorization() {
        moveToYouth(1, CLIENTS);
        add();

        assertEveryRowIsOfYouth();
    }

    @Test
    void a_record_after_its_authorization() {
        add();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(CLIENTS * CODES));
        moveToYouth(1, CLIENTS);

        assertEveryRowIsOfYouth();
    }

    @Test
    void records_while_the_authorizations_come() {
        Callable<Object> adding = this::add;
        Callable<Object> firstHalf = () -> moveToYouth(1, CLIENTS / 2);
        Callable<Object> secondHalf = () -> moveToYouth(CLIENTS / 2 + 1, CLIENTS);

        Together.run(adding, firstHalf, secondHalf);

        assertEveryRowIsOfYouth();
    }

    @Test
    void an_erased_client_leaves_rows_without_a_name() {
        add();
        eventually(() -> assertThat(biller.listed("clientId=c-0001")).isEqualTo(CODES));

        org.admin().delete("/clients/c-0001").is(200, 204);

        eventually(() -> assertThat(biller.wholeList("clientId=c-0001&clientActive=any"))
                .hasSize(CODES)
                .allSatisfy(row -> assertThat(text(row, "clientName")).doesNotContain("Sample")));
        eventually(() -> org.admin().get("/clients/c-0001").isProblem(404));
    }

    private Operation add() {
        return biller.preview(org.adding(object("filter", object("payerId", "bcbs")), group))
                .confirmed()
                .succeeded();
    }

    private Object moveToYouth(int from, int to) {
        IntStream.rangeClosed(from, to).mapToObj("c-%04d"::formatted).forEach(client -> org.admin()
                .put("/clients/" + client, Organisation.clientRecord(client, true, "youth", "bcbs"))
                .is(200, 201, 204));
        return to - from + 1;
    }

    private void assertEveryRowIsOfYouth() {
        eventually(() -> {
            List<JsonNode> rows = biller.wholeList("");
            assertThat(rows).hasSize(CLIENTS * CODES).allSatisfy(row -> {
                assertThat(row.path("divisionIds").valueStream().map(JsonNode::asString))
                        .containsExactly("youth");
                assertThat(text(row, "clientName")).contains("Sample").contains(text(row, "clientId"));
            });
            assertThat(biller.listed("divisionId=youth")).isEqualTo(CLIENTS * CODES);
            assertThat(biller.listed("divisionId=adult")).isZero();
        });
    }
}
