package health.authz.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import health.authz.events.BillingCodeGroupId;
import health.authz.events.TenantId;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Received;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.eventstore.NewEvent;
import health.authz.platform.eventstore.Streams;
import health.authz.platform.relay.Outbox;
import health.authz.stack.TestParts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.support.TransactionTemplate;

/** Every kind of statement that the store refuses, with a person in it: neither the logs nor the answers name them. */
@ExtendWith(OutputCaptureExtension.class)
class NamesStayOutOfLogsTest {
    private static final Logger log = LoggerFactory.getLogger(NamesStayOutOfLogsTest.class);
    private static final String NAME = "Canaryname";
    private static final String BORN = "1931-07-17";
    private static final String CLIENT = "{\"name\":{\"family\":\"" + NAME + "\",\"given\":\"Robin\"},\"birthDate\":\""
            + BORN + "\",\"divisionIds\":[]}";
    private static final Map<String, String> REFUSED = Map.of(
            "outbox", "value not like '%" + NAME + "%'",
            "directory_record", "value not like '%" + NAME + "%'",
            "parked_record", "value not like '%" + NAME + "%'",
            "domain_event_entry", "encode(payload, 'escape') not like '%" + NAME + "%'");
    private static RunningDirectory running;

    @BeforeAll
    static void start() {
        running = new RunningDirectory();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @AfterEach
    void takeAll() {
        REFUSED.keySet().forEach(table -> change("alter table " + table + " drop constraint if exists no_canary"));
    }

    private static void refuse(String table) {
        change("alter table " + table + " add constraint no_canary check (" + REFUSED.get(table) + ") not valid");
    }

    private static void change(String sql) {
        running.jdbc.execute(sql);
    }

    @Test
    void a_refused_record_of_the_directory(CapturedOutput output) {
        for (String table : List.of("directory_record", "outbox")) {
            refuse(table);

            RunningDirectory.Answer answer = running.ask(
                    "canary", List.of("directory:write"), "PUT", "/clients/c-" + table, "application/json", CLIENT);

            assertThat(answer.status()).as(table).isEqualTo(500);
            assertThat(output.getAll()).contains("no_canary");
            staysOut(output, answer.text());
            takeAll();
        }
    }

    @Test
    void many_refused_lines_in_one_batch(CapturedOutput output) {
        refuse("outbox");
        List<Outbox.Line> lines = IntStream.range(0, 3)
                .mapToObj(n -> new Outbox.Line("client-directory", "canary/client/" + n, Map.of(), CLIENT))
                .toList();

        failsAndIsLogged(() -> running.part(Outbox.class).put(lines));

        staysOut(output, "");
    }

    @Test
    void a_refused_record_on_its_way_to_the_parking_lot(CapturedOutput output) {
        refuse("parked_record");
        Received record = new Received("client-directory", 0, 1L, "canary/client/1", Map.of(), CLIENT);

        failsAndIsLogged(() ->
                running.part(ParkingLot.class).park("canary", List.of(new ParkingLot.Waiting(record, "a reason"))));

        staysOut(output, "");
    }

    @Test
    void refused_events_in_a_batch_and_one_by_one(CapturedOutput output) {
        refuse("domain_event_entry");
        BillingCodeGroupDefined event = new BillingCodeGroupDefined(
                new TenantId("canary"),
                new BillingCodeGroupId(UUID.randomUUID()),
                1,
                NAME + " " + BORN,
                true,
                List.of());

        failsAndIsLogged(() -> running.part(Streams.class)
                .append(List.of(new NewEvent(
                        "Canary",
                        UUID.randomUUID().toString(),
                        0,
                        event,
                        EventMetadata.ofProcess(new TenantId("canary"), "test", null)))));
        failsAndIsLogged(() -> running.part(org.axonframework.config.Configuration.class)
                .eventStore()
                .publish(new GenericDomainEventMessage<>(
                        "Canary", UUID.randomUUID().toString(), 0, event)));

        staysOut(output, "");
    }

    /** PostgreSQL's own log repeats such a value, so nothing is sent that was not read before; ours does not. */
    @Test
    void a_statement_that_cannot_read_what_it_was_given(CapturedOutput output) {
        failsAndIsLogged(() -> running.jdbc.queryForObject("select ?::date", String.class, "1931-07-18x"));
        failsAndIsLogged(() -> running.jdbc.queryForObject("select ?::int", String.class, "Strangername"));

        assertThat(output.getAll()).contains("SQLSTATE 22").doesNotContain("1931-07-18", "Strangername");
    }

    @Test
    void a_birth_date_that_is_none_is_refused_without_being_repeated(CapturedOutput output) {
        RunningDirectory.Answer answer = running.ask(
                "canary",
                List.of("directory:write"),
                "PUT",
                "/clients/c-1",
                "application/json",
                CLIENT.replace(BORN, BORN + "x"));

        assertThat(answer.status()).isEqualTo(400);
        staysOut(output, answer.text());
    }

    private static void failsAndIsLogged(Runnable work) {
        Throwable failed = catchThrowable(
                () -> running.part(TransactionTemplate.class).executeWithoutResult(status -> work.run()));
        assertThat(failed).isNotNull();
        log.error("refused", failed);
    }

    private static void staysOut(CapturedOutput output, String answer) {
        assertThat(answer).doesNotContain(NAME, BORN);
        assertThat(output.getAll().lines()).noneMatch(line -> line.contains(NAME) || line.contains(BORN));
        assertThat(ofTheServer().lines()).noneMatch(line -> line.contains(NAME) || line.contains(BORN));
    }

    /** What PostgreSQL itself wrote. */
    private static String ofTheServer() {
        try (Connection admin = TestParts.postgres().admin();
                Statement statement = admin.createStatement();
                ResultSet folder = statement.executeQuery("show data_directory")) {
            folder.next();
            return Files.readString(
                    Path.of(folder.getString(1)).resolveSibling("postgres.log"), StandardCharsets.ISO_8859_1);
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
