package health.authz.platform.relay;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.envelope.EventHeaders;
import health.authz.platform.TestDatabase;
import health.authz.stack.TestParts;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever transactions do, what was committed is told, once and in the order of the table: ids that are taken early,
 * commits that are held open, roll-backs, savepoints, and transactions elsewhere on the server. The steps are drawn from a
 * seed, which is printed; {@code -Dauthz.relay.seed} gives one.
 */
class RelayStressTest {
    private static final int WRITERS = 8;
    private static final int STEPS = 6_000;

    private final TestDatabase database = new TestDatabase();
    private final MockProducers producers = new MockProducers();
    private final RelaySignal signal = new RelaySignal();
    private final KafkaRelay relay = new KafkaRelay(
            database.dataSource(),
            producers,
            new RelayProperties(
                    Duration.ofMillis(1), 100, Integer.MAX_VALUE, Duration.ZERO, Duration.ofHours(1), false),
            signal,
            RelayFixtures.UNGUARDED,
            "test-service");

    @AfterEach
    void stop() {
        relay.stop();
        database.close();
    }

    /** One connection, and what its open transaction has stored. */
    private static final class Writer {
        final Connection connection;
        final RelaySource source;
        final List<Integer> stored = new ArrayList<>();
        boolean open;

        Writer(Connection connection, RelaySource source) throws SQLException {
            this.connection = connection;
            this.source = source;
            connection.setAutoCommit(false);
            run("set synchronous_commit = off");
            connection.commit();
        }

        void run(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        void begin(boolean idFirst) throws SQLException {
            run(idFirst ? "select pg_current_xact_id()" : "select 1");
            open = true;
        }

        void store(int first, int count) throws SQLException {
            open = true;
            try (PreparedStatement store = connection.prepareStatement(source == RelaySource.EVENTS ? """
                            insert into domain_event_entry (event_identifier, aggregate_identifier, sequence_number, type,
                                                            time_stamp, payload_type, payload, meta_data)
                            select 'e' || n, 'e' || n, 0, 'Alert', '', 'AlertSeen', '{}', '{"tenantid":"abc"}'
                              from generate_series(?, ?) n""" : """
                            insert into outbox (topic, key, headers, value)
                            select 'client-directory', 'e' || n, '{"ce_subject":"e' || n || '"}',
                                   case n % 3 when 0 then null else '{}' end
                              from generate_series(?, ?) n""")) {
                store.setInt(1, first);
                store.setInt(2, first + count - 1);
                store.executeUpdate();
            }
            for (int n = first; n < first + count; n++) {
                stored.add(n);
            }
        }

        void storeAndTakeBack(int first) throws SQLException {
            run("savepoint s");
            store(first, 1);
            stored.removeLast();
            run("rollback to savepoint s");
        }

        List<Integer> end(boolean commits) throws SQLException {
            List<Integer> committed = commits ? List.copyOf(stored) : List.of();
            if (commits) {
                connection.commit();
            } else {
                connection.rollback();
            }
            stored.clear();
            open = false;
            return committed;
        }
    }

    @ParameterizedTest
    @EnumSource(RelaySource.class)
    void what_was_committed_is_told_once_and_in_order(RelaySource source) throws SQLException {
        long seed = Long.getLong("authz.relay.seed", new Random().nextLong());
        System.out.println("relay stress of " + source + ", seed " + seed);
        relay.start();
        TreeSet<String> committed = new TreeSet<>();
        List<Writer> writers = new ArrayList<>();
        try (Connection elsewhere = DriverManager.getConnection(
                TestParts.postgres().url().replace("/authz", "/postgres"), "postgres", "")) {
            for (int i = 0; i < WRITERS; i++) {
                writers.add(new Writer(
                        DriverManager.getConnection(database.dataSource().getJdbcUrl(), "postgres", ""), source));
            }
            elsewhere.setAutoCommit(false);
            try (Statement held = elsewhere.createStatement()) {
                held.execute("select pg_current_xact_id()");
            }
            run(new Random(seed), writers, committed);
            eventually(() -> assertThat(told()).hasSizeGreaterThanOrEqualTo(committed.size()));
        } finally {
            for (Writer writer : writers) {
                writer.connection.close();
            }
        }

        assertThat(committed).hasSizeGreaterThan(2_000);
        assertThat(told()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(committed);
        if (source == RelaySource.EVENTS) {
            assertThat(told())
                    .containsExactlyElementsOf(database.jdbc()
                            .queryForList(
                                    "select aggregate_identifier from domain_event_entry order by global_index",
                                    String.class));
        } else {
            eventually(() -> assertThat(database.jdbc().queryForObject("select count(*) from outbox", Long.class))
                    .isZero());
        }
    }

    private static void run(Random random, List<Writer> writers, TreeSet<String> committed) throws SQLException {
        int next = 1;
        for (int step = 0; step < STEPS; step++) {
            Writer writer = writers.get(random.nextInt(writers.size()));
            int what = random.nextInt(100);
            if (!writer.open) {
                writer.begin(what < 50);
            } else if (what < 35) {
                int count = 1 + random.nextInt(4);
                writer.store(next, count);
                next += count;
            } else if (what < 40) {
                writer.storeAndTakeBack(next++);
            } else if (what < 85) {
                writer.end(true).forEach(n -> committed.add("e" + n));
            } else {
                writer.end(false);
            }
        }
        for (Writer writer : writers) {
            writer.end(true).forEach(n -> committed.add("e" + n));
        }
    }

    private List<String> told() {
        return producers.history().stream()
                .map(record -> new String(
                        record.headers().lastHeader(EventHeaders.SUBJECT).value(), StandardCharsets.UTF_8))
                .toList();
    }
}
