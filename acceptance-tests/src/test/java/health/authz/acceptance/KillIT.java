package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import health.authz.acceptance.dsl.Truth;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} of any process while 20,000 rows are added: afterwards every row is there, once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillIT {
    private static final int CLIENTS = 2_000;
    private static final int CODES = 10;
    private static final int ROWS = CLIENTS * CODES;
    private static final Duration RECOVERED = Duration.ofMinutes(10);
    private Organisation org;
    private Api biller;
    private String group;
    private LocalDate nextStart;

    @BeforeAll
    void two_thousand_clients_and_ten_codes() {
        org = Organisation.open("kill");
        org.manyClients("c", CLIENTS, "adult", "bcbs");
        org.known();
        List<String> codes = IntStream.rangeClosed(1, CODES)
                .mapToObj(i -> org.code("K" + i, 10))
                .toList();
        group = org.group("Kill", codes.toArray(String[]::new));
        biller = org.biller();
        nextStart = org.today().plusDays(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth-command-service",
                "auth-query-service",
                "alert-service",
                "billing-group-service",
                "api-gateway",
                "kafka",
                "mongodb-stand-in",
                "postgres"
            })
    void every_row_is_there_once(String process) throws SQLException {
        everyRowIsThereOnce(process, () -> org.stack().kill9(process));
    }

    @Test
    void every_row_is_there_once_after_postgresql_was_stopped_in_order_and_started_again() throws SQLException {
        everyRowIsThereOnce("postgres", org.stack()::restartPostgres);
    }

    private void everyRowIsThereOnce(String process, Runnable fault) throws SQLException {
        org.known();
        Preview preview = biller.preview(addInWindowOfItsOwn());
        assertThat(preview.outcome("WOULD_ADD")).isEqualTo(ROWS);
        Operation running = Operation.of(
                biller, preview.tryConfirm(UUID.randomUUID().toString()).is(202));
        eventually(() -> assertThat(running.now().progress("processed")).isPositive());

        fault.run();

        Operation done = running.done().succeeded();
        assertThat(done.progress("succeeded")).isEqualTo(ROWS);
        eventually(RECOVERED, () -> assertThat(org.stack().isReady(process))
                .as(process + " is back")
                .isTrue());
        Truth truth = new Truth(org);
        Set<String> stored = truth.storedBy(done.id());
        assertThat(stored).hasSize(ROWS);
        eventually(RECOVERED, () -> assertThat(biller.listed("operationId=" + done.id()))
                .isEqualTo(ROWS));
        eventually(RECOVERED, () -> assertThat(listed(done.id())).isEqualTo(stored));
        eventually(RECOVERED, () -> assertThat(truth.toldBy(done.id())).isEqualTo(stored));
    }

    private Set<String> listed(String operationId) {
        List<String> ids = biller.exported("operationId=" + operationId)
                .map(row -> text(row, "authorizationId"))
                .collect(Collectors.toList());
        assertThat(ids).doesNotHaveDuplicates();
        return new TreeSet<>(ids);
    }

    private Object addInWindowOfItsOwn() {
        LocalDate start = nextStart;
        nextStart = start.plusDays(10);
        return org.adding(
                object("all", true),
                group,
                "startDate",
                start.toString(),
                "endDate",
                start.plusDays(9).toString());
    }
}
