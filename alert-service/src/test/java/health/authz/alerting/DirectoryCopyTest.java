package health.authz.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.alert.application.DirectoryCopy;
import health.authz.events.TenantId;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.PersonName;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;

class DirectoryCopyTest {
    private static final int CLIENTS = 500;
    private final AtomicInteger statements = new AtomicInteger();
    private final DataSource database =
            Objects.requireNonNull(RunningAlerts.shared().jdbc.getDataSource());
    private final DirectoryCopy copy = new DirectoryCopy(new JdbcTemplate(new Counting()));

    @Test
    void a_batch_of_clients_is_one_statement_and_tells_whose_alerts_are_decided_again() {
        Map<DirectoryKey, ClientRecord> clients = new LinkedHashMap<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.put(key("batch-" + i), client(true, "adult"));
        }
        assertThat(copy.putClients(clients)).containsExactlyInAnyOrderElementsOf(clients.keySet());
        assertThat(copy.putClients(clients)).isEmpty();

        clients.put(key("batch-0"), client(false, "adult"));
        clients.put(key("batch-1"), client(true, "youth", "adult"));
        clients.put(key("batch-2"), client(true));
        clients.put(key("batch-3"), client(true, "adult", "youth"));
        assertThat(copy.putClients(clients)).containsExactlyInAnyOrder(key("batch-0"), key("batch-1"), key("batch-2"));
        assertThat(statements).hasValue(3);

        assertThat(copy.eraseClients(List.of(key("batch-4"), key("batch-unknown"))))
                .containsExactly(key("batch-4"));
        assertThat(statements).hasValue(4);
    }

    @Test
    void the_same_client_of_another_organisation_is_another_one() {
        DirectoryKey theirs = new DirectoryKey(new TenantId("north"), DirectoryKind.CLIENT, "same");
        DirectoryKey ours = key("same");
        copy.putClients(Map.of(theirs, client(true, "adult"), ours, client(true, "adult")));
        assertThat(copy.eraseClients(List.of(theirs))).containsExactly(theirs);
        assertThat(copy.putClients(Map.of(ours, client(true, "adult")))).isEmpty();
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
