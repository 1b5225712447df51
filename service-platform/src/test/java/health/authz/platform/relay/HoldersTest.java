package health.authz.platform.relay;

import static health.authz.platform.PlatformFixtures.authorization;
import static health.authz.platform.PlatformFixtures.event;
import static health.authz.stack.Eventually.eventually;
import static health.authz.stack.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.TestDatabase;
import health.authz.platform.eventstore.EventStreams;
import health.authz.stack.TestParts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who holds numbers, and whom that stops. */
class HoldersTest {
    private static final String STORE = """
            insert into domain_event_entry (event_identifier, aggregate_identifier, sequence_number, type,
                                            time_stamp, payload_type, payload, meta_data)
            values ('%1$s', '%1$s', 0, 'Alert', '', 'AlertSeen', '{}', '{"tenantid":"abc"}')""";

    private final TestDatabase database = new TestDatabase();
    private final MockProducers producers = new MockProducers();
    private final RelaySignal signal = new RelaySignal();
    private final EventStreams streams = new EventStreams(database.jdbc(), Clock.systemUTC(), signal);
    private final KafkaRelay relay = new KafkaRelay(
            database.dataSource(),
            producers,
            RelayFixtures.PROPERTIES,
            signal,
            RelayFixtures.UNGUARDED,
            "test-service");

    @AfterEach
    void stop() {
        relay.stop();
        database.close();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.dataSource().getJdbcUrl(), "postgres", "");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A default that looks at the locks when it is evaluated tells what was held when the number was drawn. */
    @Test
    void the_lock_is_held_before_a_number_is_drawn() throws SQLException {
        try (Connection connection = connect()) {
            run(connection, """
                    create function held_when_drawn() returns bigint language sql volatile as
                    $$ select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() $$""");
            for (RelaySource source : RelaySource.values()) {
                run(connection, "alter table " + source.table + " add column seen bigint default held_when_drawn()");
            }
            run(connection, STORE.formatted("one"));
            run(connection, "insert into outbox (topic, key, headers) values ('t', 'k', '{}')");
            run(
                    connection,
                    "insert into outbox (topic, key, headers) select 't', 'k', '{}' from generate_series(1, 2)");
            run(
                    connection,
                    "with first as (insert into outbox (topic, key, headers) values ('t', 'k', '{}') returning 1) "
                            + STORE.formatted("two"));
        }
        assertThat(database.jdbc().queryForList("select seen from domain_event_entry", Long.class))
                .hasSize(2)
                .allMatch(held -> held > 0);
        assertThat(database.jdbc().queryForList("select seen from outbox", Long.class))
                .hasSize(4)
                .allMatch(held -> held > 0);
    }

    @Test
    void whoever_holds_numbers_is_known_until_it_has_ended() throws SQLException {
        try (Connection writer = connect();
                Connection reader = connect()) {
            assertThat(Holders.of(reader, RelaySource.EVENTS).none()).isTrue();
            writer.setAutoCommit(false);
            run(writer, STORE.formatted("one"));
            Holders held = Holders.of(reader, RelaySource.EVENTS);
            assertThat(held.running()).hasSize(1);
            assertThat(Holders.of(reader, RelaySource.OUTBOX).none()).isTrue();
            writer.commit();
            run(writer, STORE.formatted("two"));
            Holders later = Holders.of(reader, RelaySource.EVENTS);
            assertThat(later.none()).isFalse();
            assertThat(held.leftOf(later).none()).isTrue();
            writer.commit();
        }
    }

    @Test
    void a_transaction_that_is_prepared_after_the_hole_was_seen_is_waited_for() throws SQLException {
        relay.start();
        try (Connection writer = connect();
                Connection other = connect()) {
            writer.setAutoCommit(false);
            run(writer, STORE.formatted("early"));
            run(other, STORE.formatted("late"));
            signal.now();
            eventually(() -> relay.lag() > 0);
            run(writer, "prepare transaction '" + database.schema() + "'");
            run(other, STORE.formatted("last"));
            signal.now();
            throughout(Duration.ofMillis(300), () -> assertThat(producers.history())
                    .isEmpty());
            run(other, "commit prepared '" + database.schema() + "'");
            eventually(() -> producers.history().size() == 3);
        }
    }

    @Test
    void what_others_hold_open_elsewhere_on_the_server_stops_nothing() throws SQLException {
        try (Connection elsewhere = DriverManager.getConnection(
                        TestParts.postgres().url().replace("/authz", "/postgres"), "postgres", "");
                Connection here = connect()) {
            elsewhere.setAutoCommit(false);
            run(elsewhere, "select pg_current_xact_id()");
            run(here, "create table others (id int)");
            run(here, "begin; insert into others values (1); prepare transaction 'others" + database.schema() + "'");
            relay.start();
            rollBack("lost");
            append();
            eventually(() -> producers.history().size() == 1);
            run(here, "rollback prepared 'others" + database.schema() + "'");
        }
    }

    private void rollBack(String id) {
        database.transaction().executeWithoutResult(status -> {
            database.jdbc().update(STORE.formatted(id));
            status.setRollbackOnly();
        });
    }

    private void append() {
        database.transaction().executeWithoutResult(status -> streams.append(List.of(event(authorization(), 0))));
    }

    /** PostgreSQL refuses to prepare a transaction that has notified anybody. */
    @Test
    void nobody_is_notified_inside_the_transaction_that_appends() throws SQLException {
        database.transaction().executeWithoutResult(status -> {
            streams.append(List.of(event(authorization(), 0)));
            new Outbox(database.jdbc(), signal)
                    .put(List.of(new Outbox.Line("client-directory", "k", java.util.Map.of(), null)));
            database.jdbc().execute("prepare transaction 'quiet" + database.schema() + "'");
        });
        try (Connection here = connect();
                Statement statement = here.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from pg_prepared_xacts where gid = 'quiet" + database.schema() + "'")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(1);
            run(here, "rollback prepared 'quiet" + database.schema() + "'");
        }
    }

    @Test
    void a_commit_in_an_instance_that_does_not_lead_wakes_the_one_that_does() {
        relay.start();
        eventually(() -> relay.state().leads());
        RelaySignal there = new RelaySignal();
        KafkaRelay follower = new KafkaRelay(
                database.dataSource(),
                producers,
                RelayFixtures.PROPERTIES,
                there,
                RelayFixtures.UNGUARDED,
                "test-service");
        follower.start();
        try {
            EventStreams others = new EventStreams(database.jdbc(), Clock.systemUTC(), there);
            database.transaction().executeWithoutResult(status -> others.append(List.of(event(authorization(), 0))));
            eventually(() -> producers.history().size() == 1);
            assertThat(follower.state().leads()).isFalse();
        } finally {
            follower.stop();
        }
    }

    @Test
    void a_roll_back_wakes_nobody() throws InterruptedException {
        RelaySignal quiet = new RelaySignal();
        EventStreams unheard = new EventStreams(database.jdbc(), Clock.systemUTC(), quiet);
        database.transaction().executeWithoutResult(status -> {
            unheard.append(List.of(event(authorization(), 0)));
            status.setRollbackOnly();
        });
        assertThat(quiet.await(Duration.ZERO)).isFalse();
        database.transaction().executeWithoutResult(status -> unheard.append(List.of(event(authorization(), 0))));
        assertThat(quiet.await(Duration.ZERO)).isTrue();
    }
}
