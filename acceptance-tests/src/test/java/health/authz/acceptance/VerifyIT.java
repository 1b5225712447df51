package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Stack;
import health.authz.acceptance.dsl.Together;
import health.authz.acceptance.dsl.Truth;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import health.authz.verify.Outcome;
import health.authz.verify.Verify;
import health.authz.verify.VerifyOptions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code ./run verify} on a stack of its own: clean where all is well, and each kind of fault is named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifyIT {
    private static final int CLIENTS = 60;
    private static final int WRITERS = 20;
    private static final int NOTES_EACH = 10;
    private Stack stack;
    private Organisation org;
    private Api biller;
    private Api clinician;
    private String group;
    private List<String> rows;

    @BeforeAll
    void a_little_of_everything() {
        stack = Stack.another("-verify");
        org = Organisation.open(stack, "verify");
        org.manyClients("c", CLIENTS, "adult", "bcbs");
        org.known();
        org.code("V1", 100);
        org.code("V2", 50);
        org.code("V3", null, true);
        group = org.group("Verify", "V1", "V2");
        org.user("biller", true, List.of("*"), "LOW_UNITS", "EXPIRING");
        biller = org.biller();
        clinician = org.clinician();
        biller.preview(org.adding(object("all", true), group, "unitAlertLevel", 2))
                .confirmed()
                .succeeded();
        eventually(() -> assertThat(biller.listed("")).isEqualTo(2 * CLIENTS));
        rows = biller.wholeList("billingCode=V1").stream()
                .map(row -> text(row, "authorizationId"))
                .sorted()
                .toList();
        aLongStory(rows.getFirst());
        org.admin().put("/settings/notes.late-grace-days", object("value", 10)).is(200, 204);
        org.client("c-erased", "youth", "aetna");
        org.admin().delete("/clients/c-erased").is(200, 204);
    }

    /** Notes until an alert is raised, acknowledged and closed, and enough events for a snapshot. */
    private void aLongStory(String id) {
        for (int note = 1; note <= 9; note++) {
            clinician.note(id, "n-" + note, "DRAFT", "11", org.today());
        }
        eventually(() -> assertThat(alerts(id)).hasSize(1));
        biller.post("/alerts/" + alerts(id).getFirst() + "/acknowledge", "").is(200, 204);
        biller.post("/alerts/" + alerts(id).getFirst() + "/seen", "").is(200, 204);
        clinician.note(id, "n-1", "VOIDED", "11", org.today());
        clinician.note(id, "n-2", "RELEASED", "11", org.today());
    }

    private List<String> alerts(String id) {
        return biller.get("/alerts?authorizationId=" + id).is(200).items().stream()
                .map(alert -> text(alert, "id"))
                .toList();
    }

    @AfterAll
    void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    private Outcome verify() throws SQLException {
        VerifyOptions usual = stack.verifyOptions();
        List<String> said = new ArrayList<>();
        Outcome outcome = Verify.run(
                new VerifyOptions(
                        usual.postgresUrl(),
                        usual.postgresPassword(),
                        usual.kafka(),
                        usual.mongodbUri(),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1)),
                said::add);
        System.out.println(String.join("\n", said));
        System.out.println(String.join("\n", outcome.lines()));
        System.out.println(outcome.line());
        return outcome;
    }

    private void isClean() throws SQLException {
        Outcome outcome = verify();
        assertThat(outcome.lines()).isEmpty();
        assertThat(outcome.clean()).isTrue();
        assertThat(outcome.compared()).isGreaterThan(500);
    }

    @Test
    @Order(1)
    void all_is_told_and_shown() throws SQLException {
        isClean();
    }

    @Test
    @Order(2)
    void commits_that_overlap_leave_nothing_out() throws SQLException {
        server("alter system set commit_delay = 50000", "alter system set commit_siblings = 0");
        try {
            List<Callable<Boolean>> deeds = new ArrayList<>();
            IntStream.range(0, WRITERS).forEach(writer -> deeds.add(() -> writesNotes(writer)));
            deeds.add(this::changesAllNumbers);
            deeds.add(this::writesClients);
            Together.run(deeds);
        } finally {
            server("alter system reset commit_delay", "alter system reset commit_siblings");
        }
        isClean();
    }

    private void server(String... statements) throws SQLException {
        try (Connection admin = stack.postgres("postgres");
                Statement statement = admin.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
            statement.execute("select pg_reload_conf()");
        }
    }

    private boolean writesNotes(int writer) {
        String id = rows.get(1 + writer);
        for (int note = 0; note < NOTES_EACH; note++) {
            clinician.note(id, "w-" + note, "DRAFT", "1", org.today());
        }
        return true;
    }

    private boolean changesAllNumbers() {
        for (int round = 0; round < 3; round++) {
            biller.preview(object(
                            "kind",
                            "UPDATE",
                            "selection",
                            object("filter", object("billingCode", "V2")),
                            "patch",
                            object("authorizationNumber", "PA-" + round)))
                    .confirmed();
        }
        return true;
    }

    private boolean writesClients() {
        for (int round = 0; round < NOTES_EACH; round++) {
            org.client("c-side-" + round, "adult", "bcbs");
        }
        org.admin().delete("/clients/c-side-0").is(200, 204);
        return true;
    }

    /** What is done to a store behind the services' backs, how it is undone, and how it must be named. */
    private final class Faults implements AutoCloseable {
        private final List<String> names = new ArrayList<>();
        private final Deque<Runnable> undo = new ArrayDeque<>();
        private final MongoClient client = stack.mongo();
        private final MongoDatabase list = stack.readModel(client);

        void named(String effect, String kind, String example) {
            names.add("%-9s  %s: 1, for example %s".formatted(effect, kind, example));
        }

        void sql(String role, String plant, String back) {
            execute(role, plant);
            undo.push(() -> execute(role, back));
        }

        private void execute(String role, String statement) {
            try (Connection database = stack.postgres(role);
                    PreparedStatement planting = database.prepareStatement(statement)) {
                assertThat(planting.executeUpdate()).as(statement).isEqualTo(1);
            } catch (SQLException failed) {
                throw new IllegalStateException(statement, failed);
            }
        }

        /** Changes a field of a document, or takes the document away where no field is named. */
        void document(String collection, String id, @Nullable String field, @Nullable Object value) {
            Document before =
                    list.getCollection(collection).find(new Document("_id", id)).first();
            assertThat(before).as(collection + " " + id).isNotNull();
            list.getCollection(collection).deleteOne(new Document("_id", id));
            if (field != null) {
                list.getCollection(collection).insertOne(new Document(before).append(field, value));
            }
            undo.push(() -> {
                list.getCollection(collection).deleteOne(new Document("_id", id));
                list.getCollection(collection).insertOne(before);
            });
        }

        void strangeDocument(String collection, String like, String id) {
            Document other = list.getCollection(collection)
                    .find(new Document("_id", like))
                    .first();
            list.getCollection(collection).insertOne(new Document(other).append("_id", id));
            undo.push(() -> list.getCollection(collection).deleteOne(new Document("_id", id)));
        }

        @Override
        public void close() {
            undo.forEach(Runnable::run);
            client.close();
        }
    }

    @Test
    @Order(3)
    void each_fault_is_named_with_its_example() throws SQLException {
        String strange = UUID.randomUUID().toString();
        String tenant = org.id();
        try (Faults faults = new Faults()) {
            String first = rows.getFirst();
            faults.document("authorizations", rows.get(30), "remaining", 4_200L);
            faults.named("different", "row of the list: field remaining", rows.get(30));
            faults.document("authorizations", rows.get(31), "state", "INACTIVE");
            faults.named("different", "row of the list: field state", rows.get(31));
            faults.document("authorizations", rows.get(32), null, null);
            faults.named("missing", "row of the list", rows.get(32));
            faults.document("authorizations", rows.get(33), "clientName", "Nobody, Known");
            faults.named("different", "row of the list: field clientName", rows.get(33));
            faults.document("authorizations", rows.get(34), "seq", 7L);
            faults.named("doubled", "row of the list, ahead of the stored events", rows.get(34));
            faults.strangeDocument("authorizations", rows.get(35), strange);
            faults.named("doubled", "row of the list without a stored event", strange);
            faults.document("history", first + "/2", null, null);
            faults.named("missing", "line of the history", first + "/2");
            faults.document("history", first + "/3", "actor", "somebody-else");
            faults.named("different", "line of the history", first + "/3");
            faults.strangeDocument("history", first + "/1", first + "/1000");
            faults.named("doubled", "line of the history without a stored event", first + "/1000");
            faults.document("clients", tenant + "/c-0001", "active", false);
            faults.named("different", "client of list: field active", tenant + "/client/c-0001");
            faults.document("users", tenant + "/biller", "erased", true);
            faults.named("missing", "user of list", tenant + "/user/biller");
            faults.document("billing_code_groups", tenant + "/" + group, "codes", List.of("V1"));
            faults.named("different", "billing code group of the list: field codes", "billing-code-group/" + group);
            faults.sql(
                    "auth_command",
                    "update authorization_window set end_date = end_date + 1 where authorization_id = '%s'"
                            .formatted(rows.get(36)),
                    "update authorization_window set end_date = end_date - 1 where authorization_id = '%s'"
                            .formatted(rows.get(36)));
            faults.named("different", "window: field end_date", rows.get(36));
            faults.sql(
                    "auth_command",
                    """
                    insert into authorization_window (authorization_id, tenant, client_id, billing_code, start_date, state)
                    values ('%s', '%s', 'c-0001', 'V1', current_date, 'USABLE')""".formatted(strange, tenant),
                    "delete from authorization_window where authorization_id = '%s'".formatted(strange));
            faults.named("doubled", "window without a stored event", strange);
            faults.sql(
                    "auth_command",
                    "update authorization_snapshot set state = replace(state, '\"V1\"', '\"V9\"') where authorization_id = '%s'"
                            .formatted(first),
                    "update authorization_snapshot set state = replace(state, '\"V9\"', '\"V1\"') where authorization_id = '%s'"
                            .formatted(first));
            faults.named("different", "snapshot", first);
            faults.sql(
                    "auth_command",
                    "update billing_code_copy set default_units = 7 where tenant = '%s' and code = 'V2'"
                            .formatted(tenant),
                    "update billing_code_copy set default_units = 50 where tenant = '%s' and code = 'V2'"
                            .formatted(tenant));
            faults.named("different", "copied billing code: field default_units", "billing-code/" + tenant + "/V2");
            faults.sql(
                    "auth_command",
                    "update setting_copy set value = '11' where tenant = '%s'".formatted(tenant),
                    "update setting_copy set value = '10' where tenant = '%s'".formatted(tenant));
            faults.named("different", "copied setting: field value", "setting/" + tenant + "/notes.late-grace-days");
            faults.sql(
                    "alert",
                    "update watched_authorization set remaining = remaining + 1 where authorization_id = '%s'"
                            .formatted(rows.get(37)),
                    "update watched_authorization set remaining = remaining - 1 where authorization_id = '%s'"
                            .formatted(rows.get(37)));
            faults.named("different", "facts of alerts: field remaining", rows.get(37));
            faults.sql(
                    "alert",
                    "update watched_authorization set low_epoch = low_epoch + 1 where authorization_id = '%s'"
                            .formatted(rows.get(38)),
                    "update watched_authorization set low_epoch = low_epoch - 1 where authorization_id = '%s'"
                            .formatted(rows.get(38)));
            faults.named("different", "facts of alerts: field low_epoch", rows.get(38));
            String alert = alerts(first).getFirst();
            faults.sql(
                    "alert",
                    "update alert set threshold = threshold + 1 where id = '%s'".formatted(alert),
                    "update alert set threshold = threshold - 1 where id = '%s'".formatted(alert));
            faults.named("different", "alert of the inbox: field threshold", alert);
            faults.sql(
                    "alert",
                    "update client_copy set active = false where tenant = '%s' and client_id = 'c-0002'"
                            .formatted(tenant),
                    "update client_copy set active = true where tenant = '%s' and client_id = 'c-0002'"
                            .formatted(tenant));
            faults.named("different", "client of alerts: field active", tenant + "/client/c-0002");
            faults.sql(
                    "alert",
                    "insert into division_copy (tenant, division_id, time_zone) values ('%s', 'gone', 'UTC')"
                            .formatted(tenant),
                    "delete from division_copy where tenant = '%s' and division_id = 'gone'".formatted(tenant));
            faults.named("doubled", "division of alerts, not in the directory", tenant + "/gone");

            Outcome outcome = verify();

            assertThat(outcome.lines()).containsExactlyInAnyOrderElementsOf(faults.names);
            assertThat(outcome.clean()).isFalse();
            assertThat(outcome.missing() + outcome.doubled() + outcome.different())
                    .isEqualTo(faults.names.size());
        }
        isClean();
    }

    /** The last one: what is lost here does not come back. */
    @Test
    @Order(4)
    void what_kafka_lost_is_missing_what_it_repeats_is_counted_and_what_it_swaps_is_out_of_order() throws Exception {
        String id = rows.getFirst();
        List<ConsumerRecord<String, String>> all = records();
        TopicPartition lost = all.stream()
                .filter(record -> record.key().equals(id))
                .map(record -> new TopicPartition(record.topic(), record.partition()))
                .findFirst()
                .orElseThrow();
        List<ConsumerRecord<String, String>> gone = all.stream()
                .filter(record -> record.partition() == lost.partition())
                .toList();
        String swapped =
                gone.stream()
                        .collect(Collectors.groupingBy(ConsumerRecord::key, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .filter(each -> each.getValue() > 1 && !each.getKey().equals(id))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            long end = gone.getLast().offset() + 1;
            admin.deleteRecords(Map.of(lost, RecordsToDelete.beforeOffset(end)))
                    .all()
                    .get();
        }

        Outcome without = verify();

        assertThat(without.missing())
                .isEqualTo(gone.stream().map(VerifyIT::place).distinct().count());
        assertThat(without.lines()).singleElement().asString().startsWith("missing    event not on auth-events: ");

        UUID stranger = UUID.randomUUID();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafka()), new StringSerializer(), new StringSerializer())) {
            List<ConsumerRecord<String, String>> others = gone.stream()
                    .filter(record -> !record.key().equals(swapped))
                    .toList();
            others.forEach(record -> producer.send(again(record)));
            List<ConsumerRecord<String, String>> turned = new ArrayList<>(
                    gone.stream().filter(record -> record.key().equals(swapped)).toList());
            turned.add(0, turned.remove(1));
            turned.forEach(record -> producer.send(again(record)));
            producer.send(again(turned.getFirst()));
            producer.send(foreign(turned.getFirst(), stranger.toString()));
            producer.flush();
        }

        Outcome turned = verify();

        assertThat(turned.lines())
                .contains(
                        "different  event on auth-events after one that follows it: 1, for example " + swapped + ":0",
                        "doubled    event on auth-events that is not stored: 1, for example " + stranger + ":0")
                // what the list made of the stranger is told too
                .allMatch(line -> line.contains(swapped) || line.contains(stranger.toString()));
        assertThat(turned.repeated()).isGreaterThan(without.repeated());
        assertThat(turned.missing()).isZero();
    }

    private List<ConsumerRecord<String, String>> records() {
        return new Truth(org).records(Topics.AUTH_EVENTS);
    }

    private static String place(ConsumerRecord<String, String> record) {
        return new String(record.headers().lastHeader(EventHeaders.ID).value(), StandardCharsets.UTF_8);
    }

    private static ProducerRecord<String, String> again(ConsumerRecord<String, String> record) {
        return new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value(), record.headers());
    }

    /** One that somebody else wrote. */
    private static ProducerRecord<String, String> foreign(ConsumerRecord<String, String> like, String id) {
        ProducerRecord<String, String> record =
                new ProducerRecord<>(like.topic(), like.partition(), id, like.value(), like.headers());
        record.headers()
                .remove(EventHeaders.SUBJECT)
                .remove(EventHeaders.SEQUENCE)
                .remove(EventHeaders.ID);
        record.headers().add(EventHeaders.SUBJECT, id.getBytes(StandardCharsets.UTF_8));
        record.headers().add(EventHeaders.SEQUENCE, "0".getBytes(StandardCharsets.UTF_8));
        record.headers().add(EventHeaders.ID, (id + ":0").getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
