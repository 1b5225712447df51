package health.authz.verify;

import static health.authz.verify.SmallWorld.ALERT;
import static health.authz.verify.SmallWorld.GROUP;
import static health.authz.verify.SmallWorld.LONG;
import static health.authz.verify.SmallWorld.PLAIN;
import static health.authz.verify.SmallWorld.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.DomainEvent;
import health.authz.events.OperationId;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationExpired;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clean where all is well, and each kind of fault is named with its example, alone; ids and fields, never values. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifyTest {
    private static final String STRANGE = "01976f3a-0000-8000-8000-0000000000ff";
    private static final String BULK_LATER = "01976f3a-0000-8000-8000-0000000000d0";
    private static final String BULK_LACKING = "01976f3a-0000-8000-8000-0000000000d1";
    private static final String BULK_REPEATED = "01976f3a-0000-8000-8000-0000000000d2";
    private static final String BULK_SWAPPED = "01976f3a-0000-8000-8000-0000000000d3";
    private static final String BULK_CHANGED = "01976f3a-0000-8000-8000-0000000000d4";
    private static SmallWorld world;
    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void everythingIsAsItShouldBe() throws Exception {
        world = new SmallWorld();
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private Outcome verify() throws SQLException {
        return Verify.run(world.options(), said::add);
    }

    private interface Deed {
        void in(SmallWorld world);
    }

    /** What is done behind the services' backs, how it is undone, and how it must be named. */
    private record Fault(String line, Deed plant, Deed undo) {
        @Override
        public String toString() {
            return line;
        }

        static Fault sql(String line, String service, String plant, String undo) {
            return new Fault(line, in -> in.sql(service, plant), in -> in.sql(service, undo));
        }

        /** A field of a document has another value; without a field the document is gone. */
        static Fault document(
                String line, String collection, String id, @Nullable String field, @Nullable Object value) {
            Document[] before = new Document[1];
            return new Fault(
                    line,
                    in -> {
                        before[0] = in.list().getCollection(collection).findOneAndDelete(new Document("_id", id));
                        assertThat(before[0]).isNotNull();
                        if (field != null) {
                            in.list().getCollection(collection).insertOne(new Document(before[0]).append(field, value));
                        }
                    },
                    in -> {
                        in.list().getCollection(collection).deleteOne(new Document("_id", id));
                        in.list().getCollection(collection).insertOne(before[0]);
                    });
        }

        /** A second document like another one. */
        static Fault second(String line, String collection, String like, String id) {
            return new Fault(
                    line,
                    in -> {
                        Document one = in.list()
                                .getCollection(collection)
                                .find(new Document("_id", like))
                                .first();
                        in.list().getCollection(collection).insertOne(new Document(one).append("_id", id));
                    },
                    in -> in.list().getCollection(collection).deleteOne(new Document("_id", id)));
        }
    }

    private static String missing(String what, String id) {
        return "missing    " + what + ": 1, for example " + id;
    }

    private static String doubled(String what, String id) {
        return "doubled    " + what + ": 1, for example " + id;
    }

    private static String different(String what, String id) {
        return "different  " + what + ": 1, for example " + id;
    }

    static Stream<Fault> faults() {
        String client = TENANT + "/client/c-1";
        return Stream.of(
                Fault.document(
                        different("row of the list: field remaining", PLAIN), "authorizations", PLAIN, "remaining", 1L),
                Fault.document(
                        different("row of the list: field state", PLAIN), "authorizations", PLAIN, "state", "VOIDED"),
                Fault.document(
                        different("row of the list: field clientName", PLAIN),
                        "authorizations",
                        PLAIN,
                        "clientName",
                        "x"),
                Fault.document(
                        different("row of the list: field operationIds", PLAIN),
                        "authorizations",
                        PLAIN,
                        "operationIds",
                        List.of()),
                Fault.document(missing("row of the list", PLAIN), "authorizations", PLAIN, null, null),
                Fault.document(
                        doubled("row of the list, ahead of the stored events", PLAIN),
                        "authorizations",
                        PLAIN,
                        "seq",
                        2L),
                Fault.second(
                        doubled("row of the list without a stored event", STRANGE), "authorizations", PLAIN, STRANGE),
                Fault.document(missing("line of the history", LONG + "/4"), "history", LONG + "/4", null, null),
                Fault.document(different("line of the history", LONG + "/5"), "history", LONG + "/5", "actor", "other"),
                Fault.second(
                        doubled("line of the history without a stored event", LONG + "/10"),
                        "history",
                        LONG + "/9",
                        LONG + "/10"),
                Fault.document(
                        different("alerts on the row of the list: field LOW_UNITS", LONG),
                        "authorizations",
                        LONG,
                        "alerts",
                        new Document()),
                Fault.document(
                        different("alerts that the list knows: field LOW_UNITS", LONG),
                        "open_alerts",
                        LONG,
                        "LOW_UNITS",
                        1L),
                Fault.document(missing("alert that the list knows", ALERT), "alerts", ALERT, null, null),
                Fault.document(
                        different("client of list: field active", client), "clients", TENANT + "/c-1", "active", false),
                Fault.document(
                        different("client of list: field birthDate", client),
                        "clients",
                        TENANT + "/c-1",
                        "birthDate",
                        null),
                Fault.document(
                        missing("payer of list", TENANT + "/payer/bcbs"), "payers", TENANT + "/bcbs", "erased", true),
                Fault.second(
                        doubled("user of list, not in the directory", TENANT + "/u-8"),
                        "users",
                        TENANT + "/u-7",
                        TENANT + "/u-8"),
                Fault.document(
                        different("billing code group of the list: field codes", "billing-code-group/" + GROUP),
                        "billing_code_groups",
                        TENANT + "/" + GROUP,
                        "codes",
                        List.of()),
                Fault.sql(
                        different("window: field end_date", PLAIN),
                        "auth_command",
                        "update authorization_window set end_date = end_date + 1 where authorization_id = '" + PLAIN
                                + "'",
                        "update authorization_window set end_date = end_date - 1 where authorization_id = '" + PLAIN
                                + "'"),
                Fault.sql(
                        different("window: field state", PLAIN),
                        "auth_command",
                        "update authorization_window set state = 'EXHAUSTED' where authorization_id = '" + PLAIN + "'",
                        "update authorization_window set state = 'USABLE' where authorization_id = '" + PLAIN + "'"),
                Fault.sql(
                        doubled("window without a stored event", STRANGE),
                        "auth_command",
                        "insert into authorization_window (authorization_id, tenant, client_id, billing_code, start_date, state) values ('"
                                + STRANGE + "', 't', 'c-1', 'H0031', now(), 'USABLE')",
                        "delete from authorization_window where authorization_id = '" + STRANGE + "'"),
                Fault.sql(
                        different("snapshot", LONG),
                        "auth_command",
                        "update authorization_snapshot set state = replace(state, '\"pending\":35', '\"pending\":36')",
                        "update authorization_snapshot set state = replace(state, '\"pending\":36', '\"pending\":35')"),
                Fault.sql(
                        doubled("snapshot ahead of the stored events", LONG),
                        "auth_command",
                        "update authorization_snapshot set seq = 15",
                        "update authorization_snapshot set seq = 7"),
                Fault.sql(
                        different("facts of alerts: field remaining", LONG),
                        "alert",
                        "update watched_authorization set remaining = 4 where authorization_id = '" + LONG + "'",
                        "update watched_authorization set remaining = 3 where authorization_id = '" + LONG + "'"),
                Fault.sql(
                        different("facts of alerts: field expiring_epoch", LONG),
                        "alert",
                        "update watched_authorization set expiring_epoch = 1 where authorization_id = '" + LONG + "'",
                        "update watched_authorization set expiring_epoch = 0 where authorization_id = '" + LONG + "'"),
                Fault.sql(
                        different("alert of the inbox: field acknowledged_by", ALERT),
                        "alert",
                        "update alert set acknowledged_by = 'u-8'",
                        "update alert set acknowledged_by = 'u-7'"),
                Fault.document(
                        different("client of list: field version", client),
                        "clients",
                        TENANT + "/c-1",
                        "version",
                        (1L << 52) + 2),
                Fault.document(missing("client of list", client), "clients", TENANT + "/c-1", "erased", true),
                Fault.sql(
                        different("user of alerts: field version", TENANT + "/user/u-7"),
                        "alert",
                        "update user_copy set version = (1::bigint << 52) + 7",
                        "update user_copy set version = -1"),
                Fault.sql(
                        different("client of alerts: field division_ids", client),
                        "alert",
                        "update client_copy set division_ids = '{youth}'",
                        "update client_copy set division_ids = '{adult}'"),
                Fault.sql(
                        doubled("division of alerts, not in the directory", TENANT + "/gone"),
                        "alert",
                        "insert into division_copy values ('" + TENANT + "', 'gone', 'UTC')",
                        "delete from division_copy where division_id = 'gone'"),
                Fault.sql(
                        different("copied billing code: field default_units", "billing-code/" + TENANT + "/H0031"),
                        "auth_command",
                        "update billing_code_copy set default_units = 5",
                        "update billing_code_copy set default_units = 4"),
                Fault.sql(
                        different(
                                "copied version of a billing code group: field members", "billing-code-group/" + GROUP),
                        "auth_command",
                        "update billing_code_group_copy set members = '[]'",
                        "update billing_code_group_copy set members = '[{\"code\":\"H0031\",\"defaultUnits\":4}]'"),
                Fault.sql(
                        different("billing code: field event", "billing-code/" + TENANT + "/H0031"),
                        "billing_group",
                        "update billing_code set event = replace(event, 'visit', 'hour')",
                        "update billing_code set event = replace(event, 'hour', 'visit')"),
                Fault.sql(
                        different("copied setting: field value", "setting/" + TENANT + "/notes.late-grace-days"),
                        "auth_command",
                        "update setting_copy set value = '11'",
                        "update setting_copy set value = '10'"),
                Fault.sql(
                        different("profile: field client_admin", "profile/" + TENANT + "/billing"),
                        "alert",
                        "update profile set client_admin = false",
                        "update profile set client_admin = true"),
                Fault.sql(
                        different("day: field looked", "calendar/" + TENANT + "/UTC"),
                        "alert",
                        "update calendar set looked = looked - 1",
                        "update calendar set looked = looked + 1"));
    }

    @Test
    @Order(1)
    void where_all_is_well_nothing_is_found() throws SQLException {
        Outcome outcome = verify();

        assertThat(outcome.lines()).as("%s", said).isEmpty();
        assertThat(outcome.line())
                .isEqualTo("compared=" + outcome.compared() + " repeated=0 missing=0 doubled=0 different=0");
        assertThat(outcome.clean()).isTrue();
        assertThat(said).as("nobody had to be waited for").noneMatch(line -> line.contains("do not get on"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    @Order(2)
    void each_fault_is_named(Fault fault) throws SQLException {
        fault.plant().in(world);
        try {
            Outcome outcome = verify();

            assertThat(outcome.lines()).containsExactly(fault.line());
            assertThat(outcome.clean()).isFalse();
        } finally {
            fault.undo().in(world);
        }
    }

    @Test
    @Order(3)
    void what_was_told_and_shown_after_the_bound_is_no_difference() throws SQLException {
        // a number below those that follow is still to come, so these lie behind the bound
        try (Connection open = world.database("auth_command");
                var statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute(
                    "select pg_current_xact_id(), nextval(pg_get_serial_sequence('domain_event_entry', 'global_index'))");
            world.store("auth_command", "BulkOperation", BULK_LATER, 0, expired(BULK_LATER));
            world.tell(BULK_LATER, 0, expired(BULK_LATER));

            assertThat(verify().lines()).isEmpty();

            open.rollback();
        }
    }

    @Test
    @Order(4)
    void what_kafka_lacks_repeats_swaps_changes_or_makes_up_is_told_apart() throws SQLException {
        stored(BULK_LACKING, 2);
        world.tell(BULK_LACKING, 1, expired(BULK_LACKING));
        stored(BULK_REPEATED, 1);
        world.tell(BULK_REPEATED, 0, expired(BULK_REPEATED));
        world.tell(BULK_REPEATED, 0, expired(BULK_REPEATED));
        stored(BULK_SWAPPED, 3);
        world.tell(BULK_SWAPPED, 0, expired(BULK_SWAPPED));
        world.tell(BULK_SWAPPED, 2, expired(BULK_SWAPPED));
        world.tell(BULK_SWAPPED, 1, expired(BULK_SWAPPED));
        stored(BULK_CHANGED, 1);
        world.tell(BULK_CHANGED, 0, expired(BULK_LACKING));
        world.tell(STRANGE, 0, expired(STRANGE));
        world.tellRecord("payer", "bcbs", null);
        world.tellRecord("client-group", "g-1", "{\"name\":\"South\"}");

        world.everybodyHasRead();
        Outcome outcome = verify();

        assertThat(outcome.lines())
                .containsExactlyInAnyOrder(
                        missing("event not on bulk-operation-events", BULK_LACKING + ":0"),
                        missing("record not on reference-directory", TENANT + "/payer/bcbs"),
                        different("event on bulk-operation-events after one that follows it", BULK_SWAPPED + ":1"),
                        different(
                                "event on bulk-operation-events with another key, type or value than the stored one",
                                BULK_CHANGED),
                        different("record on reference-directory says something else", TENANT + "/client-group/g-1"),
                        doubled("event on bulk-operation-events that is not stored", STRANGE + ":0"));
        assertThat(outcome.repeated()).isEqualTo(1);
        assertThat(outcome.line()).endsWith(" repeated=1 missing=2 doubled=1 different=3");
    }

    @Test
    @Order(5)
    void a_reader_that_does_not_get_on_is_named_and_its_rows_are_missing() throws SQLException {
        world.store("auth_command", "Authorization", PLAIN, 2, SmallWorld.held(PLAIN, 1));
        world.tell(PLAIN, 2, SmallWorld.held(PLAIN, 1));

        Outcome behind = verify();

        assertThat(said)
                .anyMatch(line -> line.contains("do not get on") && line.contains("authorization-list on auth-events"));
        assertThat(behind.lines())
                .contains(
                        missing("row of the list, behind its events", PLAIN),
                        missing("facts of alerts, behind their events", PLAIN));
    }

    private static void stored(String operation, int events) {
        for (int seq = 0; seq < events; seq++) {
            world.store("auth_command", "BulkOperation", operation, seq, expired(operation));
        }
    }

    private static DomainEvent expired(String operation) {
        return new BulkOperationExpired(OperationId.of(operation));
    }
}
