package health.authz.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.alert.application.Copied;
import health.authz.alert.application.DirectoryCopy;
import health.authz.events.TenantId;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.PersonName;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import health.authz.platform.consuming.RecordVersion;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;

class DirectoryCopyTest {
    private static final int CLIENTS = 500;
    private final AtomicInteger statements = new AtomicInteger();
    private final DataSource database =
            Objects.requireNonNull(RunningAlerts.shared().jdbc.getDataSource());
    private final JdbcTemplate jdbc = RunningAlerts.shared().jdbc;
    private final DirectoryCopy copy = new DirectoryCopy(new JdbcTemplate(new Counting()));

    @Test
    void a_batch_of_clients_is_one_statement_and_tells_whose_alerts_are_decided_again() {
        Map<DirectoryKey, Copied<ClientRecord>> clients = new LinkedHashMap<>();
        for (int i = 0; i < CLIENTS; i++) {
            put(clients, "batch-" + i, 1, client(true, "adult"));
        }
        assertThat(copy.putClients(clients.values())).containsExactlyInAnyOrderElementsOf(clients.keySet());
        assertThat(copy.putClients(clients.values())).isEmpty();

        for (int i = 0; i < CLIENTS; i++) {
            put(clients, "batch-" + i, 2, client(true, "adult"));
        }
        put(clients, "batch-0", 2, client(false, "adult"));
        put(clients, "batch-1", 2, client(true, "youth", "adult"));
        put(clients, "batch-2", 2, client(true));
        put(clients, "batch-3", 2, client(true, "adult", "youth"));
        put(clients, "batch-4", 2, null);
        put(clients, "batch-unknown", 2, null);
        assertThat(copy.putClients(clients.values()))
                .containsExactlyInAnyOrder(key("batch-0"), key("batch-1"), key("batch-2"), key("batch-4"));
        assertThat(statements).hasValue(3);
    }

    private static void put(
            Map<DirectoryKey, Copied<ClientRecord>> clients, String id, long version, @Nullable ClientRecord value) {
        clients.put(key(id), copied(id, RecordVersion.own(version), value));
    }

    @Test
    void the_same_client_of_another_organisation_is_another_one() {
        DirectoryKey theirs = new DirectoryKey(new TenantId("north"), DirectoryKind.CLIENT, "same");
        RecordVersion first = RecordVersion.own(1);
        RecordVersion second = RecordVersion.own(2);
        copy.putClients(List.of(
                new Copied<>(theirs, first, client(true, "adult")), copied("same", first, client(true, "adult"))));
        assertThat(copy.putClients(List.of(new Copied<>(theirs, second, null)))).containsExactly(theirs);
        assertThat(copy.putClients(List.of(copied("same", second, client(true, "adult")))))
                .isEmpty();
    }

    @Test
    void an_older_state_changes_nothing_and_nobody_who_was_erased_comes_back_by_it() {
        assertThat(copy.putClients(List.of(copied("late", RecordVersion.own(2), client(true, "adult")))))
                .hasSize(1);
        assertThat(copy.putClients(List.of(copied("late", RecordVersion.own(1), client(false, "youth")))))
                .isEmpty();
        assertThat(copy.putClients(List.of(copied("late", RecordVersion.own(1), null))))
                .isEmpty();
        assertThat(held("late")).containsEntry("active", true).containsEntry("erased", false);

        assertThat(copy.putClients(List.of(copied("late", RecordVersion.own(3), null))))
                .hasSize(1);
        assertThat(copy.putClients(List.of(copied("late", RecordVersion.own(2), client(true, "adult")))))
                .isEmpty();
        assertThat(held("late")).containsEntry("erased", true).containsEntry("active", false);
        assertThat(held("late").get("division_ids")).hasToString("{}");
        assertThat(held("late").get("assigned_user_ids")).hasToString("{}");

        assertThat(copy.putClients(List.of(copied("late", RecordVersion.own(4), client(true, "adult")))))
                .as("put again it is there again")
                .hasSize(1);
    }

