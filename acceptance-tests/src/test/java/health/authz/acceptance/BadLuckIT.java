package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import health.authz.acceptance.dsl.Truth;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Selections that are too large, rows that all refuse, parts that are away and connections that break. */
class BadLuckIT {
    private static final int CLIENTS = 500;
    private static final int CODES = 2;
    private static final int ROWS = CLIENTS * CODES;
    private static final Duration RECOVERED = Duration.ofMinutes(10);
    private Organisation org;
    private Api biller;
    private String group;

    @BeforeEach
    void clients_and_a_group() {
        org = Organisation.open("luck");
        org.manyClients("c", CLIENTS, "adult", "bcbs");
        org.known();
        org.code("L1", 10);
        org.code("L2", 10);
        group = org.group("Luck", "L1", "L2");
        biller = org.biller();
    }

    @Test
    void more_rows_than_the_organisation_allows_are_refused_and_nothing_is_frozen() throws SQLException {
        org.admin().put("/settings/bulk.rows-max", object("value", ROWS - 1)).is(200, 204);

        eventually(() -> {
            Answer refused = biller.post("/bulk-previews", addToAll()).isProblem(422);
            assertThat(refused.problemType()).isEqualTo("too-many-rows");
        });

        org.admin().put("/settings/bulk.rows-max", object("value", null)).is(200, 204);
        eventually(() -> assertThat(Json.text(
                        biller.post("/bulk-previews", addToAll()).is(201, 202).json(), "id"))
                .isNotBlank());
        assertThat(new Truth(org).storedEvents()).isZero();
    }

    @Test
    void a_preview_of_rows_that_all_refuse_says_so_and_confirmed_does_nothing() throws SQLException {
        Preview preview = biller.preview(org.adding(object("all", true), group, "payerId", "aetna"));
        assertThat(preview.count()).isEqualTo(ROWS);
        assertThat(preview.outcome("REJECTED")).isEqualTo(ROWS);

        Operation done = preview.confirmed();

        assertThat(done.state()).isEqualTo("FAILED");
        assertThat(done.progress("failed")).isEqualTo(ROWS);
        assertThat(new Truth(org).storedEvents()).isZero();
    }

    @Test
    void with_kafka_away_the_operation_ends_all_the_same_and_the_list_follows_later() throws SQLException {
        Preview preview = biller.preview(addToAll());

        org.stack().without("kafka", () -> preview.confirmed().succeeded());

        assertThat(new Truth(org).storedEvents()).isEqualTo(ROWS);
        eventually(RECOVERED, () -> assertThat(biller.listed("")).isEqualTo(ROWS));
    }

    @Test
    void with_the_list_away_a_preview_says_so_and_a_confirmed_operation_ends() throws SQLException {
        Preview preview = biller.preview(addToAll());

        org.stack().without("mongodb-stand-in", () -> {
            Answer asked = biller.post("/bulk-previews", addToAll());
            if (asked.status() == 202) {
                eventually(() -> assertThat(
                                biller.get("/bulk-previews/" + asked.text("id")).body())
                        .contains("list-unavailable"));
            } else {
                assertThat(asked.isProblem(503).problemType()).isEqualTo("list-unavailable");
            }
            preview.confirmed().succeeded();
        });

        assertThat(new Truth(org).storedEvents()).isEqualTo(ROWS);
        eventually(RECOVERED, () -> assertThat(biller.listed("")).isEqualTo(ROWS));
    }

    @Test
    void a_connection_cut_before_the_answer_leaves_one_operation_whose_answer_the_next_attempt_gets()
            throws IOException, SQLException {
        Preview preview = biller.preview(addToAll());
        String key = UUID.randomUUID().toString();

        confirmAndHangUp(preview, key);
        eventually(() -> assertThat(operations()).isEqualTo(1));
        Operation again = Operation.of(biller, preview.tryConfirm(key).is(200, 202))
                .done()
                .succeeded();

        assertThat(operations()).isEqualTo(1);
        assertThat(new Truth(org).storedBy(again.id())).hasSize(ROWS);
    }

    private long operations() {
        return biller.get("/bulk-operations").is(200).count();
    }

    /** Sends the whole request and is gone before there is an answer. */
    private void confirmAndHangUp(Preview preview, String key) throws IOException {
        URI gateway = org.stack().gateway();
        byte[] body = Json.write(preview.confirmation(preview.count())).getBytes(StandardCharsets.UTF_8);
        String head = String.join(
                "\r\n",
                "POST /api/v1/bulk-operations HTTP/1.1",
                "Host: " + gateway.getAuthority(),
                "Authorization: Bearer " + org.stack().tokens().of(Login.biller(org.id())),
                "Idempotency-Key: " + key,
                "Content-Type: application/json",
                "Content-Length: " + body.length,
                "",
                "");
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
        }
    }

    private Object addToAll() {
        return org.adding(object("all", true), group);
    }
}