    /** As the tables were before copies had versions. */
    @Test
    void a_copy_of_no_version_takes_the_next_record_and_keeps_to_versions_from_then_on() {
        jdbc.update("""
                insert into client_copy (tenant, client_id, active, division_ids, assigned_user_ids)
                values ('copied', 'upgraded', true, '{adult}', '{u-1}')""");
        assertThat(copy.putClients(List.of(copied("upgraded", new RecordVersion(900), client(false, "adult")))))
                .hasSize(1);
        assertThat(copy.putClients(List.of(copied("upgraded", new RecordVersion(899), client(true, "adult")))))
                .isEmpty();
        assertThat(copy.putClients(List.of(copied("upgraded", RecordVersion.own(1), client(true, "adult")))))
                .hasSize(1);
        assertThat(copy.putClients(List.of(copied("upgraded", new RecordVersion(901), null))))
                .isEmpty();
        assertThat(held("upgraded")).containsEntry("active", true).containsEntry("erased", false);
    }

    @Test
    void users_and_divisions_compare_versions_too_and_keep_nothing_of_whom_was_erased() {
        DirectoryKey user = new DirectoryKey(new TenantId("copied"), DirectoryKind.USER, "u-1");
        DirectoryKey division = new DirectoryKey(new TenantId("copied"), DirectoryKind.DIVISION, "adult");
        UserRecord known = new UserRecord("Invented", null, true, "office", List.of(), List.of("*"), List.of("u-2"));
        copy.putUsers(List.of(new Copied<>(user, RecordVersion.own(1), known)));
        copy.putDivisions(
                List.of(new Copied<>(division, RecordVersion.own(1), new DivisionRecord("A", "Pacific/Kiritimati"))));
        copy.putUsers(List.of(new Copied<>(user, RecordVersion.own(2), null)));
        copy.putDivisions(List.of(new Copied<>(division, RecordVersion.own(2), null)));
        copy.putUsers(List.of(new Copied<>(user, RecordVersion.own(1), known)));
        copy.putDivisions(List.of(new Copied<>(division, RecordVersion.own(1), new DivisionRecord("A", "UTC"))));

        assertThat(jdbc.queryForMap("select * from user_copy where tenant = 'copied' and user_id = 'u-1'"))
                .containsEntry("erased", true)
                .containsEntry("active", false)
                .containsEntry("name", null)
                .containsEntry("profile_id", null)
                .hasEntrySatisfying("division_ids", none -> assertThat(none).hasToString("{}"))
                .hasEntrySatisfying("supervises", none -> assertThat(none).hasToString("{}"));
        assertThat(jdbc.queryForMap("select * from division_copy where tenant = 'copied' and division_id = 'adult'"))
                .containsEntry("erased", true)
                .containsEntry("time_zone", null);
    }

    private Map<String, Object> held(String id) {
        return jdbc.queryForMap("select * from client_copy where tenant = 'copied' and client_id = ?", id);
    }

    private static Copied<ClientRecord> copied(String id, RecordVersion version, @Nullable ClientRecord value) {
        return new Copied<>(key(id), version, value);
    }

    private static DirectoryKey key(String id) {
        return new DirectoryKey(new TenantId("copied"), DirectoryKind.CLIENT, id);
    }

    private static ClientRecord client(boolean active, String... divisions) {
        return new ClientRecord(
                new PersonName("Sample", "Invented"),
                null,
                active,
                List.of(divisions),
                List.of(),
                List.of(),
                List.of("u-1"));
    }

    /** Counts what is sent to the database. */
    private final class Counting extends AbstractDataSource {
        @Override
        public Connection getConnection() throws java.sql.SQLException {
            Connection real = database.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Counting.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")) {
                            statements.incrementAndGet();
                        }
                        return method.invoke(real, arguments);
                    });
        }

        @Override
        public Connection getConnection(String user, String password) {
            throw new UnsupportedOperationException();
        }
    }
}
